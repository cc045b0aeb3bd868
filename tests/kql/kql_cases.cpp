// kql_cases FILE… [--list-failures] [--parse-only] [--bind-only] [--strict-names] [--without TAG,…] [--case
// ID]: runs the cases of each file (one JSON object a line with id, query, expected and compare) and ends
// with "N passed, N failed". A tag of --without that ends with ':' leaves out every tag that starts so.
#include <algorithm>
#include <cstdio>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/kql/engine.h"
#include "core/kql/syntax/parser.h"
#include "core/kql/syntax/query_text.h"
#include "tests/kql/case_compare.h"

using namespace signalbox;

namespace {

struct Options
{
    bool listFailures = false;
    bool parseOnly = false;
    bool bindOnly = false;
    bool strictNames = false;
    std::string only;
    std::vector<std::string> without;
    std::vector<std::string> files;
};

// No tables of its own; open, it takes every name for a table with unknown columns.
class CaseCatalog final : public kql::Catalog
{
public:
    explicit CaseCatalog(bool open)
        : m_open(open)
    {
    }

    [[nodiscard]] kql::TablePtr find(std::string_view) const override { return nullptr; }
    [[nodiscard]] std::vector<std::string> names() const override { return {}; }
    [[nodiscard]] bool open() const override { return m_open; }

private:
    bool m_open;
};

// What must come before the query: statements, as one text or one each.
std::string setupOf(const Json &testCase)
{
    const Json setup = testCase.value("setup", Json());
    std::string text;
    for (const Json &statement : setup.is_array() ? setup : Json::array({setup})) {
        if (!statement.is_string())
            continue;
        text += trimmed(statement.get<std::string>());
        text += text.ends_with(';') ? "\n" : ";\n";
    }
    return text;
}

// "" if the case passes, else what is wrong. A case without an answer passes if its query binds.
std::string run(const Json &testCase, const Options &options)
{
    if (!testCase.is_object())
        return "this line is no case";
    const std::string query = setupOf(testCase) + kql::decodeQueryText(kql::textOf(testCase, "query", ""));
    const bool mustFail = kql::textOf(testCase, "compare", "") == "error";
    const Json expected = testCase.value("expected", Json());
    const bool bindOnly = options.bindOnly || !expected.is_object();
    if (options.parseOnly || bindOnly) {
        const std::vector<kql::Diagnostic> found = options.parseOnly
                                                       ? kql::parseQuery(query).diagnostics
                                                       : kql::checkQuery(query, CaseCatalog(true));
        return mustFail || found.empty() ? std::string() : kql::toError(query, found).message;
    }
    const auto result = kql::runQuery(query, CaseCatalog(false));
    if (mustFail)
        return result ? "the query runs, but should be refused" : std::string();
    if (!result)
        return result.error().message;
    if (result->tables.empty())
        return "no result";
    return kql::difference(result->tables.front(), testCase, options.strictNames);
}

bool isLeftOut(const Json &testCase, const Options &options)
{
    if (!options.only.empty() && kql::textOf(testCase, "id", "") != options.only)
        return true;
    const Json tags = testCase.is_object() ? testCase.value("tags", Json::array()) : Json::array();
    return std::ranges::any_of(tags, [&](const Json &tag) {
        const std::string text = tag.is_string() ? tag.get<std::string>() : std::string();
        return std::ranges::any_of(options.without, [&](const std::string &out) {
            return text == out || (out.ends_with(':') && text.starts_with(out));
        });
    });
}

Options read(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--list-failures") {
            options.listFailures = true;
        } else if (argument == "--parse-only") {
            options.parseOnly = true;
        } else if (argument == "--bind-only") {
            options.bindOnly = true;
        } else if (argument == "--strict-names") {
            options.strictNames = true;
        } else if (argument == "--case" && i + 1 < argc) {
            options.only = argv[++i];
        } else if (argument == "--without" && i + 1 < argc) {
            for (const std::string_view tag : split(argv[++i], ','))
                options.without.emplace_back(tag);
        } else {
            options.files.emplace_back(argument);
        }
    }
    return options;
}

} // namespace

int main(int argc, char **argv)
{
    const Options options = read(argc, argv);
    int passed = 0;
    int failed = 0;
    for (const std::string &file : options.files) {
        const auto text = readFile(toPath(file));
        if (!text) {
            fmt::print(stderr, "{}\n", text.error().text());
            return 2;
        }
        for (const std::string_view line : split(*text, '\n')) {
            if (trimmed(line).empty())
                continue;
            const auto testCase = parseJson(line);
            if (testCase && isLeftOut(*testCase, options))
                continue;
            const std::string difference = testCase ? run(*testCase, options) : testCase.error().message;
            ++(difference.empty() ? passed : failed);
            if (!difference.empty() && options.listFailures) {
                fmt::print("{}: {}\n", testCase ? kql::textOf(*testCase, "id", "?") : file, difference);
                std::fflush(stdout);
            }
        }
    }
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
