// make_list(), make_set() and their forms. Elements of arrays are taken one by one; nulls are left out, but
// those of a dynamic column are elements like others, as in the real engine.
#include <algorithm>
#include <cstdint>
#include <vector>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/distinct_values.h"
#include "core/kql/functions/library.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

namespace {

constexpr std::int64_t mostElements = 1'048'576; // the service's limit

struct ListOptions
{
    std::size_t maximum = mostElements;
    bool distinct = false;
    bool withNulls = false;
};

class ListAggregator final : public Aggregator
{
public:
    explicit ListAggregator(ListOptions options)
        : m_options(options)
    {
    }

    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &context) override
    {
        m_stop = context.stop;
        m_lists.resize(groups);
        const Column &column = arguments[0];
        m_type = column.type();
        if (column.type() == Type::Dynamic)
            addDynamics(column, group);
        else if (m_options.distinct)
            addDistinct(column, group);
        else if (m_options.withNulls)
            addEach(column, group, true);
        else
            addEach(column, group, false);
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        m_lists.resize(groups);
        auto &from = static_cast<ListAggregator &>(other);
        for (std::size_t g = 0; g < from.m_lists.size(); ++g) {
            if (g % 64 == 63 && from.m_stop.stopRequested())
                break;
            Value::Array &list = from.m_lists[g];
            const std::vector<std::uint64_t> hashes =
                m_options.distinct ? from.hashesOf(list) : std::vector<std::uint64_t>();
            for (std::size_t i = 0; i < list.size() && !isFull(map[g]); ++i) {
                if (!m_options.distinct || m_set.insert(map[g], hashes[i]))
                    append(map[g], std::move(list[i]));
            }
        }
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_lists.resize(groups);
        std::vector<Value> values;
        values.reserve(groups);
        for (Value::Array &list : m_lists)
            values.push_back(Value::ofArray(std::move(list)));
        return std::vector{Column::ofValues(std::move(values))};
    }

    [[nodiscard]] std::size_t bytes() const override
    {
        return m_set.bytes() + m_lists.size() * sizeof(Value::Array) + m_elements * elementBytes;
    }

private:
    static constexpr std::size_t elementBytes = 64; // a value, with a short text

    [[nodiscard]] bool isFull(std::uint32_t g) const { return m_lists[g].size() >= m_options.maximum; }

    void append(std::uint32_t g, Value value)
    {
        m_lists[g].push_back(std::move(value));
        ++m_elements;
    }

    // The numbers that told the elements apart when they came.
    [[nodiscard]] std::vector<std::uint64_t> hashesOf(const Value::Array &list)
    {
        ColumnBuilder builder(m_type, list.size());
        for (const Value &value : list)
            builder.appendValue(value);
        const Column column = builder.finish();
        const std::span<const std::uint64_t> hashes = m_valueHashes.of(column);
        if (!isText(m_type))
            return {hashes.begin(), hashes.end()};
        std::vector<std::uint64_t> each;
        for (const std::uint32_t code : *column.texts().codes)
            each.push_back(hashes[code]);
        return each;
    }

    void addEach(const Column &column, std::span<const std::uint32_t> group, bool withNulls)
    {
        ValueCache cache(column);
        for (std::size_t row = 0; row < group.size(); ++row) {
            const std::uint32_t g = group[row];
            if (isFull(g) || (!withNulls && column.isNull(row)))
                continue;
            append(g, column.isNull(row) ? Value() : cache.value(row));
        }
    }

    void addDistinct(const Column &column, std::span<const std::uint32_t> group)
    {
        ValueCache cache(column);
        const std::span<const std::uint64_t> hashes = m_valueHashes.of(column);
        const std::uint32_t *codes = isText(column.type()) ? column.texts().codes->data() : nullptr;
        forEachFilled(column, group.size(), [&](std::size_t row, std::size_t stored) {
            const std::uint32_t g = group[row];
            const std::uint64_t hash = hashes[codes != nullptr ? codes[stored] : stored];
            if (!isFull(g) && m_set.insert(g, hash))
                append(g, cache.value(row));
        });
    }

