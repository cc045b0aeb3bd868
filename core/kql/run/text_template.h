// Patterns of parse that are plain texts with gaps, read without a regular expression. It follows the way
// that the expression would try first; where that fails but another might not, it says so. Thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::kql {

struct TemplatePart
{
    enum class Kind : std::uint8_t {
        Literal, // this text
        Skip,    // as little as it can be
        Text,    // the same, and kept
        Whole,   // digits with a sign, kept
        Real,    // digits with a fraction and an exponent, kept
    };

    Kind kind = Kind::Literal;
    std::string literal = {};
};

class TextTemplate
{
public:
    enum class Answer : std::uint8_t { Fits, FitsNot, AskExpression };

    TextTemplate() = default; // asks the expression for every text
    // A Skip that is followed by a number is not understood and makes a template that always asks.
    explicit TextTemplate(std::vector<TemplatePart> parts);

    // Puts what is kept into `kept` if the whole text fits.
    [[nodiscard]] Answer read(std::string_view text, std::vector<std::string_view> &kept) const;

private:
    std::vector<TemplatePart> m_parts;
};

} // namespace signalbox::kql
