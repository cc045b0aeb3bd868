#include <QTest>

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "core/kql/engine.h"
#include "tests/kql/cut_tables.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

// Calls `told` when the batch numbered `at` is read, on the thread of whoever reads it.
class TellingSource final : public BatchSource
{
public:
    TellingSource(BatchSourcePtr source, std::size_t at, std::function<void()> told)
        : m_source(std::move(source))
        , m_at(at)
        , m_told(std::move(told))
    {
    }

    [[nodiscard]] std::size_t size() const override { return m_source->size(); }
    [[nodiscard]] Result<Batch> batch(std::size_t index, const EvalContext &context) const override
    {
        if (index == m_at)
            m_told();
        return m_source->batch(index, context);
    }

private:
    BatchSourcePtr m_source;
    std::size_t m_at;
    std::function<void()> m_told;
};

// The random tables T and U, of which T tells when one of its batches is read.
class TellingCatalog final : public Catalog
{
public:
    static constexpr std::size_t batches = 24;

    TellingCatalog(std::size_t at, std::function<void()> told)
        : m_table(std::make_shared<const Table>(m_tables.find("T"), at, std::move(told)))
    {
    }

    [[nodiscard]] TablePtr find(std::string_view name) const override
    {
        return name == "T" ? m_table : m_tables.find(name);
    }
    [[nodiscard]] std::vector<std::string> names() const override { return m_tables.names(); }

private:
    class Table final : public TableSource
    {
    public:
        Table(TablePtr table, std::size_t at, std::function<void()> told)
            : m_table(std::move(table))
            , m_at(at)
            , m_told(std::move(told))
        {
        }

        [[nodiscard]] const Schema &schema() const override { return m_table->schema(); }
        [[nodiscard]] Result<BatchSourcePtr> read(const ScanRequest &request, StopToken stop) const override
        {
            SIGNALBOX_TRY(BatchSourcePtr source, m_table->read(request, stop));
            return std::make_shared<const TellingSource>(std::move(source), m_at, m_told);
        }

    private:
        TablePtr m_table;
        std::size_t m_at;
        std::function<void()> m_told;
    };

    test::CutCatalog m_tables{7, batches * 20, 20};
    TablePtr m_table;
};

const std::vector<const char *> heavyQueries = {
    "T",
    "T | where v > 0 | extend z = strcat(s, id) | project z",
    "T | sort by v desc, s asc",
    "T | sort by tostring(d) asc",
    "T | extend q = todecimal(v) | sort by q asc",
    "T | top 5 by v",
    "T | serialize p = prev(v) | top 5 by p",
    "T | top-nested 3 of k by sum(v), top-nested 2 of s by count()",
    "T | top-nested 3 of k with others = 'o' by sum(v), top-nested of s with others = 'p' by count()",
    "T | count",
    "T | distinct k, s",
    "T | sample 10",
    "T | sample-distinct 10 of id",
    "T | summarize count(), sum(v), stdev(v) by id",
    "T | summarize dcount(s), count_distinct(k), hll(id), tdigest(v) by k, s",
    "T | summarize percentiles(v, 5, 50, 95), take_any(*) by k",
    "T | summarize make_list(s), make_set(id), make_bag(bag_pack(s, id)), arg_max(v, *) by id",
    "T | sort by id asc | summarize make_list(id)",
    "T | summarize buildschema(d)",
    "T | reduce by s",
    "T | evaluate narrow()",
    "T | evaluate pivot(s, count(), id)",
    "T | where isnotempty(d.p) | evaluate bag_unpack(d)",
    "T | join kind=inner U on id",
    "T | join U on k",
    "U | join kind=inner T on k",
    "T | join kind=fullouter U on id",
    "T | join kind=leftanti U on id",
    "U | join kind=rightsemi T on id",
    "T | lookup U on id",
    "T | extend one = 1 | join kind=inner (U | extend one = 1) on one | count",
    "T | union U | count",
    "T | make-series sum(v) on id from 0 to 480 step 1 by s",
    "T | make-series avg(v) default=0 on t step 1h by k",
    "T | mv-expand d",
    "T | mv-apply d on (summarize sum(tolong(d)))",
    "T | partition by k (top 2 by v)",
    "T | serialize r = row_number(), c = row_cumsum(v), p = prev(s), n = next(s)",
    "T | serialize | scan declare (c:long = 0) with (step a: true => c = a.c + 1;)",
    "T | parse s with a 'l' b | parse-where s with * 'a' c",
    "T | extend e = extract_all('([a-z])', s), m = s matches regex 'a+$', p = parse_json(strcat('[', id, "
    "']'))",
    "T | summarize l = make_list(v) | extend f = series_fft(l), s = series_stats_dynamic(l)",
    "T | search 'alpha'",
    "T | fork (sort by v) (summarize count() by id)",
    "T | facet by s, k with (count)",
    "print toscalar(T | summarize count() by id | count)",
    "U | where id in ((T | project id))",
    "let m = materialize(T | extend z = id * 2); m | join kind=inner m on z",
    "let f = (x:long) { T | where id > x }; union (f(1)), (f(2))",
    "T | as A | union A | sort by id",
};

} // namespace

