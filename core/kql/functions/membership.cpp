#include "core/kql/functions/membership.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <unordered_set>
#include <utility>

#include "core/kql/functions/library.h"
#include "core/kql/functions/overload.h"
#include "core/kql/functions/unicode.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

// A set of items that is asked for the rows of a column of `type`.
class Items
{
public:
    Items(const std::vector<Value> &items, Type type, bool ignoreCase)
        : m_type(type == Type::Int ? Type::Long : type)
        , m_ignoreCase(ignoreCase)
    {
        for (const Value &item : items)
            insert(item);
    }

    [[nodiscard]] bool contains(const Column &column, std::size_t row) const
    {
        if (column.isNull(row))
            return false;
        const std::size_t at = column.stored(row);
        switch (column.type()) {
        case Type::Int:
        case Type::Long:
        case Type::DateTime:
        case Type::TimeSpan:
            return m_wholes.contains(column.wholes()[at]);
        case Type::Real:
            return m_reals.contains(column.reals()[at]);
        case Type::Bool:
            return m_wholes.contains(column.bools()[at]);
        case Type::Dynamic:
            return m_texts.contains(key(elementToText(column.values()[at])));
        default:
            return m_texts.contains(key(std::string(column.text(row))));
        }
    }

private:
    [[nodiscard]] std::string key(std::string text) const
    {
        return m_ignoreCase ? lowerCase(text) : std::move(text);
    }

    void insert(const Value &item)
    {
        if (item.isNull())
            return;
        if (m_type == Type::Dynamic || m_type == Type::String || m_type == Type::Guid) {
            m_texts.insert(key(elementToText(item)));
        } else if (m_type == Type::Long && item.is(Type::Real)) {
            // 2.5 is no long; 2.0 is one.
            if (const auto whole = realToLong(item.real());
                whole && static_cast<double>(*whole) == item.real())
                m_wholes.insert(*whole);
        } else if (const Value same = castValue(item, m_type); same.is(Type::Real)) {
            m_reals.insert(same.real());
        } else if (same.is(Type::Bool)) {
            m_wholes.insert(same.boolean() ? 1 : 0);
        } else if (same.isWhole()) {
            m_wholes.insert(same.whole());
        } else if (same.isText()) {
            m_texts.insert(key(same.text()));
        }
    }

    Type m_type;
    bool m_ignoreCase;
    std::unordered_set<std::int64_t> m_wholes;
    std::unordered_set<double> m_reals;
    std::unordered_set<std::string> m_texts;
};

Column memberRows(std::span<const Column> columns, std::size_t rows, bool ignoreCase, bool negated)
{
    const Column &values = columns[0];
    const auto listed = columns.subspan(1);
    const bool fixed = areConstant(listed);
    std::vector<std::uint8_t> results(rows);
    std::optional<Items> items;
    for (std::size_t row = 0; row < rows; ++row) {
        if (!fixed || !items)
            items.emplace(itemsOf(listed, row), values.type(), ignoreCase);
        results[row] = items->contains(values, row) != negated ? 1 : 0;
    }
    return Column::ofBools(std::move(results));
}

bool canHold(const Argument &value, const Argument &item)
{
    if (value.unknown || item.unknown || value.type == Type::Dynamic || item.type == Type::Dynamic)
        return true;
    return value.type == item.type || (isNumeric(value.type) && isNumeric(item.type)) ||
           (isText(value.type) && isText(item.type) && value.type != Type::Decimal);
}

void addIn(FunctionRegistry &registry, std::string name, std::string help, bool ignoreCase, bool negated)
{
    FunctionBinder binder = [name, ignoreCase,
                             negated](std::span<const Argument> arguments) -> Result<BoundFunction> {
        const Argument &value = arguments[0];
        const bool isTextual = value.unknown || value.type == Type::String || value.type == Type::Dynamic;
        const auto fits = [&value](const Argument &item) { return canHold(value, item); };
        if ((ignoreCase && !isTextual) || !std::ranges::all_of(arguments.subspan(1), fits))
            return refuseArguments("'" + name + "'", "a value and a list of values of its type", arguments);
        return BoundFunction{
            .result = Type::Bool,
            .kernel = sparing([ignoreCase, negated](std::span<const Column> columns, std::size_t rows,
                                                    const EvalContext &) -> Result<Column> {
                return memberRows(columns, rows, ignoreCase, negated);
            })};
    };
    registry.add(ScalarFunction{.name = std::move(name),
                                .parameters = {},
                                .help = std::move(help),
                                .minimumArguments = 1,
                                .maximumArguments = manyItems,
                                .binder = std::move(binder),
                                .isOperator = true});
}

} // namespace

bool areConstant(std::span<const Column> columns)
{
    return std::ranges::all_of(columns, &Column::isConstant);
}

std::vector<Value> itemsOf(std::span<const Column> columns, std::size_t row)
{
    std::vector<Value> items;
    for (const Column &column : columns) {
        Value value = column.value(row);
        if (value.isArray())
            items.insert(items.end(), value.array().begin(), value.array().end());
        else
            items.push_back(std::move(value));
    }
    return items;
}

std::vector<std::string> textsOf(std::span<const Column> columns, std::size_t row)
{
    std::vector<std::string> texts;
    for (const Value &item : itemsOf(columns, row))
        texts.push_back(elementToText(item));
    return texts;
}

void addMembership(FunctionRegistry &registry)
{
    addIn(registry, "in", "Whether a value is in a list; texts with their case.", false, false);
    addIn(registry, "!in", "Whether a value is not in a list; texts with their case.", false, true);
    addIn(registry, "in~", "Whether a text is in a list, ignoring case.", true, false);
    addIn(registry, "!in~", "Whether a text is not in a list, ignoring case.", true, true);
}

} // namespace signalbox::kql
