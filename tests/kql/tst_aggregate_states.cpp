#include <QTest>

#include <cmath>
#include <limits>
#include <numeric>

#include "core/base/random.h"
#include "core/kql/functions/distinct_values.h"
#include "core/kql/functions/hyper_log_log.h"
#include "core/kql/functions/kept_rows.h"
#include "core/kql/functions/rank_selection.h"
#include "core/kql/functions/registry.h"
#include "core/kql/functions/t_digest.h"
#include "core/kql/values/column_builder.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

constexpr std::size_t rows = 700;
constexpr std::size_t groups = 7;

// A random column of few different values, a fifth of them null where nulls are wanted.
Column randomColumn(Type type, bool nulls, SeededRandom &random)
{
    ColumnBuilder builder(type);
    for (std::size_t row = 0; row < rows; ++row) {
        if (nulls && random.below(5) == 0) {
            builder.appendNull();
            continue;
        }
        const auto number = static_cast<std::int64_t>(random.below(40)) - 10;
        switch (type) {
        case Type::Bool:
            builder.append(number > 5);
            break;
        case Type::Real:
            builder.append(number == 29 ? std::numeric_limits<double>::quiet_NaN()
                                        : static_cast<double>(number) / 4);
            break;
        case Type::String:
            builder.append(std::string_view("text " + std::to_string(number)));
            break;
        case Type::Decimal:
            builder.append(std::string_view(std::to_string(number)));
            break;
        case Type::Guid:
            builder.append(std::string_view("00000000-0000-0000-0000-0000000000" +
                                            std::to_string(10 + random.below(40))));
            break;
        case Type::Dynamic:
            builder.appendValue(
                parseDynamic("{\"a" + std::to_string(number) + "\":" + std::to_string(number) + ",\"b" +
                             std::to_string(number) + "\":[" + std::to_string(number) + "]}"));
            break;
        default:
            builder.append(number);
        }
    }
    return builder.finish();
}

std::string shown(const std::vector<Column> &columns, std::size_t row, bool ordered)
{
    std::string text;
    for (const Column &column : columns) {
        Value value = column.value(row);
        if (!ordered && (value.isArray() || value.isBag())) {
            std::vector<std::string> parts;
            for (const Value &element : value.array())
                parts.push_back(toJsonText(element));
            for (const auto &[key, element] : value.bag())
                parts.push_back(key + toJsonText(element));
            std::ranges::sort(parts);
            for (const std::string &part : parts)
                text += part + ",";
        } else if (value.is(Type::Real)) {
            // Sums of reals differ in the last digits with the order of the rows.
            text += std::to_string(std::isnan(value.real()) ? -1e9 : value.real());
        } else {
            text += toText(value);
        }
        text += " | ";
    }
    return text;
}

struct Answer
{
    std::string text;
    std::string error;
};

// Adds the rows in the batches that `cuts` says, dealt to `workers` whose groups have numbers of their own.
Answer aggregated(const BoundAggregate &bound, const std::vector<Column> &arguments,
                  const std::vector<std::uint32_t> &group, std::size_t workers,
                  const std::vector<std::size_t> &cuts)
{
    SeededRandom random(1);
    const EvalContext context{.now = TimePoint(), .random = random};
    struct Worker
    {
        std::unique_ptr<Aggregator> aggregator;
        std::vector<std::uint32_t> numbers = std::vector<std::uint32_t>(groups, ~0U); // of a group, here
        std::vector<std::uint32_t> map = {};                                          // and back
    };
    std::vector<Worker> all(workers);
    for (Worker &worker : all)
        worker.aggregator = bound.make();
    for (std::size_t cut = 0; cut + 1 < cuts.size(); ++cut) {
        Worker &worker = all[cut % workers];
        const std::size_t count = cuts[cut + 1] - cuts[cut];
        std::vector<std::uint32_t> local;
        for (std::size_t row = cuts[cut]; row < cuts[cut + 1]; ++row) {
            std::uint32_t &number = worker.numbers[group[row]];
            if (number == ~0U) {
                number = static_cast<std::uint32_t>(worker.map.size());
                worker.map.push_back(group[row]);
            }
            local.push_back(number);
        }
        std::vector<Column> part;
        for (const Column &argument : arguments)
            part.push_back(argument.slice(cuts[cut], count));
        if (const Status added = worker.aggregator->add(part, local, worker.map.size(), context); !added)
            return {.text = {}, .error = added.error().message};
    }
    const std::unique_ptr<Aggregator> whole = bound.make();
    for (Worker &worker : all) {
        if (const Status merged = whole->merge(*worker.aggregator, worker.map, groups); !merged)
            return {.text = {}, .error = merged.error().message};
    }
    const auto columns = whole->finish(groups);
    if (!columns)
        return {.text = {}, .error = columns.error().message};
    Answer answer;
    for (std::size_t g = 0; g < groups; ++g)
        answer.text += shown(*columns, g, false) + "\n";
    return answer;
}

} // namespace

