#include "ui/widgets/kql_hint.h"

#include <QHBoxLayout>
#include <QLabel>
#include <algorithm>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

KqlHint::KqlHint(QWidget *editor)
    : QFrame(editor)
    , m_editor(editor)
    , m_label(new QLabel(this))
{
    setObjectName(u"kqlHint"_s);
    setProperty("floating", true);
    setAccessibleName(tr("Parameters"));
    m_label->setTextFormat(Qt::RichText);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(9, 5, 9, 6);
    layout->addWidget(m_label);
    hide();
}

void KqlHint::present(const kql::SignatureHint &hint, const QRect &anchor)
{
    QString text = QString::fromStdString(hint.name).toHtmlEscaped() + u'(';
    for (std::size_t i = 0; i < hint.parameters.size(); ++i) {
        const QString parameter = QString::fromStdString(hint.parameters[i]).toHtmlEscaped();
        text +=
            (i > 0 ? u", "_s : QString()) + (i == hint.current ? u"<b>%1</b>"_s.arg(parameter) : parameter);
    }
    text += u')';
    if (!hint.help.empty())
        text += u"<br>"_s + QString::fromStdString(hint.help).toHtmlEscaped();
    m_label->setText(text);
    QWidget *window = m_editor->window();
    if (parentWidget() != window)
        setParent(window);
    // A long help wraps; a short one makes a small frame.
    m_label->setWordWrap(false);
    const int most = std::min(520, window->width() - 16);
    if (sizeHint().width() > most) {
        m_label->setWordWrap(true);
        setFixedWidth(most);
    } else {
        setFixedWidth(sizeHint().width());
    }
    const int height = m_label->wordWrap() ? heightForWidth(width()) : sizeHint().height();
    resize(width(), height);
    const QRect line(window->mapFromGlobal(anchor.topLeft()), anchor.size());
    const int above = line.top() - height - 4;
    move(std::clamp(line.left(), 8, std::max(8, window->width() - width() - 8)),
         above >= 0 ? above : line.bottom() + 4);
    show();
    raise();
}

QString KqlHint::text() const
{
    return m_label->text();
}

} // namespace signalbox::ui