    void addDynamics(const Column &column, std::span<const std::uint32_t> group)
    {
        const std::span<const Value> values = column.values();
        for (std::size_t row = 0; row < group.size(); ++row) {
            const Value &value = values[column.stored(row)];
            if (!value.isArray() || m_options.withNulls) {
                addDynamic(group[row], value);
                continue;
            }
            for (const Value &element : value.array())
                addDynamic(group[row], element);
        }
    }

    void addDynamic(std::uint32_t g, const Value &value)
    {
        if (isFull(g))
            return;
        if (!m_options.distinct)
            return append(g, value);
        const std::uint64_t hash = m_valueHashes.of(Column::ofValues({value}))[0];
        if (m_set.insert(g, hash))
            append(g, value);
    }

    // Makes one Value for each text of the dictionary, which its rows share.
    class ValueCache
    {
    public:
        explicit ValueCache(const Column &column)
            : m_column(column)
        {
            if (isText(column.type()))
                m_texts.resize(column.texts().dictionary->size());
        }

        Value value(std::size_t row)
        {
            if (m_texts.empty())
                return m_column.value(row);
            Value &kept = m_texts[(*m_column.texts().codes)[m_column.stored(row)]];
            if (kept.isNull())
                kept = m_column.value(row);
            return kept;
        }

    private:
        const Column &m_column;
        std::vector<Value> m_texts = {};
    };

    ListOptions m_options;
    StopToken m_stop = {};
    std::vector<Value::Array> m_lists = {};
    Type m_type = Type::Dynamic; // of the argument
    ValueHashes m_valueHashes = {};
    DistinctSet m_set = {};
    std::size_t m_elements = 0;
};

AggregateBinder listBinder(const std::string &function, std::string_view prefix, ListOptions options)
{
    return [name = nameOf(prefix), function,
            options](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        SIGNALBOX_TRY(const std::int64_t maximum, wholeArgument(function, "maxSize", arguments, 1,
                                                                static_cast<std::int64_t>(options.maximum)));
        ListOptions own = options;
        own.maximum = static_cast<std::size_t>(std::clamp<std::int64_t>(maximum, 0, mostElements));
        BoundAggregate bound =
            oneOutput(name, Type::Dynamic, [own] { return std::make_unique<ListAggregator>(own); });
        bound.ordered = true;
        return bound;
    };
}

void addList(FunctionRegistry &registry, const std::string &name, std::string_view prefix,
             const std::string &what, ListOptions options)
{
    addWithCondition(
        registry,
        {.name = name,
         .parameters = {"expr", "maxSize"},
         .help = "An array of " + what + " of the group, with at most maxSize elements.",
         .minimumArguments = 1,
         .maximumArguments = 2},
        prefix, [&](std::string_view own) { return listBinder(name, own, options); },
        {.name = name + "_if",
         .prefix = std::string(prefix),
         .help = "An array of " + what + " over the rows of the group for which the predicate is true."});
}

void addOldList(FunctionRegistry &registry, const std::string &name, const std::string &replacement,
                std::string_view prefix, bool distinct)
{
    registry.add(AggregateFunction{.name = name,
                                   .parameters = {"expr", "maxSize"},
                                   .help = "As " + replacement +
                                           "(), but with at most 128 elements where maxSize is not given.",
                                   .minimumArguments = 1,
                                   .maximumArguments = 2,
                                   .binder = listBinder(name, prefix, {.maximum = 128, .distinct = distinct}),
                                   .replacement = replacement});
}

} // namespace

void addLists(FunctionRegistry &registry)
{
    addList(registry, "make_list", "list", "the values", {});
    addList(registry, "make_set", "set", "the different values", {.distinct = true});
    addOldList(registry, "makelist", "make_list", "list", false);
    addOldList(registry, "makeset", "make_set", "set", true);
    registry.add(
        AggregateFunction{.name = "make_list_with_nulls",
                          .parameters = {"expr"},
                          .help = "An array of the values of the group, nulls included.",
                          .minimumArguments = 1,
                          .maximumArguments = 1,
                          .binder = listBinder("make_list_with_nulls", "list", {.withNulls = true})});
}

} // namespace signalbox::kql
