// A piece of query text as byte offsets. Tokens, tree nodes and diagnostics all say where they stand with it.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace signalbox::kql {

struct Span
{
    std::uint32_t begin = 0;
    std::uint32_t end = 0; // one past the last byte

    [[nodiscard]] std::string_view of(std::string_view text) const
    {
        return text.substr(begin, std::size_t{end} - begin);
    }

    friend bool operator==(const Span &, const Span &) = default;
};

[[nodiscard]] inline Span join(Span a, Span b)
{
    return {.begin = std::min(a.begin, b.begin), .end = std::max(a.end, b.end)};
}

} // namespace signalbox::kql
