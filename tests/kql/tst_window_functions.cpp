#include <QTest>

#include "query_answers.h"

using namespace signalbox::kql::test;

namespace {

QByteArray over(const char *columns)
{
    return QByteArray("datatable(g:string, v:long, s:string)['a',1,'x', 'a',2,'y', 'b',long(null),'y', "
                      "'b',5,'z'] | serialize | project ") +
           columns;
}

} // namespace

class TestWindowFunctions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void windows_data();
    void windows() { checkQuery(); }
    void refusals_data();
    void refusals() { checkQuery(); }
};

void TestWindowFunctions::windows_data()
{
    declareQueries();
    query("prev", over("p = prev(v), q = prev(s), r = prev(v, 2, -1), n = prev(v, 9)"),
          "p | q | r | n\nnull |  | -1 | null\n1 | x | -1 | null\n2 | y | 1 | null\nnull | y | 2 | null");
    query("next", over("n = next(v), m = next(s, 2, '-'), o = next(v, 0)"),
          "n | m | o\n2 | y | 1\nnull | z | 2\n5 | - | null\nnull | - | 5");
    query("row_number", over("a = row_number(), b = row_number(10), c = row_number(1, g != prev(g))"),
          "a | b | c\n1 | 10 | 1\n2 | 11 | 2\n3 | 12 | 1\n4 | 13 | 2");
    query("row_cumsum",
          over("a = row_cumsum(v), b = row_cumsum(v, g != prev(g)), c = row_cumsum(1.5), "
               "d = row_cumsum(todecimal(v)), e = row_cumsum(v * 1h)"),
          "a | b | c | d | e\n1 | 1 | 1.5 | 1 | 01:00:00\n3 | 3 | 3.0 | 3 | 03:00:00\n"
          "3 | 0 | 4.5 | 3 | 03:00:00\n8 | 5 | 6.0 | 8 | 08:00:00");
    query("row_rank",
          over("a = row_rank_dense(s), b = row_rank_min(s), c = row_rank_dense(s, g != prev(g)), "
               "d = row_rank_min(v)"),
          "a | b | c | d\n1 | 1 | 1 | 1\n2 | 2 | 2 | 2\n2 | 2 | 1 | 3\n3 | 4 | 2 | 4");
    query("row_window_session",
          "datatable(t:datetime)[datetime(2020-01-01 10:00), datetime(2020-01-01 10:04), datetime(null), "
          "datetime(2020-01-01 10:08), datetime(2020-01-01 10:11), datetime(2020-01-01 10:30)] | serialize "
          "| project s = format_datetime(row_window_session(t, 10m, 5m), 'HH:mm')",
          "s\n10:00\n10:00\n\n10:00\n10:11\n10:30");
    query("over batches",
          "range x from 1 to 200000 step 1 | serialize n = row_number(), p = prev(x) "
          "| summarize countif(n == x), countif(p == x - 1)",
          "countif_ | countif_1\n200000 | 199999");
    query("of nothing", "datatable(v:long)[] | serialize a = prev(v), b = row_number(), c = row_cumsum(v)",
          "v | a | b | c");
}

void TestWindowFunctions::refusals_data()
{
    declareQueries();
    query("no order", "print v = 1 | extend row_number()",
          "Line 1, column 22: row_number() needs rows in a fixed order. Put sort or serialize before it.");
    query("default", over("a = prev(v, 1, v)"),
          "Line 1, column 118: The default of prev() must not depend on the row. Put coalesce() around it.");
    query("offset", over("a = prev(v, -1)"),
          "Line 1, column 118: The offset of prev() is a number of rows from 0 on.");
    query("restart", over("a = row_number(1, v)"),
          "Line 1, column 118: row_number() takes a bool as argument 2, not (long, long).");
}

QTEST_APPLESS_MAIN(TestWindowFunctions)
#include "tst_window_functions.moc"
