#include "ui/alerts/query_link.h"

#include <QByteArray>
#include <QUrl>
#include <QUrlQuery>
#include <QtEndian>

#include "core/base/text.h"
#include "core/kql/saved/saved_queries.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr auto base64 = QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

std::unexpected<Error> refuse(const char *message)
{
    return failure(ErrorCode::InvalidArgument, message);
}

} // namespace

QString linkOf(const LinkedQuery &query)
{
    const QByteArray packed = qCompress(query.text.toUtf8(), 9).toBase64(base64);
    return u"signalbox://alerts/query?range=%1&q=%2"_s.arg(rangeKey(query.range),
                                                           QString::fromLatin1(packed));
}

Result<LinkedQuery> queryOfLink(const QString &link)
{
    const QUrl url(link.trimmed(), QUrl::StrictMode);
    if (!url.isValid() || url.scheme() != u"signalbox" || url.host() != u"alerts" || url.path() != u"/query")
        return refuse("This is not a link to a query. Copy the whole link, from signalbox:// to its end.");
    const QUrlQuery fields(url);
    const QByteArray packed = QByteArray::fromBase64(fields.queryItemValue(u"q"_s).toLatin1(), base64);
    // The first four bytes say how much it will be, so that a small link cannot fill the memory.
    constexpr qsizetype lengthBytes = 4;
    if (packed.size() <= lengthBytes || qFromBigEndian<quint32>(packed.constData()) > kql::longestSavedText)
        return refuse("The link is damaged or holds too long a query. Ask for a new one.");
    const QByteArray text = qUncompress(packed);
    if (text.isEmpty() || !isUtf8({text.constData(), static_cast<std::size_t>(text.size())}))
        return refuse("The link is damaged. Ask for a new one.");
    return LinkedQuery{.text = QString::fromUtf8(text),
                       .range = rangeFromKey(fields.queryItemValue(u"range"_s))};
}

} // namespace signalbox::ui
