#include "ui/alerts/query_tables.h"

#include <QRegularExpression>
#include <algorithm>
#include <utility>

#include "ui/shell/query_catalog.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

class ExtendedCatalog final : public kql::Catalog
{
public:
    ExtendedCatalog(std::shared_ptr<const kql::Catalog> inner, QueryTables::Extras extras)
        : m_inner(std::move(inner))
        , m_extras(std::move(extras))
    {
    }

    [[nodiscard]] kql::TablePtr find(std::string_view name) const override
    {
        const auto found = std::ranges::find(m_extras, name, &QueryTables::Extra::name);
        return found == m_extras.end() ? m_inner->find(name) : found->table;
    }
    [[nodiscard]] std::vector<std::string> names() const override
    {
        std::vector<std::string> names = m_inner->names();
        for (const QueryTables::Extra &extra : m_extras)
            names.push_back(extra.name);
        return names;
    }
    [[nodiscard]] std::shared_ptr<const kql::Catalog> snapshot() const override
    {
        std::shared_ptr<const kql::Catalog> inner = m_inner->snapshot();
        return inner ? std::make_shared<const ExtendedCatalog>(std::move(inner), m_extras) : nullptr;
    }

private:
    std::shared_ptr<const kql::Catalog> m_inner;
    QueryTables::Extras m_extras;
};

bool isTableName(const QString &name)
{
    static const QRegularExpression word(u"^[A-Za-z_][A-Za-z0-9_]{0,63}$"_s);
    return word.match(name).hasMatch();
}

} // namespace

Status QueryTables::add(const QString &name, kql::TablePtr table)
{
    if (!isTableName(name))
        return failure(ErrorCode::InvalidArgument,
                       "The name of a table has letters, digits and _ and begins with a letter.");
    const std::string key = fromQt(name);
    const auto found = std::ranges::find(m_extras, key, &Extra::name);
    if (found == m_extras.end())
        m_extras.push_back({.name = key, .table = std::move(table)});
    else
        found->table = std::move(table);
    Q_EMIT changed();
    return {};
}

void QueryTables::remove(const QString &name)
{
    if (std::erase_if(m_extras, [&](const Extra &extra) { return toQt(extra.name) == name; }) != 0)
        Q_EMIT changed();
}

QString QueryTables::freeName(const QString &wanted) const
{
    QString base;
    for (const QChar c : wanted) {
        const bool fits = c.unicode() < 128 && (c.isLetterOrNumber() || c == u'_');
        base += fits ? c : u'_';
    }
    if (base.isEmpty() || base.at(0).isDigit())
        base.prepend(u'_');
    base.truncate(48);
    QString name = base;
    for (int number = 2;
         std::ranges::any_of(m_extras, [&](const Extra &extra) { return toQt(extra.name) == name; });
         ++number)
        name = base + QString::number(number);
    return name;
}

Result<std::shared_ptr<const kql::Catalog>> QueryTables::catalog(Workspace &workspace, const Extras &extras)
{
    SIGNALBOX_TRY(std::shared_ptr<const kql::Catalog> inner, workspaceTables(workspace));
    if (extras.empty())
        return inner;
    return std::make_shared<const ExtendedCatalog>(std::move(inner), extras);
}

} // namespace signalbox::ui
