// kql_cases FILE… [--list-failures] [--parse-only]: runs the cases of each file (one JSON object a line with
// id, query, expected and compare) and ends with "N passed, N failed".
#include <cstdio>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/text.h"
#include "core/kql/syntax/parser.h"
#include "core/kql/syntax/query_text.h"

using namespace signalbox;

namespace {

struct Options
{
    bool listFailures = false;
    bool parseOnly = false;
    std::vector<std::string> files;
};

// "" if the case passes, else what is wrong.
std::string run(const Json &testCase)
{
    const std::string query = kql::decodeQueryText(testCase.value("query", ""));
    const bool mustFail = testCase.contains("compare") && testCase["compare"] == "error";
    const kql::ParsedQuery parsed = kql::parseQuery(query);
    if (mustFail || parsed.ok())
        return {};
    return kql::toError(query, parsed.diagnostics).message;
}

} // namespace

int main(int argc, char **argv)
{
    Options options;
    for (int i = 1; i < argc; ++i) {
        const std::string_view argument = argv[i];
        if (argument == "--list-failures")
            options.listFailures = true;
        else if (argument == "--parse-only")
            options.parseOnly = true;
        else
            options.files.emplace_back(argument);
    }
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
            if (!testCase)
                continue;
            const std::string difference = run(*testCase);
            ++(difference.empty() ? passed : failed);
            if (!difference.empty() && options.listFailures)
                fmt::print("{}: {}\n", testCase->value("id", "?"), difference);
        }
    }
    fmt::print("{} passed, {} failed\n", passed, failed);
    return failed == 0 ? 0 : 1;
}
