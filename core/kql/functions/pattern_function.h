// Functions of a regular expression and texts: the pattern is compiled once when it is a constant, and a bad
// constant is refused while binding, with what is wrong in it.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/regex.h"

namespace signalbox::kql {

// The compiled pattern of a constant, or a compiler for patterns that come with the rows.
class PatternCache
{
public:
    PatternCache() = default;
    explicit PatternCache(Regex regex)
        : m_fixed(std::make_shared<const Regex>(std::move(regex)))
    {
    }

    // Null if `pattern` cannot be read. Thread-safe.
    [[nodiscard]] std::shared_ptr<const Regex> regex(std::string_view pattern) const
    {
        if (m_fixed)
            return m_fixed;
        auto compiled = Regex::compile(pattern);
        return compiled ? std::make_shared<const Regex>(*std::move(compiled)) : nullptr;
    }

private:
    std::shared_ptr<const Regex> m_fixed;
};

// The binder of overloads that `make` builds around the pattern in argument `patternIndex`.
[[nodiscard]] FunctionBinder patternBinder(std::string name, std::size_t patternIndex,
                                           std::function<std::vector<Overload>(const PatternCache &)> make);

} // namespace signalbox::kql
