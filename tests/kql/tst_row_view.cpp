#include <QElapsedTimer>
#include <QTest>

#include "core/kql/results/cell_access.h"
#include "core/kql/results/cell_text.h"
#include "core/kql/results/column_statistics.h"
#include "core/kql/results/row_view.h"
#include "tests/base/bytes.h"
#include "tests/kql/result_of.h"

using namespace signalbox;
using namespace signalbox::kql;
using signalbox::kql::test::resultOf;

namespace {

const char *const mixed =
    "datatable(id:long, name:string, amount:real, at:datetime, took:timespan, more:dynamic,"
    " price:decimal, flag:bool)["
    "1, 'Zürich', 2.5, datetime(2026-01-02), 2s, dynamic({'k':'v'}), decimal(10), true,"
    "2, '', real(null), datetime(null), timespan(null), dynamic(null), decimal(null), bool(null),"
    "3, 'apple', real(nan), datetime(2025-01-01), 1s, dynamic([1,2]), decimal(9.5), false,"
    "4, 'Banana', -1.0, datetime(2026-01-01), -3s, dynamic('x'), decimal(-2), true,"
    "5, 'apple', 10.0, datetime(2027-01-01), 1h, dynamic(7), decimal(100), true]";

QString ids(const ResultTable &table, const RowView &view)
{
    const auto rows = shownRows(table, view);
    if (!rows)
        return QString::fromStdString(rows.error().message);
    QStringList texts;
    for (const std::uint32_t row : *rows)
        texts.append(QString::fromStdString(cellText(CellAccess(table).at(row, 0))));
    return texts.join(QLatin1Char(' '));
}

// The same rows in several batches, one of them with a selection.
std::shared_ptr<const ResultTable> inPieces(const ResultTable &table)
{
    const Batch whole = concatenate(table.schema, table.batches);
    ResultTable pieces{.schema = table.schema, .rows = table.rows};
    pieces.batches = {whole.slice(0, 1), whole.select({1, 2}), whole.slice(3, table.rows - 3)};
    return std::make_shared<const ResultTable>(std::move(pieces));
}

} // namespace