class TestAggregateStates : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anySplitGivesTheSame_data();
    void anySplitGivesTheSame();
    void ranksAreThoseOfSorting();
    void keepsTextsOfManyDictionaries();
    void countsDifferentValues();
    void estimatesDifferentValues();
    void lowersASketch();
    void digestsADistribution();
    void everyAggregateHasHelp();
};

void TestAggregateStates::anySplitGivesTheSame_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QList<int>>("types"); // of the arguments that vary
    QTest::addColumn<QByteArray>("constant");
    const QList<Type> every{Type::Bool,   Type::Int,      Type::Long,     Type::Real, Type::Decimal,
                            Type::String, Type::DateTime, Type::TimeSpan, Type::Guid, Type::Dynamic};
    const auto add = [](const char *name, const QList<Type> &types, const char *constant = "") {
        QList<int> numbers;
        QByteArray title = name;
        for (const Type type : types) {
            numbers.append(static_cast<int>(type));
            title += " " + QByteArray::fromStdString(std::string(typeName(type)));
        }
        QTest::newRow(title.constData()) << QByteArray(name) << numbers << QByteArray(constant);
    };
    for (const Type type : every) {
        for (const char *name : {"count", "dcount", "count_distinct", "min", "max", "make_list", "make_set",
                                 "make_list_with_nulls", "arg_max", "arg_min", "hll"})
            add(name, {type});
        for (const char *name : {"dcountif", "minif", "maxif", "make_list_if", "make_set_if"})
            add(name, {type, Type::Bool});
    }
    for (const Type type : {Type::Int, Type::Long, Type::Real, Type::Decimal, Type::TimeSpan}) {
        for (const char *name : {"sum", "avg", "stdev", "variancep", "tdigest"})
            add(name, {type});
        for (const char *name : {"sumif", "avgif", "stdevif"})
            add(name, {type, Type::Bool});
        add("percentiles_array", {type}, "[1, 50, 99.9]");
        add("percentilesw_array", {type, Type::Long}, "[1, 50, 99.9]");
        add("covariance", {type, Type::Real});
    }
    add("countif", {Type::Bool});
    add("avg", {Type::DateTime});
    add("percentile", {Type::DateTime}, "50");
    add("binary_all_xor", {Type::Long});
    add("binary_all_and", {Type::Long});
    add("make_bag", {Type::Dynamic});
    add("make_bag_if", {Type::Dynamic, Type::Bool});
    add("covarianceif", {Type::Real, Type::Long, Type::Bool});
}

