#include "core/kql/run/key_index.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <limits>
#include <utility>

#include "core/base/pieces.h"
#include "core/kql/values/dynamic_json.h"

namespace signalbox::kql {

namespace {

constexpr std::uint32_t none = KeyIndex::none;
constexpr unsigned directBits = 16; // of a table that stays in the nearest cache

std::uint64_t wordOf(std::int64_t value)
{
    return static_cast<std::uint64_t>(value);
}

std::uint64_t wordOf(std::uint8_t value)
{
    return value;
}

std::uint64_t wordOf(double value)
{
    if (std::isnan(value))
        return std::bit_cast<std::uint64_t>(std::numeric_limits<double>::quiet_NaN());
    return std::bit_cast<std::uint64_t>(value == 0.0 ? 0.0 : value); // minus zero equals zero
}

// Calls `each` with the payload of the column's type as a span; not for texts and dynamics.
template<typename Each>
void withWords(const Column &column, const Each &each)
{
    if (column.type() == Type::Bool)
        each(column.bools());
    else if (column.type() == Type::Real)
        each(column.reals());
    else
        each(column.wholes());
}

// `numberOf` each value; neighbours are often equal, above all times in bins.
template<typename T, typename Number>
void numberWords(std::span<const T> values, std::span<std::uint32_t> numbers, const StopToken &stop,
                 const Number &numberOf)
{
    inPieces(numbers.size(), stop, [&](std::size_t first, std::size_t end) {
        std::uint64_t last = 0;
        std::uint32_t number = none;
        for (std::size_t row = first; row < end; ++row) {
            const std::uint64_t word = wordOf(values[row]);
            if (word != last || row == first) {
                number = numberOf(word);
                last = word;
            }
            numbers[row] = number;
        }
    });
}

// The same where some rows are null.
template<typename T, typename Number, typename Null>
void numberWords(std::span<const T> values, std::span<const std::uint8_t> nulls,
                 std::span<std::uint32_t> numbers, const StopToken &stop, const Number &numberOf,
                 const Null &null)
{
    forEachIndex(numbers.size(), stop, [&](std::size_t row) {
        numbers[row] = nulls[row] != 0 ? null() : numberOf(wordOf(values[row]));
    });
}

std::uint64_t pairOf(std::uint32_t left, std::uint32_t right)
{
    return (std::uint64_t{left} << 32U) | right;
}

// Whether a table of what each entry of the dictionary is costs less than to look at every row.
bool hasManyRows(const Column &column, std::size_t rows)
{
    return rows * 4 >= column.texts().dictionary->size();
}

} // namespace

std::size_t KeyIndex::Values::size() const
{
    return m_wholes.size() + m_texts.size() + (m_null != none ? 1 : 0);
}

std::size_t KeyIndex::Values::bytes() const
{
    return m_wholes.bytes() + m_texts.bytes() + m_numberOfEntry.size() * sizeof(std::uint32_t);
}

std::uint32_t KeyIndex::Values::addNull()
{
    if (m_null == none)
        m_null = static_cast<std::uint32_t>(size());
    return m_null;
}

void KeyIndex::Values::addTexts(const Column &column, std::span<std::uint32_t> numbers, const StopToken &stop)
{
    const Texts &texts = column.texts();
    const std::span<const std::uint32_t> codes(*texts.codes);
    const auto nullAt = [&column](std::size_t row) { return column.hasNulls() && column.isNull(row); };
    if (!hasManyRows(column, numbers.size())) {
        forEachIndex(numbers.size(), stop, [&](std::size_t row) {
            numbers[row] = nullAt(row) ? addNull() : shifted(m_texts.add(column.text(row)));
        });
        return;
    }
    if (m_dictionary != texts.dictionary) {
        m_dictionary = texts.dictionary;
        m_numberOfEntry.assign(m_dictionary->size(), none);
    }
    forEachIndex(numbers.size(), stop, [&](std::size_t row) {
        if (nullAt(row)) {
            numbers[row] = addNull();
            return;
        }
        std::uint32_t &number = m_numberOfEntry[codes[row]];
        if (number == none)
            number = shifted(m_texts.add((*m_dictionary)[codes[row]]));
        numbers[row] = number;
    });
}

std::vector<std::uint32_t> KeyIndex::Values::add(const Column &column, std::size_t rows,
                                                 const StopToken &stop)
{
    if (rows > 0 && column.isConstant())
        return std::vector<std::uint32_t>(rows, add(column.repeated(1).expanded(), 1, stop).front());
    std::vector<std::uint32_t> numbers(rows);
    if (isText(column.type())) {
        addTexts(column, numbers, stop);
    } else if (column.type() == Type::Dynamic) {
        forEachIndex(rows, stop, [&](std::size_t row) {
            numbers[row] =
                column.isNull(row) ? addNull() : shifted(m_texts.add(toJsonText(column.values()[row])));
        });
    } else {
        const auto number = [this](std::uint64_t word) { return shifted(m_wholes.add(word)); };
        withWords(column, [&](const auto &values) {
            if (column.hasNulls())
                numberWords(values, column.nulls(), numbers, stop, number, [this] { return addNull(); });
            else
                numberWords(values, numbers, stop, number);
        });
    }
    return numbers;
}

void KeyIndex::Values::findTexts(const Column &column, std::span<std::uint32_t> numbers) const
{
    const Texts &texts = column.texts();
    const std::span<const std::uint32_t> codes(*texts.codes);
    const auto nullAt = [&column](std::size_t row) { return column.hasNulls() && column.isNull(row); };
    std::vector<std::uint32_t> numberOfEntry;
    if (numbers.size() >= texts.dictionary->size())
        numberOfEntry = m_texts.find(*texts.dictionary);
    for (std::size_t row = 0; row < numbers.size(); ++row) {
        if (nullAt(row))
            numbers[row] = m_null;
        else
            numbers[row] =
                shifted(numberOfEntry.empty() ? m_texts.find(column.text(row)) : numberOfEntry[codes[row]]);
    }
}

std::vector<std::uint32_t> KeyIndex::Values::find(const Column &column, std::size_t rows) const
{
    if (rows > 0 && column.isConstant())
        return std::vector<std::uint32_t>(rows, find(column.repeated(1).expanded(), 1).front());
    std::vector<std::uint32_t> numbers(rows);
    if (isText(column.type())) {
        findTexts(column, numbers);
    } else if (column.type() == Type::Dynamic) {
        for (std::size_t row = 0; row < rows; ++row)
            numbers[row] =
                column.isNull(row) ? m_null : shifted(m_texts.find(toJsonText(column.values()[row])));
    } else {
        const auto number = [this](std::uint64_t word) { return shifted(m_wholes.find(word)); };
        withWords(column, [&](const auto &values) {
            if (column.hasNulls())
                numberWords(values, column.nulls(), numbers, {}, number, [this] { return m_null; });
            else
                numberWords(values, numbers, {}, number);
        });
    }
    return numbers;
}

std::size_t KeyIndex::Pairs::bytes() const
{
    return m_table.size() * sizeof(std::uint32_t) + m_pairs.size() * sizeof(std::uint64_t) + m_wholes.bytes();
}

void KeyIndex::Pairs::makeRoom(std::size_t lefts, std::size_t rights)
{
    const auto leftBits = static_cast<unsigned>(std::bit_width(lefts));
    const auto rightBits = static_cast<unsigned>(std::bit_width(rights));
    if (!m_direct || (leftBits <= m_leftBits && rightBits <= m_rightBits && !m_table.empty()))
        return;
    m_leftBits = std::max(leftBits, m_leftBits);
    m_rightBits = std::max(rightBits, m_rightBits);
    m_table.clear();
    if (m_leftBits + m_rightBits > directBits) {
        m_direct = false;
        for (const std::uint64_t pair : std::exchange(m_pairs, {}))
            static_cast<void>(m_wholes.add(pair)); // in the order of their numbers, which they keep
        return;
    }
    m_table.resize(std::size_t{1} << (m_leftBits + m_rightBits), none);
    for (std::size_t i = 0; i < m_pairs.size(); ++i)
        m_table[((m_pairs[i] >> 32U) << m_rightBits) | (m_pairs[i] & none)] = static_cast<std::uint32_t>(i);
}

void KeyIndex::Pairs::add(std::span<std::uint32_t> left, std::span<const std::uint32_t> right,
                          std::size_t lefts, std::size_t rights, const StopToken &stop)
{
    makeRoom(lefts, rights);
    std::size_t numbered = 0;
    const auto number = [&](std::size_t row) {
        if (!m_direct)
            return m_wholes.add(pairOf(left[row], right[row]));
        std::uint32_t &known = m_table[(std::size_t{left[row]} << m_rightBits) | right[row]];
        if (known == none) {
            known = static_cast<std::uint32_t>(m_pairs.size());
            m_pairs.push_back(pairOf(left[row], right[row]));
        }
        return known;
    };
    inPieces(left.size(), stop, [&](std::size_t first, std::size_t end) {
        for (std::size_t row = first; row < end; ++row)
            left[row] = number(row);
        numbered = end;
    });
    std::ranges::fill(left.subspan(numbered), 0U);
}

void KeyIndex::Pairs::find(std::span<std::uint32_t> left, std::span<const std::uint32_t> right) const
{
    for (std::size_t row = 0; row < left.size(); ++row) {
        if (left[row] == none || right[row] == none)
            left[row] = none;
        else if (m_direct)
            left[row] =
                m_table.empty() ? none : m_table[(std::size_t{left[row]} << m_rightBits) | right[row]];
        else
            left[row] = m_wholes.find(pairOf(left[row], right[row]));
    }
}

std::vector<std::uint32_t> KeyIndex::add(std::span<const Column> keys, std::size_t rows,
                                         const StopToken &stop)
{
    if (keys.empty()) {
        m_emptyKeys = std::max<std::size_t>(m_emptyKeys, rows > 0 ? 1 : 0);
        return std::vector<std::uint32_t>(rows, 0);
    }
    m_values.resize(keys.size());
    m_pairs.resize(keys.size() - 1);
    std::vector<std::uint32_t> numbers = m_values[0].add(keys[0], rows, stop);
    for (std::size_t i = 1; i < keys.size(); ++i) {
        const std::vector<std::uint32_t> right = m_values[i].add(keys[i], rows, stop);
        m_pairs[i - 1].add(numbers, right, i == 1 ? m_values[0].size() : m_pairs[i - 2].size(),
                           m_values[i].size(), stop);
    }
    return numbers;
}

std::vector<std::uint32_t> KeyIndex::find(std::span<const Column> keys, std::size_t rows) const
{
    if (keys.empty())
        return std::vector<std::uint32_t>(rows, m_emptyKeys > 0 ? 0 : none);
    if (m_values.empty())
        return std::vector<std::uint32_t>(rows, none);
    std::vector<std::uint32_t> numbers = m_values[0].find(keys[0], rows);
    for (std::size_t i = 1; i < keys.size(); ++i)
        m_pairs[i - 1].find(numbers, m_values[i].find(keys[i], rows));
    return numbers;
}

std::size_t KeyIndex::size() const
{
    if (m_values.empty())
        return m_emptyKeys;
    return m_pairs.empty() ? m_values.front().size() : m_pairs.back().size();
}

std::size_t KeyIndex::bytes() const
{
    std::size_t total = 0;
    for (const Values &values : m_values)
        total += values.bytes();
    for (const Pairs &pairs : m_pairs)
        total += pairs.bytes();
    return total;
}

} // namespace signalbox::kql