// A query that was stopped ends as stopped, wherever it was just then, and never with a part of its rows.
class TestQueryCancel : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void stopsWhileItReads_data();
    void stopsWhileItReads();
    void stopsFromAnotherThread_data();
    void stopsFromAnotherThread();
    void timeEndsEveryQuery_data();
    void timeEndsEveryQuery();
    void endlessQueriesStop_data();
    void endlessQueriesStop();
};

void TestQueryCancel::stopsWhileItReads_data()
{
    QTest::addColumn<QByteArray>("query");
    for (const char *query : heavyQueries)
        QTest::newRow(query) << QByteArray(query);
}

// At the first batch, in the midst of them and at the last, when the operators go on with what they have.
void TestQueryCancel::stopsWhileItReads()
{
    QFETCH(const QByteArray, query);
    for (const unsigned threads : {1U, 3U}) {
        const TellingCatalog whole(TellingCatalog::batches, [] {});
        const auto result = runQuery(query.toStdString(), whole, {.threads = threads});
        QVERIFY2(result, result ? "" : result.error().message.c_str());
        for (const std::size_t at :
             {std::size_t{0}, TellingCatalog::batches / 2, TellingCatalog::batches - 1}) {
            StopSource source;
            std::atomic<bool> told = false;
            const TellingCatalog catalog(at, [&] {
                source.requestStop();
                told = true;
            });
            const auto stopped =
                runQuery(query.toStdString(), catalog, {.stop = source.token(), .threads = threads});
            QVERIFY(told);
            QVERIFY(!stopped);
            QVERIFY2(stopped.error().code == ErrorCode::Cancelled, stopped.error().message.c_str());
        }
    }
}

void TestQueryCancel::stopsFromAnotherThread_data()
{
    stopsWhileItReads_data();
}

void TestQueryCancel::stopsFromAnotherThread()
{
    QFETCH(const QByteArray, query);
    StopSource source;
    std::mutex mutex;
    std::condition_variable changed;
    bool asked = false;
    bool stopped = false;
    // The query waits for the stop, so that it can never be done before.
    const TellingCatalog catalog(TellingCatalog::batches - 1, [&] {
        std::unique_lock lock(mutex);
        asked = true;
        changed.notify_all();
        changed.wait(lock, [&] { return stopped; });
    });
    std::thread person([&] {
        std::unique_lock lock(mutex);
        changed.wait(lock, [&] { return asked; });
        source.requestStop();
        stopped = true;
        changed.notify_all();
    });
    const auto result = runQuery(query.toStdString(), catalog, {.stop = source.token(), .threads = 2});
    {
        const std::scoped_lock lock(mutex);
        asked = true; // also where the query failed before it read anything
        changed.notify_all();
    }
    person.join();
    QVERIFY(!result);
    QVERIFY2(result.error().code == ErrorCode::Cancelled, result.error().message.c_str());
}

void TestQueryCancel::timeEndsEveryQuery_data()
{
    stopsWhileItReads_data();
}

void TestQueryCancel::timeEndsEveryQuery()
{
    QFETCH(const QByteArray, query);
    // The last batch comes when the time is up.
    QueryOptions options{.limits = {.time = std::chrono::milliseconds(1)}, .threads = 2};
    const auto start = std::chrono::steady_clock::now();
    const TellingCatalog catalog(TellingCatalog::batches - 1, [&] {
        while (std::chrono::steady_clock::now() < start + std::chrono::milliseconds(10))
            std::this_thread::yield();
    });
    const auto result = runQuery(query.toStdString(), catalog, options);
    QVERIFY(!result);
    QVERIFY2(result.error().code == ErrorCode::DeadlineExceeded, result.error().message.c_str());
    QVERIFY2(result.error().message.find("limit of") != std::string::npos, result.error().message.c_str());
}

void TestQueryCancel::endlessQueriesStop_data()
{
    QTest::addColumn<QByteArray>("query");
    const char *billions = "range x from 1 to 10000000000 step 1";
    for (const char *rest :
         {"| count", "| summarize sum(x)", "| where x < 0", "| extend s = strcat('a', x) | where s == ''",
          "| summarize max(x) by bin(x, 1000000000)", "| summarize percentile(x % 7, 50) by x % 3 | take 0",
          "| extend d = pack_array(x, x) | mv-expand d | where d == 0", "| top 3 by x desc",
          "| where x % 2 == 3 | take 1",
          "| join kind=leftanti (range x from 1 to 10 step 1) on x | where x == 0"})
        QTest::newRow(rest) << QByteArray(billions) + rest;
}

// Work for hours, stopped by another thread at once or by the limit of time.
void TestQueryCancel::endlessQueriesStop()
{
    QFETCH(const QByteArray, query);
    const test::CutCatalog catalog(1, 10, 10);
    StopSource source;
    std::thread person([&source] { source.requestStop(); });
    QueryOptions options{.stop = source.token(), .threads = 2};
    options.limits.memoryBytes = std::size_t{64} << 20U;
    const auto stopped = runQuery(query.toStdString(), catalog, options);
    person.join();
    QVERIFY(!stopped);
    QVERIFY2(stopped.error().code == ErrorCode::Cancelled, stopped.error().message.c_str());
    options.stop = {};
    options.limits.time = std::chrono::milliseconds(20);
    const auto late = runQuery(query.toStdString(), catalog, options);
    QVERIFY(!late);
    QVERIFY2(late.error().code == ErrorCode::DeadlineExceeded, late.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestQueryCancel)
#include "tst_query_cancel.moc"