class TestRowView : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void orders_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<bool>("descending");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, int column, bool descending, const char *expected) {
            QTest::newRow(name) << column << descending << QString::fromUtf8(expected);
        };
        row("long", 0, true, "5 4 3 2 1");
        row("string keeps equals in place", 1, false, "4 1 3 5 2");
        row("string descending", 1, true, "3 5 1 4 2");
        row("real has NaN first and null last", 2, false, "3 4 1 5 2");
        row("real descending", 2, true, "5 1 4 3 2");
        row("datetime", 3, false, "3 4 1 5 2");
        row("timespan", 4, false, "4 3 1 5 2");
        row("decimal", 6, false, "4 3 1 5 2");
        row("bool", 7, false, "3 1 4 5 2");
        row("no such column", 99, false, "1 2 3 4 5");
    }
    void orders()
    {
        QFETCH(const int, column);
        QFETCH(const bool, descending);
        QFETCH(const QString, expected);
        const auto table = resultOf(mixed);
        const RowView view{
            .order = ColumnOrder{.column = static_cast<std::size_t>(column), .descending = descending}};
        QCOMPARE(ids(*table, view), expected);
        QCOMPARE(ids(*inPieces(*table), view), expected);
    }

    void filters_data()
    {
        QTest::addColumn<int>("column");
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](int column, const char *text, const char *expected) {
            QTest::newRow(text) << column << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row(1, "APPLE", "3 5");
        row(1, "ZÜR", "1");
        row(1, "=apple", "3 5");
        row(1, "=Apple", "");
        row(1, "!=apple", "1 2 4");
        row(1, "=", "2");
        row(1, "!=", "1 3 4 5");
        row(0, ">3", "4 5");
        row(0, ">= 3.5", "4 5");
        row(0, "<2", "1");
        row(0, "==4", "4");
        row(2, "=", "2");
        row(2, "!=2.5", "2 3 4 5");
        row(2, "<0", "3 4");
        row(2, "2.", "1");
        row(3, ">2026-01-01", "1 5");
        row(3, "2026", "1 4");
        row(4, ">=1s", "1 3 5");
        row(5, "\"k\"", "1");
        row(5, "=x", "4");
        row(6, ">9.5", "1 5");
        row(7, "=true", "1 4 5");
        row(0, ">", "Write a value after '>'.");
        row(0, "=many", "'many' is no long, which the column holds.");
    }
    void filters()
    {
        QFETCH(const int, column);
        QFETCH(const QString, text);
        QFETCH(const QString, expected);
        const auto table = resultOf(mixed);
        const RowView view{
            .filters = {{.column = static_cast<std::size_t>(column), .text = text.toStdString()}}};
        QCOMPARE(ids(*table, view), expected);
        QCOMPARE(ids(*inPieces(*table), view), expected);
    }

    void searchesAllColumns()
    {
        const auto table = resultOf(mixed);
        QCOMPARE(ids(*table, {.search = "apple"}), QStringLiteral("3 5"));
        QCOMPARE(ids(*table, {.search = " APPLE 2027"}), QStringLiteral("5"));
        QCOMPARE(ids(*table, {.search = "nothing of the kind"}), QString());
        QCOMPARE(ids(*table, {.search = "a",
                              .filters = {{.column = 0, .text = "<5"}, {.column = 7, .text = "=true"}},
                              .order = ColumnOrder{.column = 1, .descending = true}}),
                 QStringLiteral("4"));
    }

    void aMillionRowsAreOrderedAndStopped()
    {
        const auto table =
            resultOf("range a from 1 to 1000000 step 1 | extend b = hash(a), c = tostring(a % 1000)");
        for (const std::size_t column : {1U, 2U}) {
            QElapsedTimer time;
            time.start();
            const auto rows = shownRows(*table, {.order = ColumnOrder{.column = column}});
            qInfo("ordered by column %zu in %lld ms", column, time.elapsed());
            QVERIFY(rows && rows->size() == 1'000'000);
            const CellAccess cells(*table);
            for (std::size_t i = 1; i < rows->size(); ++i) {
                const auto compared =
                    order(cells.at((*rows)[i - 1], column).value(), cells.at((*rows)[i], column).value());
                if (compared > 0 || (compared == 0 && (*rows)[i - 1] > (*rows)[i]))
                    QFAIL("out of order");
            }
        }
        StopSource source;
        source.requestStop();
        QElapsedTimer time;
        time.start();
        QCOMPARE(shownRows(*table, {.order = ColumnOrder{.column = 1}}, source.token()).error().code,
                 ErrorCode::Cancelled);
        QCOMPARE(shownRows(*table, {.search = "77"}, source.token()).error().code, ErrorCode::Cancelled);
        QCOMPARE(columnStatistics(*table, 1, {.stop = source.token()}).error().code, ErrorCode::Cancelled);
        time.restart();
        QCOMPARE(shownRows(*table, {.search = "777"})->size() > 3000, true);
        qInfo("searched in %lld ms", time.elapsed());
    }

    void statisticsOfNumbers()
    {
        const auto table =
            resultOf("range a from 1 to 100 step 1 | extend b = iff(a % 10 == 0, real(null), a * 1.0)");
        const auto whole = columnStatistics(*table, 0);
        QVERIFY(whole.has_value());
        QCOMPARE(whole->rows, 100U);
        QCOMPARE(whole->nulls, 0U);
        QCOMPARE(whole->distinct, 100U);
        QVERIFY(whole->minimum == Value::ofLong(1) && whole->maximum == Value::ofLong(100));
        QCOMPARE(whole->numbers->mean, 50.5);
        QVERIFY(std::abs(whole->numbers->deviation - 29.0115) < 1e-4);
        QCOMPARE(whole->numbers->p50, 50.0);
        QCOMPARE(whole->numbers->p95, 95.0);
        QCOMPARE(whole->numbers->p99, 99.0);
        QCOMPARE(whole->top.size(), 10U);
        const auto real = columnStatistics(*table, 1);
        QCOMPARE(real->nulls, 10U);
        QCOMPARE(real->numbers->count, 90U);
        const std::vector<std::uint32_t> some = {0, 1, 2};
        QCOMPARE(columnStatistics(*table, 0, {.rows = &some})->numbers->mean, 2.0);
    }

    void statisticsOfEveryType()
    {
        const auto table = inPieces(*resultOf(mixed));
        const auto names = columnStatistics(*table, 1);
        QCOMPARE(names->nulls, 1U);
        QCOMPARE(names->distinct, 3U);
        QVERIFY(names->minimum == Value::ofString("Banana"));
        QVERIFY(names->top.front().value == Value::ofString("apple"));
        QCOMPARE(names->top.front().count, 2U);
        QVERIFY(!names->numbers);
        const auto amounts = columnStatistics(*table, 2);
        QCOMPARE(amounts->numbers->count, 3U); // neither null nor NaN
        QVERIFY(amounts->minimum == Value::ofReal(-1) && amounts->maximum == Value::ofReal(10));
        const auto prices = columnStatistics(*table, 6);
        QVERIFY(prices->maximum == Value::ofText(Type::Decimal, "100"));
        QVERIFY(columnStatistics(*table, 4)->maximum == Value::of(TimeSpan{3600 * ticksPerSecond}));
        const auto dynamics = columnStatistics(*table, 5);
        QCOMPARE(dynamics->distinct, 4U);
        QVERIFY(dynamics->minimum.isNull());
        const auto none = columnStatistics(*resultOf("datatable(a:real)[]"), 0);
        QVERIFY(none.has_value() && none->rows == 0 && !none->numbers && none->top.empty());
        const auto capped = columnStatistics(*table, 0, {.mostDistinct = 2});
        QVERIFY(capped->distinctCapped && capped->distinct == 2);
    }
};

QTEST_GUILESS_MAIN(TestRowView)
#include "tst_row_view.moc"
