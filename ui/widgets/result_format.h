// How a column of a query's result reads on the screen: numbers in groups of three with as many decimals as
// the column needs, times without the zeros that none of them uses. Made once for a column by looking at its
// first rows. Pure, cheap to copy.
#pragma once

#include <QString>

#include "core/kql/results/cell_access.h"

namespace signalbox::ui {

class ResultFormat
{
public:
    ResultFormat() = default;
    // Looks at the first few hundred rows only.
    ResultFormat(const kql::CellAccess &cells, std::size_t column);

    // One line; "" for an empty text and "null" for a null.
    [[nodiscard]] QString text(const kql::CellPlace &cell) const;
    [[nodiscard]] QString text(const kql::Value &value, kql::Type type) const;

private:
    int m_decimals = 0;
    int m_fraction = 0; // digits after the seconds
};

// Numbers and spans stand to the right, so that their digits stand under one another.
[[nodiscard]] bool standsRight(kql::Type type);
// The whole value: pretty JSON for arrays and bags, every digit of a number, lines of a text as they are.
[[nodiscard]] QString wholeText(const kql::Value &value);
// "text", "whole number", "time" … for tool tips.
[[nodiscard]] QString typeWords(kql::Type type);

} // namespace signalbox::ui
