// Kusto's regular expressions, by RE2: no look-around and no back-references in a pattern. \d, \w and \s take
// the digits, letters and blanks of every alphabet, as Kusto's do. Cheap to copy, thread-safe.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/base/result.h"

namespace signalbox::kql {

class Regex
{
public:
    // Fails with what is wrong with the pattern.
    [[nodiscard]] static Result<Regex> compile(std::string_view pattern);

    [[nodiscard]] bool matches(std::string_view text) const; // somewhere
    [[nodiscard]] std::size_t groupCount() const;
    // Name of group `index` (from 1), or "".
    [[nodiscard]] std::string groupName(std::size_t index) const;

    // The first match at or after `from`: the whole and then each group; a group that took no part has no
    // data().
    [[nodiscard]] std::optional<std::vector<std::string_view>> find(std::string_view text,
                                                                    std::size_t from = 0) const;
    // Every match from left to right, none within another.
    [[nodiscard]] std::vector<std::vector<std::string_view>> findAll(std::string_view text) const;
    // All matches replaced; \0 to \9 in `rewrite` stand for groups.
    [[nodiscard]] std::string replaceAll(std::string_view text, std::string_view rewrite) const;

private:
    struct Program;
    explicit Regex(std::shared_ptr<const Program> program);

    std::shared_ptr<const Program> m_program;
};

// `text` with what a pattern takes specially escaped.
[[nodiscard]] std::string quotedForRegex(std::string_view text);

} // namespace signalbox::kql
