// Whole files, read with a limit and written so that a reader sees the old text or the new one, never half.
// Thread-safe.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox {

// Paths are UTF-8 text everywhere in the core; these two are the only places where they change form.
[[nodiscard]] std::filesystem::path toPath(std::string_view utf8);
[[nodiscard]] std::string toUtf8(const std::filesystem::path &path);

// NotFound, InvalidArgument for a folder, ResourceExhausted if larger than `limitBytes`, or Io.
[[nodiscard]] Result<std::string> readFile(const std::filesystem::path &path,
                                           std::uint64_t limitBytes = std::uint64_t{1} << 30U);

// Writes a sibling file, flushes it to the disk and renames it over `path`; folders on the way are made.
[[nodiscard]] Status writeFile(const std::filesystem::path &path, std::string_view bytes);

} // namespace signalbox
