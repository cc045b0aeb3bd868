// Reads comma-separated values (RFC 4180) into a Table. The first line names the columns; a column is whole
// numbers if all its fields are, else real numbers if all are, else text. An empty field is a missing value.
// Accepts a UTF-8 byte order mark, LF and CRLF; skips blank lines where there are several columns.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string_view>

#include "core/base/result.h"
#include "core/learn/dataset.h"

namespace signalbox::learn {

inline constexpr std::uint64_t csvLimitBytes = std::uint64_t{1} << 30U;

// NotFound, Io, ResourceExhausted above `limitBytes`, or InvalidArgument with file, line, column and remedy.
[[nodiscard]] Result<Table> readCsv(const std::filesystem::path &path,
                                    std::uint64_t limitBytes = csvLimitBytes);

// The same for text in memory; `source` is what errors call it.
[[nodiscard]] Result<Table> parseCsv(std::string_view text, std::string_view source);

} // namespace signalbox::learn
