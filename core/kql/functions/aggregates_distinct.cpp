// dcount() and count_distinct() with their conditional forms. The service estimates dcount with HyperLogLog;
// here it is counted, and the accuracy that a query asks for is always reached.
#include <array>
#include <cstdint>

#include "core/kql/functions/aggregate_tools.h"
#include "core/kql/functions/distinct_values.h"
#include "core/kql/functions/library.h"

namespace signalbox::kql {

namespace {

class DistinctCount final : public Aggregator
{
public:
    Status add(std::span<const Column> arguments, std::span<const std::uint32_t> group, std::size_t groups,
               const EvalContext &) override
    {
        m_counts.resize(groups);
        const Column &column = arguments[0];
        const std::span<const std::uint64_t> hashes = m_hashes.of(column);
        if (isText(column.type())) {
            addTexts(column, group, hashes);
        } else {
            const std::uint64_t *hash = hashes.data();
            insertAll(column, group, [hash](std::size_t stored) { return hash[stored]; });
        }
        return {};
    }

    Status merge(Aggregator &other, std::span<const std::uint32_t> map, std::size_t groups) override
    {
        m_counts.resize(groups);
        static_cast<DistinctCount &>(other).m_set.forEach(
            [&](std::uint32_t group, std::uint64_t hash) { insert(map[group], hash); });
        return {};
    }

    Result<std::vector<Column>> finish(std::size_t groups) override
    {
        m_counts.resize(groups);
        return std::vector{Column::ofWholes(Type::Long, std::move(m_counts))};
    }

    [[nodiscard]] std::size_t bytes() const override
    {
        return m_set.bytes() + m_counts.size() * sizeof(std::int64_t);
    }

private:
    void insert(std::uint32_t group, std::uint64_t hash)
    {
        m_counts[group] += m_set.insert(group, hash) ? 1 : 0;
    }

    // A table that does not fit the processor's caches is looked at for many rows at once.
    template<typename HashOf>
    void insertAll(const Column &column, std::span<const std::uint32_t> group, const HashOf &hashOf)
    {
        std::array<std::uint32_t, 32> groups{};
        std::array<std::uint64_t, 32> hashes{};
        std::size_t waiting = 0;
        const auto insertWaiting = [&] {
            for (std::size_t i = 0; i < waiting; ++i)
                insert(groups[i], hashes[i]);
            waiting = 0;
        };
        forEachFilled(column, group.size(), [&](std::size_t row, std::size_t stored) {
            groups[waiting] = group[row];
            hashes[waiting] = hashOf(stored);
            m_set.prepare(groups[waiting], hashes[waiting]);
            if (++waiting == groups.size())
                insertWaiting();
        });
        insertWaiting();
    }

    void addTexts(const Column &column, std::span<const std::uint32_t> group,
                  std::span<const std::uint64_t> hashes)
    {
        const std::uint32_t *codes = column.texts().codes->data();
        const std::size_t groups = m_counts.size();
        // Where groups and texts are few, a mark a pair spares most rows the look into the table.
        const std::size_t pairs = groups * hashes.size();
        if (hashes.empty() || pairs > 4 * group.size() + 1024) {
            const std::uint64_t *hash = hashes.data();
            insertAll(column, group, [hash, codes](std::size_t stored) { return hash[codes[stored]]; });
            return;
        }
        m_marks.assign(pairs, 0);
        std::uint8_t *marks = m_marks.data();
        const std::size_t width = hashes.size();
        forEachFilled(column, group.size(), [&](std::size_t row, std::size_t stored) {
            marks[group[row] * width + codes[stored]] = 1;
        });
        for (std::size_t g = 0; g < groups; ++g) {
            for (std::size_t code = 0; code < width; ++code) {
                if (marks[g * width + code] != 0)
                    insert(static_cast<std::uint32_t>(g), hashes[code]);
            }
        }
    }

    ValueHashes m_hashes = {};
    DistinctSet m_set = {};
    std::vector<std::int64_t> m_counts = {};
    std::vector<std::uint8_t> m_marks = {};
};

AggregateBinder distinctBinder(std::string_view prefix)
{
    return [name = nameOf(prefix)](std::span<const Argument> arguments) -> Result<BoundAggregate> {
        SIGNALBOX_TRY(const std::int64_t accuracy, wholeArgument("dcount", "accuracy", arguments, 1, 1));
        if (accuracy < 0 || accuracy > 4)
            return failure(ErrorCode::InvalidArgument, "The accuracy of dcount() is a number from 0 to 4.");
        return oneOutput(name, Type::Long, [] { return std::make_unique<DistinctCount>(); });
    };
}

} // namespace

void addDistinctCounts(FunctionRegistry &registry)
{
    addWithCondition(
        registry,
        {.name = "dcount",
         .parameters = {"expr", "accuracy"},
         .help = "The number of different values in the group; nulls do not count.",
         .minimumArguments = 1,
         .maximumArguments = 2},
        "dcount", distinctBinder,
        {.name = "dcountif",
         .prefix = "dcountif",
         .help = "The number of different values over the rows for which the predicate is true."});
    addWithCondition(registry,
                     {.name = "count_distinct",
                      .parameters = {"expr"},
                      .help = "The exact number of different values in the group; nulls do not count.",
                      .minimumArguments = 1,
                      .maximumArguments = 1},
                     "count_distinct", distinctBinder,
                     {.name = "count_distinctif",
                      .prefix = "count_distinctif",
                      .help = "The exact number of different values over the rows for which the predicate is "
                              "true."});
}

} // namespace signalbox::kql