void TestAggregateStates::anySplitGivesTheSame()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QList<int>, types);
    QFETCH(const QByteArray, constant);
    const AggregateFunction *function = FunctionRegistry::standard().findAggregate(name.toStdString());
    QVERIFY2(function != nullptr, name.constData());
    SeededRandom random(20);
    for (int round = 0; round < 6; ++round) {
        std::vector<Column> columns;
        std::vector<Argument> arguments;
        for (const int type : types) {
            columns.push_back(randomColumn(static_cast<Type>(type), round % 2 == 0, random));
            arguments.push_back({.type = static_cast<Type>(type)});
        }
        const Value fixed = parseDynamic(constant.toStdString());
        if (!constant.isEmpty()) {
            const Type type = fixed.isArray() ? Type::Dynamic : Type::Long;
            columns.push_back(Column::constant(type, fixed, rows));
            arguments.push_back({.type = type, .constant = &fixed});
        }
        const auto bound = function->bind(arguments);
        QVERIFY2(bound.has_value(), bound ? "" : bound.error().message.c_str());
        std::vector<std::uint32_t> group(rows);
        for (std::uint32_t &g : group)
            g = static_cast<std::uint32_t>(random.below(round == 5 ? 1 : groups - 1)); // the last stays empty
        const Answer whole = aggregated(*bound, columns, group, 1, {0, rows});
        QCOMPARE(whole.error, std::string());
        std::vector<std::size_t> cuts{0};
        while (cuts.back() < rows)
            cuts.push_back(std::min(rows, cuts.back() + random.below(120)));
        for (const std::size_t workers : {std::size_t{1}, std::size_t{3}}) {
            const Answer parts = aggregated(*bound, columns, group, workers, cuts);
            QCOMPARE(parts.error, std::string());
            QCOMPARE(QByteArray::fromStdString(parts.text), QByteArray::fromStdString(whole.text));
        }
    }
}

