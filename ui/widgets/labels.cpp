#include "ui/widgets/labels.h"

#include <QGridLayout>
#include <QPainter>
#include <QResizeEvent>
#include <QStyle>
#include <QVariant>

#include "ui/widgets/style_sheet.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

// A style sheet looks at object properties only when a widget is polished.
void setStyleProperty(QWidget *widget, const char *name, const QVariant &value)
{
    if (widget->property(name) == value)
        return;
    widget->setProperty(name, value);
    widget->style()->unpolish(widget);
    widget->style()->polish(widget);
    widget->update();
}

QString kindName(ButtonKind kind)
{
    switch (kind) {
    case ButtonKind::Primary:
        return u"primary"_s;
    case ButtonKind::Danger:
        return u"danger"_s;
    case ButtonKind::Quiet:
        return u"quiet"_s;
    case ButtonKind::Link:
        return u"link"_s;
    case ButtonKind::Plain:
        break;
    }
    return u"plain"_s;
}

// QLabel guesses the height of wrapped text for a width of its own choice, which makes pages too tall. This
// one asks for the height that its present width needs.
class WrappedLabel final : public QLabel
{
public:
    using QLabel::QLabel;

    [[nodiscard]] QSize minimumSizeHint() const override
    {
        const QSize guess = QLabel::minimumSizeHint();
        if (!wordWrap() || text().isEmpty())
            return guess;
        // Before it has a place its width means nothing.
        if (!testAttribute(Qt::WA_Resized))
            return {guess.width(), fontMetrics().lineSpacing()};
        return {guess.width(), heightForWidth(std::max(width(), guess.width()))};
    }

protected:
    void resizeEvent(QResizeEvent *event) override
    {
        QLabel::resizeEvent(event);
        if (wordWrap() && event->oldSize().width() != width())
            updateGeometry();
    }
};

constexpr int dotSize = 8;
constexpr int dotGap = 6;

} // namespace

QLabel *makeText(const QString &text, Role role, QWidget *parent)
{
    auto *label = new WrappedLabel(text, parent);
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    setRole(label, role);
    return label;
}

QLabel *makeSectionHeading(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("heading", u"section"_s);
    return label;
}

QLabel *makeTitle(const QString &text, QWidget *parent)
{
    auto *label = new QLabel(text, parent);
    label->setTextFormat(Qt::PlainText);
    label->setProperty("heading", u"title"_s);
    return label;
}

void setRole(QWidget *widget, Role role)
{
    setStyleProperty(widget, "textRole", roleName(role));
}

QPushButton *makeButton(const QString &text, const QString &objectName, ButtonKind kind, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setObjectName(objectName);
    button->setAutoDefault(false);
    button->setProperty("kind", kindName(kind));
    if (kind == ButtonKind::Link)
        button->setCursor(Qt::PointingHandCursor);
    return button;
}

void setButtonKind(QPushButton *button, ButtonKind kind)
{
    setStyleProperty(button, "kind", kindName(kind));
}

Badge::Badge(QWidget *parent)
    : QLabel(parent)
{
    setAlignment(Qt::AlignCenter);
    setTextFormat(Qt::PlainText);
    setSizePolicy(QSizePolicy::Fixed, QSizePolicy::Fixed);
    setStyleProperty(this, "badge", roleName(Role::Danger));
    hide();
}

void Badge::setCount(int count)
{
    setWord(count > 99 ? u"99+"_s : count > 0 ? QString::number(count) : QString(), Role::Danger);
}

void Badge::setWord(const QString &word, Role role)
{
    setText(word);
    setStyleProperty(this, "badge", roleName(role));
    setMinimumWidth(word.isEmpty() ? 0 : sizeHint().width());
    setVisible(!word.isEmpty());
}

StatusDot::StatusDot(const Theme &theme, QWidget *parent)
    : QWidget(parent)
    , m_theme(theme)
{
    setSizePolicy(QSizePolicy::Preferred, QSizePolicy::Fixed);
    connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
}

void StatusDot::setState(Role role, const QString &word)
{
    if (role == m_role && word == m_word)
        return;
    m_role = role;
    m_word = word;
    setAccessibleName(word);
    updateGeometry();
    update();
}

QSize StatusDot::sizeHint() const
{
    const int text = m_word.isEmpty() ? 0 : dotGap + fontMetrics().horizontalAdvance(m_word);
    return {dotSize + text + 1, std::max(fontMetrics().height() + 2, dotSize)};
}

QSize StatusDot::minimumSizeHint() const
{
    return {dotSize + dotGap + fontMetrics().averageCharWidth() * 4, sizeHint().height()};
}

void StatusDot::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(m_theme.color(m_role));
    painter.drawEllipse(QRectF(0, (height() - dotSize) / 2.0, dotSize, dotSize));
    const QRect room = rect().adjusted(dotSize + dotGap, 0, 0, 0);
    painter.setPen(palette().color(foregroundRole()));
    painter.drawText(room, Qt::AlignLeft | Qt::AlignVCenter,
                     fontMetrics().elidedText(m_word, Qt::ElideRight, room.width()));
}

KeyValueList::KeyValueList(QWidget *parent)
    : QWidget(parent)
    , m_grid(new QGridLayout(this))
{
    m_grid->setContentsMargins(0, 0, 0, 0);
    m_grid->setHorizontalSpacing(16);
    m_grid->setVerticalSpacing(5);
    m_grid->setColumnStretch(1, 1);
}

void KeyValueList::setValues(const std::vector<KeyValue> &values)
{
    while (m_lines.size() < values.size()) {
        const int row = static_cast<int>(m_lines.size());
        Line line{.key = makeText({}, Role::MutedText, this), .value = makeText({}, Role::Text, this)};
        line.key->setWordWrap(false);
        line.key->setTextInteractionFlags(Qt::NoTextInteraction);
        m_grid->addWidget(line.key, row, 0, Qt::AlignTop);
        m_grid->addWidget(line.value, row, 1, Qt::AlignTop);
        m_lines.push_back(line);
    }
    for (std::size_t i = 0; i < m_lines.size(); ++i) {
        const bool used = i < values.size();
        m_lines[i].key->setVisible(used);
        m_lines[i].value->setVisible(used);
        if (!used)
            continue;
        const KeyValue &entry = values[i];
        m_lines[i].key->setText(entry.key);
        if (m_lines[i].value->text() != entry.value)
            m_lines[i].value->setText(entry.value);
        m_lines[i].value->setToolTip(entry.toolTip);
        m_lines[i].value->setAccessibleName(entry.key + u": "_s + entry.value);
        setRole(m_lines[i].value, entry.role);
    }
}

} // namespace signalbox::ui
