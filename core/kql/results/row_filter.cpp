#include "core/kql/results/row_filter.h"

#include <array>
#include <cmath>
#include <compare>
#include <memory>

#include <fmt/format.h>

#include "core/base/text.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/results/cell_text.h"
#include "core/kql/values/text_to_value.h"

namespace signalbox::kql {

namespace {

bool isEmptyCell(const CellPlace &cell)
{
    return cell.isNull() || (cell.column->type() == Type::String && cell.column->text(cell.row).empty());
}

using Accepts = bool (*)(std::weak_ordering);

struct Sign
{
    std::string_view text;
    Accepts accepts;
};

// Longer signs first.
constexpr std::array<Sign, 7> signs = {
    Sign{"!=", [](std::weak_ordering o) { return o != 0; }},
    Sign{">=", [](std::weak_ordering o) { return o >= 0; }},
    Sign{"<=", [](std::weak_ordering o) { return o <= 0; }},
    Sign{"==", [](std::weak_ordering o) { return o == 0; }},
    Sign{"=", [](std::weak_ordering o) { return o == 0; }},
    Sign{">", [](std::weak_ordering o) { return o > 0; }},
    Sign{"<", [](std::weak_ordering o) { return o < 0; }},
};

} // namespace

Result<RowFilter> RowFilter::compile(std::string_view text, Type type)
{
    for (const Sign &sign : signs) {
        if (!text.starts_with(sign.text))
            continue;
        const std::string_view operand = trimmed(text.substr(sign.text.size()));
        const bool differs = sign.text == "!=";
        if (operand.empty()) {
            if (sign.accepts(std::weak_ordering::equivalent) || differs)
                return RowFilter([differs](const CellPlace &cell) { return isEmptyCell(cell) != differs; });
            return failure(ErrorCode::InvalidArgument, fmt::format("Write a value after '{}'.", sign.text));
        }
        const bool asText = type == Type::Dynamic || type == Type::String;
        const Value wanted = asText ? Value::ofString(std::string(operand))
                                    // An int or long may well be compared with 1.5.
                                    : valueFromText(operand, isInteger(type) ? Type::Real : type);
        if (wanted.isNull())
            return failure(ErrorCode::InvalidArgument,
                           fmt::format("'{}' is no {}, which the column holds.", operand, typeName(type)));
        return RowFilter([wanted, asText, differs, accepts = sign.accepts](const CellPlace &cell) {
            if (cell.isNull())
                return differs;
            return accepts(order(asText ? Value::ofString(cellText(cell)) : cell.value(), wanted));
        });
    }
    return containing(text);
}

RowFilter RowFilter::containing(std::string_view word)
{
    return RowFilter([folded = lowerCase(word)](const CellPlace &cell) {
        return lowerCase(cellText(cell)).find(folded) != std::string::npos;
    });
}

bool RowFilter::keeps(const CellPlace &cell)
{
    const Type type = cell.column->type();
    if (cell.column->hasNulls() || (type != Type::String && type != Type::Guid))
        return m_test(cell);
    const Texts &texts = cell.column->texts();
    if (m_last != texts.dictionary.get()) {
        m_last = texts.dictionary.get();
        m_lastAnswers = &m_answers[m_last];
        m_lastAnswers->resize(texts.dictionary->size(), 0);
    }
    std::uint8_t &answer = (*m_lastAnswers)[(*texts.codes)[cell.column->stored(cell.row)]];
    if (answer == 0)
        answer = m_test(cell) ? 2 : 1;
    return answer == 2;
}

} // namespace signalbox::kql
