#include "ui/widgets/table_text.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QString field(TableFormat format, QString text)
{
    switch (format) {
    case TableFormat::Tsv:
        return text.replace(u'\t', u' ').replace(u'\n', u' ');
    case TableFormat::Csv:
        if (text.contains(u',') || text.contains(u'"') || text.contains(u'\n') || text.contains(u'\r'))
            return u'"' + text.replace(u'"', u"\"\""_s) + u'"';
        return text;
    case TableFormat::Markdown:
        return text.replace(u'|', u"\\|"_s).replace(u'\n', u' ');
    }
    return text;
}

QString line(TableFormat format, const QStringList &cells)
{
    QStringList fields;
    for (const QString &cell : cells)
        fields.append(field(format, cell));
    switch (format) {
    case TableFormat::Tsv:
        return fields.join(u'\t') + u'\n';
    case TableFormat::Csv:
        return fields.join(u',') + u'\n';
    case TableFormat::Markdown:
        return u"| "_s + fields.join(u" | "_s) + u" |\n"_s;
    }
    return {};
}

} // namespace

QString tableText(TableFormat format, const QStringList &titles, const std::vector<QStringList> &rows)
{
    QString text = line(format, titles);
    if (format == TableFormat::Markdown)
        text += line(format, QStringList(titles.size(), u"---"_s));
    for (const QStringList &row : rows)
        text += line(format, row);
    return text;
}

} // namespace signalbox::ui
