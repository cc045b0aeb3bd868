#include "ui/widgets/kql_assistant.h"

#include "core/kql/language/check_text.h"
#include "core/kql/language/formatter.h"
#include "ui/widgets/kql_text.h"

namespace signalbox::ui {

namespace {

// Until the workspace has told its tables.
class NoTables final : public kql::Catalog
{
public:
    [[nodiscard]] kql::TablePtr find(std::string_view) const override { return nullptr; }
    [[nodiscard]] std::vector<std::string> names() const override { return {}; }
};

const kql::Catalog &orNone(const std::shared_ptr<const kql::Catalog> &catalog)
{
    static const NoTables none;
    return catalog ? *catalog : static_cast<const kql::Catalog &>(none);
}

std::vector<EditorMistake> mistakesIn(const QString &given, const kql::Catalog *catalog)
{
    const KqlText text(given);
    std::vector<EditorMistake> mistakes;
    for (const kql::Diagnostic &found : kql::checkText(text.utf8(), catalog)) {
        EditorMistake mistake{.begin = text.positionOf(found.span.begin),
                              .end = text.positionOf(found.span.end),
                              .message = QString::fromStdString(found.message),
                              .suggestion = QString::fromStdString(found.suggestion)};
        // What is missing at the end is shown under the last letter.
        if (mistake.begin == mistake.end) {
            while (mistake.begin > 0 && given.at(mistake.begin - 1).isSpace())
                --mistake.begin;
            mistake.end = mistake.begin;
            mistake.begin = std::max(mistake.begin - 1, 0);
        }
        mistakes.push_back(std::move(mistake));
    }
    return mistakes;
}

} // namespace

KqlAssistant::KqlAssistant(QObject *parent)
    : QObject(parent)
{
}

void KqlAssistant::setCatalog(std::shared_ptr<const kql::Catalog> catalog)
{
    m_catalog = std::move(catalog);
}

void KqlAssistant::check(const QString &text)
{
    runOnPool(
        this, m_checking, [text, catalog = m_catalog] { return mistakesIn(text, catalog.get()); },
        [this](const std::vector<EditorMistake> &mistakes) { Q_EMIT checked(mistakes); });
}

void KqlAssistant::complete(const QString &text, int cursor)
{
    runOnPool(
        this, m_completing,
        [given = text, cursor, catalog = m_catalog] {
            const KqlText read(given);
            kql::Completion found = kql::complete(read.utf8(), read.offsetOf(cursor), orNone(catalog));
            return EditorCompletion{.begin = read.positionOf(found.replaced.begin),
                                    .cursor = cursor,
                                    .items = std::move(found.items)};
        },
        [this](const EditorCompletion &completion) { Q_EMIT completed(completion); });
}

void KqlAssistant::hint(const QString &text, int cursor)
{
    runOnPool(
        this, m_hinting,
        [given = text, cursor, catalog = m_catalog] {
            const KqlText read(given);
            auto found = kql::signatureAt(read.utf8(), read.offsetOf(cursor), orNone(catalog));
            if (found)
                found->open = static_cast<std::size_t>(read.positionOf(found->open));
            return found;
        },
        [this](const std::optional<kql::SignatureHint> &found) { Q_EMIT hinted(found); });
}

void KqlAssistant::describe(const QString &text, int position)
{
    runOnPool(
        this, m_describing,
        [given = text, position, catalog = m_catalog] {
            const KqlText read(given);
            return kql::describe(read.utf8(), read.offsetOf(position), orNone(catalog));
        },
        [this](const std::optional<kql::WordHelp> &found) { Q_EMIT described(found); });
}

void KqlAssistant::format(const QString &text)
{
    runOnPool(
        this, m_formatting, [text] { return QString::fromStdString(kql::formatQuery(text.toStdString())); },
        [this, text](const QString &after) { Q_EMIT formatted(text, after); });
}

} // namespace signalbox::ui
