// A result as text: files that people export, what the clipboard takes, and a datatable expression that
// reads back as the same table. The Logs page and signalboxctl use it. Thread-safe; made for the pool: long
// work stops when it is asked to.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/engine.h"

namespace signalbox::kql {

enum class TextFormat : std::uint8_t {
    Csv,       // RFC 4180: lines end with CR LF, the first has the names
    Tsv,       // tabs and line breaks inside a cell become spaces
    Markdown,  // a table with numbers to the right
    Json,      // an array of objects
    JsonLines, // an object a line
    Datatable, // datatable(name:type, …)[…]
};

// "csv", "tsv", "md", "json", "jsonl", "kql".
[[nodiscard]] std::string_view fileExtension(TextFormat format);

struct TextOptions
{
    // Which rows, in which order, and which columns; all of them if not given.
    std::optional<std::vector<std::uint32_t>> rows = {};
    std::optional<std::vector<std::size_t>> columns = {};
    bool header = true; // names of columns, in CSV and TSV
    StopToken stop = {};
    std::function<void(std::size_t)> progress = {}; // rows written, now and then, on the calling thread
};

// Cancelled if it was stopped; ResourceExhausted beyond a gigabyte of text.
[[nodiscard]] Result<std::string> tableText(const ResultTable &table, TextFormat format,
                                            const TextOptions &options = {});

// Writes the file whole or not at all. As tableText, and Io.
[[nodiscard]] Status exportTable(const ResultTable &table, TextFormat format,
                                 const std::filesystem::path &path, const TextOptions &options = {});

} // namespace signalbox::kql
