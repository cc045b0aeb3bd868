// Query files as people save them: UTF-8 with or without a mark, and the UTF-16 that PowerShell writes.
// Whoever reads a query from a file or a pipe passes it through here first. Pure.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::kql {

// `bytes` as UTF-8 without a byte order mark. Also undoes UTF-16 that somebody read as UTF-8, where every
// ASCII letter is followed by a zero byte.
[[nodiscard]] std::string decodeQueryText(std::string_view bytes);

} // namespace signalbox::kql
