// One test of a column's cells, made once and asked for every row; what shownRows() filters by. A text of a
// dictionary is tested once, however many rows have it. Not thread-safe: it remembers answers.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/base/result.h"
#include "core/kql/results/cell_access.h"

namespace signalbox::kql {

class RowFilter
{
public:
    // Reads the text of a ColumnFilter; see there.
    [[nodiscard]] static Result<RowFilter> compile(std::string_view text, Type type);
    // Looks for `word` inside the cell's text.
    [[nodiscard]] static RowFilter containing(std::string_view word);

    [[nodiscard]] bool keeps(const CellPlace &cell);

private:
    using Test = std::function<bool(const CellPlace &)>;
    explicit RowFilter(Test test)
        : m_test(std::move(test))
    {
    }

    Test m_test;
    // Answers by entry of the dictionary: 0 not asked yet, 1 no, 2 yes.
    std::unordered_map<const void *, std::vector<std::uint8_t>> m_answers = {};
    const void *m_last = nullptr;
    std::vector<std::uint8_t> *m_lastAnswers = nullptr;
};

} // namespace signalbox::kql