void TestAggregateStates::ranksAreThoseOfSorting()
{
    SeededRandom random(3);
    for (const int shape : {0, 1, 2, 3, 4, 5}) {
        std::vector<std::int64_t> values(20'000);
        for (std::int64_t &value : values) {
            const std::uint64_t any = random.below(~0ULL);
            value = shape == 0   ? static_cast<std::int64_t>(any)
                    : shape == 1 ? static_cast<std::int64_t>(any % 100)
                    : shape == 2 ? 7
                    : shape == 3 ? orderedKey(random.normal() * 1e6)
                    : shape == 4 ? static_cast<std::int64_t>(any % 10 == 0 ? any : any % 1000)
                                 : static_cast<std::int64_t>(any % 2 == 0 ? 1ULL << 63U : (1ULL << 63U) - 1);
        }
        std::vector<std::int64_t> sorted = values;
        std::ranges::sort(sorted);
        const std::vector<std::size_t> ranks{19'999, 0, 10'000, 10'000, 5, 19'000, 123};
        const std::vector<std::int64_t> found = valuesAtRanks(values, ranks);
        for (std::size_t i = 0; i < ranks.size(); ++i)
            QCOMPARE(found[i], sorted[ranks[i]]);
    }
    for (const double value : {-1e300, -1.5, -0.0, 0.0, 1e-300, 2.0, std::numeric_limits<double>::infinity()})
        QCOMPARE(realOfKey(orderedKey(value)), value);
    QVERIFY(orderedKey(-1.5) < orderedKey(-1.25) && orderedKey(-1.0) < orderedKey(0.5));
}

void TestAggregateStates::keepsTextsOfManyDictionaries()
{
    constexpr std::uint32_t kept = 300;
    KeptColumn column(Type::String);
    KeptColumn other(Type::String);
    column.resize(kept);
    other.resize(kept);
    for (std::uint32_t batch = 0; batch < 200; ++batch) {
        const Column texts = Column::ofTexts(Type::String, {"", "batch " + std::to_string(batch)});
        const std::vector<std::uint32_t> place{batch};
        const std::vector<std::uint32_t> row{1};
        (batch % 3 == 0 ? other : column).set(place, row, texts);
    }
    for (std::uint32_t g = 0; g < 200; g += 3)
        column.take(g, other, g);
    const Column result = column.finish();
    for (std::uint32_t g = 0; g < kept; ++g)
        QCOMPARE(std::string(result.text(g)), g < 200 ? "batch " + std::to_string(g) : std::string());
}

void TestAggregateStates::countsDifferentValues()
{
    DistinctSet set;
    std::size_t inserted = 0;
    for (std::uint64_t i = 0; i < 30'000; ++i)
        inserted += set.insert(static_cast<std::uint32_t>(i % 3), i / 6) ? 1U : 0U;
    QCOMPARE(inserted, std::size_t{15'000});
    QCOMPARE(set.size(), inserted);
}

void TestAggregateStates::estimatesDifferentValues()
{
    ValueHashes hashes;
    std::vector<std::int64_t> numbers(300'000);
    std::iota(numbers.begin(), numbers.end(), 0);
    const auto all = hashes.of(Column::ofWholes(Type::Long, std::move(numbers)));
    const std::vector<double> errors{0.016, 0.008, 0.004, 0.0028, 0.002};
    for (int accuracy = 0; accuracy <= 4; ++accuracy) {
        HyperLogLog sketch(accuracy);
        HyperLogLog first(accuracy);
        HyperLogLog second(accuracy);
        for (std::size_t i = 0; i < all.size(); ++i) {
            sketch.add(all[i]);
            (i < 200'000 ? first : second).add(all[i]);
            if (i > 100'000 && i < 200'000)
                second.add(all[i]);
            if (i == 999)
                QCOMPARE(sketch.estimate(), std::int64_t{1000});
        }
        const auto estimate = static_cast<double>(sketch.estimate());
        QVERIFY2(std::abs(estimate - 300'000) < 3 * 300'000 * errors[static_cast<std::size_t>(accuracy)],
                 qPrintable(QString::number(estimate)));
        first.merge(second);
        QCOMPARE(first.estimate(), sketch.estimate());
        auto back = HyperLogLog::fromValue(sketch.toValue());
        QVERIFY(back.has_value());
        QCOMPARE(back->estimate(), sketch.estimate());
    }
    QVERIFY(!HyperLogLog::fromValue(parseDynamic("[14,\"!\",\"registers\"]")));
    QVERIFY(!HyperLogLog::fromValue(parseDynamic("[1,\"\",\"hashes\"]")));
}

void TestAggregateStates::lowersASketch()
{
    ValueHashes hashes;
    std::vector<std::int64_t> numbers(50'000);
    std::iota(numbers.begin(), numbers.end(), 0);
    HyperLogLog coarse(0);
    HyperLogLog fine(3);
    for (const std::uint64_t hash : hashes.of(Column::ofWholes(Type::Long, std::move(numbers)))) {
        coarse.add(hash);
        fine.add(hash);
    }
    HyperLogLog merged(0);
    merged.merge(fine);
    QCOMPARE(merged.estimate(), coarse.estimate());
    fine.merge(coarse);
    QCOMPARE(fine.estimate(), coarse.estimate());
}

void TestAggregateStates::digestsADistribution()
{
    SeededRandom random(5);
    std::vector<double> values(200'000);
    TDigest digest;
    for (double &value : values) {
        value = random.normal();
        digest.add(value);
    }
    std::ranges::sort(values);
    auto back = TDigest::fromValue(digest.toValue());
    QVERIFY(back.has_value());
    for (const double percent : {0.0, 0.1, 1.0, 25.0, 50.0, 90.0, 99.9, 100.0}) {
        for (TDigest *each : {&digest, &*back}) {
            const double found = each->percentile(percent);
            const auto rank = std::ranges::lower_bound(values, found) - values.begin();
            const double error = std::abs(static_cast<double>(rank) / 2000 - percent);
            QVERIFY2(error < 0.3, qPrintable(QStringLiteral("%1: %2").arg(percent).arg(error)));
        }
    }
    QVERIFY(std::abs(digest.rank(0) / 2000 - 50) < 0.5);
    QCOMPARE(digest.weight(), 200'000.0);
}

void TestAggregateStates::everyAggregateHasHelp()
{
    const FunctionRegistry &registry = FunctionRegistry::standard();
    for (const std::string &name : registry.aggregateNames()) {
        const AggregateFunction &function = *registry.findAggregate(name);
        QVERIFY2(function.help.ends_with('.'), name.c_str());
        QVERIFY2(!function.parameters.empty() || name == "count", name.c_str());
        QVERIFY2(!FunctionRegistry::isKnownElsewhere(name), name.c_str());
    }
}

QTEST_APPLESS_MAIN(TestAggregateStates)
#include "tst_aggregate_states.moc"
