#include <array>
#include <cstdio>
#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "app/ctl/query_output.h"
#include "core/base/file.h"
#include "core/kql/syntax/query_text.h"
#include "core/kql/tables/workspace_catalog.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    std::string text;
    std::string file;
    std::string format = "table";
    std::string limit = "4m";
    bool render = false;
    bool check = false;
};

Result<std::string> readStandardInput()
{
    std::string bytes;
    std::array<char, 4096> part{};
    while (const std::size_t size = std::fread(part.data(), 1, part.size(), stdin))
        bytes.append(part.data(), size);
    if (std::ferror(stdin) != 0)
        return failure(ErrorCode::Io, "Standard input could not be read.");
    return kql::decodeQueryText(bytes);
}

Result<std::string> queryText(const Options &options)
{
    if (!options.file.empty()) {
        SIGNALBOX_TRY(const std::string bytes, readFile(toPath(options.file)));
        return kql::decodeQueryText(bytes);
    }
    if (options.text == "-")
        return readStandardInput();
    if (options.text.empty())
        return failure(ErrorCode::InvalidArgument,
                       "There is no query. Write it behind 'query' in quotes, name a file with --file, or "
                       "write - to read it from standard input.");
    return options.text;
}

Result<std::shared_ptr<const kql::Catalog>> openCatalog(Context &context)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    auto file = telemetry::TelemetryFile::openForReading(store->folder() / telemetry::telemetryFileName);
    if (!file && file.error().code != ErrorCode::NotFound)
        return std::unexpected(file.error());
    std::shared_ptr<const telemetry::TelemetryFile> telemetry;
    if (file)
        telemetry = *std::move(file);
    // The context owns the store and outlives every command.
    return kql::workspaceCatalog(std::shared_ptr<const store::Store>(std::shared_ptr<void>(), store),
                                 std::move(telemetry));
}

Status showForPeople(const Context &context, const kql::ResultTable &table, const Options &options)
{
    if (!table.name.empty())
        context.say(context.strong(table.name));
    if (options.render) {
        SIGNALBOX_TRY(const std::string chart, chartText(table, context));
        context.say(chart);
        return {};
    }
    const PeoplesTable shown = tableForPeople(table);
    context.table(shown.rows);
    std::string note = fmt::format("{} row{}", table.rows, table.rows == 1 ? "" : "s");
    if (shown.columnsLeftOut > 0)
        note += fmt::format(", {} empty column{} not shown", shown.columnsLeftOut,
                            shown.columnsLeftOut == 1 ? "" : "s");
    context.say(context.faint(note));
    return {};
}

Status check(const Context &context, const std::string &text, const kql::Catalog &catalog)
{
    const std::vector<kql::Diagnostic> found = kql::checkQuery(text, catalog);
    if (!found.empty())
        return std::unexpected(kql::toError(text, found));
    context.print({{"valid", true}}, [&] { context.say(context.good("The query is valid.")); });
    return {};
}

Status query(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const std::string text, queryText(options));
    SIGNALBOX_TRY(const auto time, parseDuration(options.limit));
    SIGNALBOX_TRY(const auto catalog, openCatalog(context));
    if (options.check)
        return check(context, text, *catalog);
    SIGNALBOX_TRY(const kql::QueryResult result,
                  kql::runQuery(text, *catalog, {.stop = context.stop(), .limits = {.time = time}}));
    const std::string format = context.json ? "json" : options.format;
    for (const kql::ResultTable &table : result.tables) {
        if (format == "table") {
            SIGNALBOX_CHECK(showForPeople(context, table, options));
            continue;
        }
        const kql::TextFormat chosen = format == "csv"     ? kql::TextFormat::Csv
                                       : format == "tsv"   ? kql::TextFormat::Tsv
                                       : format == "json"  ? kql::TextFormat::Json
                                       : format == "jsonl" ? kql::TextFormat::JsonLines
                                                           : kql::TextFormat::Markdown;
        SIGNALBOX_TRY(const std::string lines, kql::tableText(table, chosen, {.stop = context.stop()}));
        std::fwrite(lines.data(), 1, lines.size(), stdout);
        if (!lines.ends_with('\n'))
            std::fputc('\n', stdout);
    }
    return {};
}

} // namespace

void addQueryCommands(CLI::App &app, const Chosen &chosen)
{
    const auto options = std::make_shared<Options>();
    CLI::App *command = app.add_subcommand("query", "Ask a Kusto query of the workspace");
    command->add_option("text", options->text, "The query; - reads it from standard input");
    command->add_option("-f,--file", options->file, "A file with the query")->excludes("text");
    command->add_option("--format", options->format, "How rows are printed; --json is short for json")
        ->check(CLI::IsMember({"table", "csv", "tsv", "json", "jsonl", "markdown"}))
        ->capture_default_str();
    command->add_flag("--render", options->render, "Draw the chart that the query asks for");
    command->add_option("--limit", options->limit, "Longest time that the query may take")
        ->capture_default_str();
    command->add_flag("--check", options->check, "Only say whether the query is valid");
    command->footer("Tables: requests, traces and the other tables of Application Insights; runs, metrics, "
                    "models, gates,\ndeployments, rollouts, audit, jobs. For example:\n"
                    "  signalboxctl query \"requests | summarize count() by resultCode\"");
    command->callback([=] { chosen([=](Context &context) { return query(context, *options); }); });
}

} // namespace signalbox::ctl
