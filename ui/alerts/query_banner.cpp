#include "ui/alerts/query_banner.h"

#include <QBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>

#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/style_sheet.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString nextStep(ErrorCode code)
{
    switch (code) {
    case ErrorCode::DeadlineExceeded:
        return QueryBanner::tr("Choose a shorter time range above, or summarize earlier in the query.");
    case ErrorCode::ResourceExhausted:
        return QueryBanner::tr("End the query with take 1000 or summarize, or choose a shorter time range.");
    default:
        return {};
    }
}

} // namespace

QueryBanner::QueryBanner(const Theme &theme, QWidget *parent)
    : QFrame(parent)
    , m_icon(new QLabel(this))
    , m_text(makeText({}, Role::Text, this))
    , m_place(makeButton(tr("Go to it"), u"queryPlace"_s, ButtonKind::Link, this))
{
    setObjectName(u"queryError"_s);
    setProperty("card", true);
    setProperty("borderRole", roleName(Role::Danger));
    m_icon->setPixmap(theme.icon(u"error"_s, Role::Danger).pixmap(16, 16));
    m_text->setObjectName(u"queryErrorText"_s);
    auto *layout = new QHBoxLayout(this);
    layout->setContentsMargins(12, 8, 12, 8);
    layout->setSpacing(8);
    layout->addWidget(m_icon, 0, Qt::AlignVCenter);
    layout->addWidget(m_text, 1);
    layout->addWidget(m_place, 0, Qt::AlignVCenter);
    connect(m_place, &QPushButton::clicked, this, [this] { Q_EMIT placeChosen(m_line, m_column); });
    hide();
}

void QueryBanner::showError(const Error &error)
{
    static const QRegularExpression place(u"^Line (\\d+), column (\\d+): "_s);
    QString text = toQt(error.message);
    const QRegularExpressionMatch match = place.match(text);
    m_line = match.captured(1).toInt();
    m_column = match.captured(2).toInt();
    m_place->setVisible(m_line > 0);
    m_place->setText(tr("Line %1, column %2").arg(m_line).arg(m_column));
    text.remove(0, match.capturedLength());
    const QString next = nextStep(error.code);
    m_text->setText(next.isEmpty() ? text : text + u'\n' + next);
    setAccessibleName(m_text->text());
    show();
}

void QueryBanner::clear()
{
    hide();
}

} // namespace signalbox::ui
