// A column of Kusto values, the unit that every kernel and operator works on. Immutable and cheap to copy
// (payloads are shared), so columns pass freely between operators and threads. A constant column stores one
// value for all rows.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "core/base/text_list.h"
#include "core/kql/values/type.h"
#include "core/kql/values/value.h"

namespace signalbox::kql {

// One byte a row, 1 = null; none at all when no row is null. Strings are never null.
using Nulls = std::shared_ptr<const std::vector<std::uint8_t>>;

// Text of row i is (*dictionary)[(*codes)[i]]. The dictionary may hold a text twice and texts that no row
// uses.
struct Texts
{
    std::shared_ptr<const TextList> dictionary;
    std::shared_ptr<const std::vector<std::uint32_t>> codes;
};

class Column;
struct PendingColumn;

// Makes the rows of a column when they are first looked at. Never fails: what can go wrong is told elsewhere.
using ColumnMaker = std::function<Column()>;

class Column
{
public:
    Column() = default; // strings, no rows

    // Each takes one entry a row; the entry of a null row may be anything. `type` says which of the types
    // that share a payload it is: Int Long DateTime TimeSpan, or String Guid Decimal.
    [[nodiscard]] static Column ofBools(std::vector<std::uint8_t> values, Nulls nulls = {});
    [[nodiscard]] static Column ofWholes(Type type, std::vector<std::int64_t> values, Nulls nulls = {});
    [[nodiscard]] static Column ofReals(std::vector<double> values, Nulls nulls = {});
    [[nodiscard]] static Column ofTexts(Type type, Texts texts, Nulls nulls = {});
    // Stores every text on its own.
    [[nodiscard]] static Column ofTexts(Type type, TextList texts, Nulls nulls = {});
    [[nodiscard]] static Column ofValues(std::vector<Value> values); // Dynamic; null values are its nulls

    // Payloads that something else keeps alive too, such as the chunk of a segment.
    [[nodiscard]] static Column share(Type type, std::shared_ptr<const std::vector<std::int64_t>> values,
                                      Nulls nulls);
    [[nodiscard]] static Column share(std::shared_ptr<const std::vector<double>> values, Nulls nulls);

    // `value` is null or of `type`; a null string is "".
    [[nodiscard]] static Column constant(Type type, const Value &value, std::size_t rows);
    [[nodiscard]] static Column null(Type type, std::size_t rows) { return constant(type, Value(), rows); }

    // A column that nobody may ever look at, such as one of a segment: `make` gives its `rows` rows of `type`
    // at the first look, once, on the thread of whoever looks. Gathering it and joining it to others waits
    // too.
    [[nodiscard]] static Column later(Type type, std::size_t rows, ColumnMaker make);
    [[nodiscard]] bool isPending() const;
    // The same column, made.
    [[nodiscard]] const Column &made() const { return m_pending ? madeNow() : *this; }

    [[nodiscard]] Type type() const { return m_type; }
    [[nodiscard]] std::size_t size() const { return m_size; }
    [[nodiscard]] bool isConstant() const { return m_constant; } // never if it was made later
    // False promises that no row is null.
    [[nodiscard]] bool hasNulls() const { return made().m_nulls != nullptr; }
    [[nodiscard]] bool isNull(std::size_t row) const
    {
        const Nulls &nulls = made().m_nulls;
        return nulls && (*nulls)[stored(row)] != 0;
    }

    // What is stored: one entry for a constant, else one a row. Ask only for the payload of the type.
    [[nodiscard]] std::span<const std::uint8_t> bools() const;
    [[nodiscard]] std::span<const std::int64_t> wholes() const;
    [[nodiscard]] std::span<const double> reals() const;
    [[nodiscard]] const Texts &texts() const;
    [[nodiscard]] std::span<const Value> values() const;
    [[nodiscard]] std::span<const std::uint8_t> nulls() const; // empty if there are none
    [[nodiscard]] const Nulls &sharedNulls() const { return made().m_nulls; }
    // Where the entry of `row` is stored.
    [[nodiscard]] std::size_t stored(std::size_t row) const { return m_constant ? 0 : row; }

    [[nodiscard]] std::string_view text(std::size_t row) const;
    // Any row as a Value; for results and rare paths.
    [[nodiscard]] Value value(std::size_t row) const;

    // The one stored row as a constant of `rows` rows; of a constant or a column of one row.
    [[nodiscard]] Column repeated(std::size_t rows) const;
    // The rows in the given order; a row may come twice or not at all.
    [[nodiscard]] Column gather(std::span<const std::uint32_t> rows) const;
    // The same; a pending column keeps `rows` instead of a copy.
    [[nodiscard]] Column gather(const std::shared_ptr<const std::vector<std::uint32_t>> &rows) const;
    [[nodiscard]] Column slice(std::size_t first, std::size_t count) const;
    // Never constant.
    [[nodiscard]] Column expanded() const;
    // The same payload under another type that shares it (long as datetime, guid as string).
    [[nodiscard]] Column retyped(Type type) const;
    // The same payload with other nulls; for kernels.
    [[nodiscard]] Column withNulls(Nulls nulls) const;

    // About how much memory the payload takes, counting a dictionary once for every column that shares it.
    // Nothing while the column is pending.
    [[nodiscard]] std::size_t bytes() const;

private:
    using Payload = std::variant<
        std::shared_ptr<const std::vector<std::uint8_t>>, std::shared_ptr<const std::vector<std::int64_t>>,
        std::shared_ptr<const std::vector<double>>, Texts, std::shared_ptr<const std::vector<Value>>>;

    Column(Type type, std::size_t size, bool constant, Payload payload, Nulls nulls);
    [[nodiscard]] const Column &madeNow() const;

    Type m_type = Type::String;
    bool m_constant = false;
    std::size_t m_size = 0;
    Payload m_payload = Texts{};
    Nulls m_nulls;
    std::shared_ptr<PendingColumn> m_pending; // then the two above are empty
};

// The rows of all columns, one after another; all have the same type. No columns give an empty column of
// `type`.
[[nodiscard]] Column concatenate(Type type, std::span<const Column> columns);

} // namespace signalbox::kql
