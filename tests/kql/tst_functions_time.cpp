#include <QTest>

#include "function_rows.h"

using namespace signalbox::kql::test;

class TestFunctionsTime : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void edges_data();
    void edges() { checkRow(); }
    void differences_data();
    void differences() { checkRow(); }
    void parts_data();
    void parts() { checkRow(); }
    void formats_data();
    void formats() { checkRow(); }
    void makes_data();
    void makes() { checkRow(); }
    void refusesWhatNoFormatKnows_data();
    void refusesWhatNoFormatKnows();
    void nowStandsStill();
};

void TestFunctionsTime::edges_data()
{
    declareRows();
    row("startofweek", {"datetime:2021-08-11T10:00:00Z"}, "datetime:2021-08-08T00:00:00.0000000Z");
    row("endofweek", {"datetime:2021-08-11", "long:1"}, "datetime:2021-08-21T23:59:59.9999999Z");
    row("startofmonth", {"datetime:2021-01-31", "long:-13"}, "datetime:2019-12-01T00:00:00.0000000Z");
    row("endofmonth", {"datetime:2024-01-15", "long:1"}, "datetime:2024-02-29T23:59:59.9999999Z");
    row("startofyear", {"datetime:2021-08-11", "long:-1"}, "datetime:2020-01-01T00:00:00.0000000Z");
    row("endofyear", {"datetime:9999-05-05"}, "datetime:9999-12-31T23:59:59.9999999Z");
    row("startofday", {"datetime:1900-08-11T10:00:00Z", "long:2"}, "datetime:1900-08-13T00:00:00.0000000Z");
    row("endofday", {"datetime:2021-08-11T10:00:00Z"}, "datetime:2021-08-11T23:59:59.9999999Z");
    row("startofday", {"datetime:0001-01-01", "long:-1"}, "datetime:null");
    row("startofday", {"datetime:null"}, "datetime:null");
    row("datetime_add", {"string:month", "long:1", "datetime:2021-01-31T05:00:00Z"},
        "datetime:2021-02-28T05:00:00.0000000Z");
    row("datetime_add", {"string:quarter", "long:-3", "datetime:2020-02-29"},
        "datetime:2019-05-29T00:00:00.0000000Z");
    row("datetime_add", {"string:week", "long:2", "datetime:2020-02-20"},
        "datetime:2020-03-05T00:00:00.0000000Z");
    row("datetime_add", {"string:year", "long:9000", "datetime:2020-02-20"}, "datetime:null");
    row("datetime_add", {"string:nanosecond", "long:250", "datetime:2020-01-01"},
        "datetime:2020-01-01T00:00:00.0000002Z");
}

void TestFunctionsTime::differences_data()
{
    declareRows();
    row("datetime_diff", {"string:month", "datetime:2017-01-01", "datetime:2015-12-30"}, "long:13");
    row("datetime_diff", {"string:year", "datetime:2020-12-31", "datetime:2021-01-01"}, "long:-1");
    row("datetime_diff", {"string:day", "datetime:2020-01-01T23:00:00Z", "datetime:2020-01-01T01:00:00Z"},
        "long:0");
    row("datetime_diff", {"string:hour", "datetime:1969-12-31T22:59:00Z", "datetime:1970-01-01"}, "long:-2");
    row("datetime_diff",
        {"string:nanosecond", "datetime:2020-01-01T00:00:00.0000002Z", "datetime:2020-01-01"}, "long:200");
    row("datetime_diff", {"string:quarter", "datetime:2024-03-31", "datetime:2020-04-01"}, "long:15");
}

void TestFunctionsTime::parts_data()
{
    declareRows();
    row("dayofweek", {"datetime:2021-08-11"}, "timespan:3.00:00:00");
    row("dayofweek", {"datetime:0001-01-01"}, "timespan:1.00:00:00");
    row("dayofweek", {"datetime:9999-12-31"}, "timespan:null");
    row("dayofyear", {"datetime:2020-12-31"}, "int:366");
    row("dayofmonth", {"datetime:1900-02-28"}, "int:28");
    row("monthofyear", {"datetime:1900-02-28"}, "int:2");
    row("getyear", {"datetime:0001-01-01"}, "int:1");
    row("hourofday", {"datetime:1950-01-01T23:59:59.9999999Z"}, "int:23");
    row("week_of_year", {"datetime:2021-01-03"}, "int:53");
    row("week_of_year", {"datetime:2020-12-31"}, "int:53");
    row("week_of_year", {"datetime:9999-12-31"}, "int:52");
    row("datetime_part", {"string:dayOfYear", "datetime:2020-02-01"}, "int:32");
    row("datetime_part", {"string:quarter", "datetime:2020-04-01"}, "int:2");
    row("datetime_part", {"string:microsecond", "datetime:2020-04-01T00:00:01.7654321Z"}, "int:765432");
    row("datetime_part", {"string:nanosecond", "datetime:2020-04-01T00:00:01.7654321Z"}, "int:765432100");
}

void TestFunctionsTime::formats_data()
{
    declareRows();
    row("format_datetime", {"datetime:2007-03-09T05:04:03Z", "string:dddd, MMMM d, yyyy"},
        "string:0909, 0303 9, 2007");
    row("format_datetime", {"datetime:2007-03-09T17:04:03.05Z", "string:yy-M-d h:mm:s.ff tt"},
        "string:07-3-9 5:04:3.05 PM");
    row("format_datetime", {"datetime:2007-03-09T00:04:03Z", "string:hh [HH]"}, "string:12 [00]");
    row("format_datetime", {"datetime:2007-03-09T00:04:03.1Z", "string:FFF/fff"}, "string:1/100");
    row("format_datetime", {"datetime:2007-03-09", "string:yyyyMMddHHmmss"}, "string:20070309000000");
    row("format_timespan", {"timespan:-1.02:30:00", "string:d.hh:mm:ss"}, "string:-1.02:30:00");
    row("format_timespan", {"timespan:29.09:00:05.12345", "string:ddd.h:mm:ss [fffffff]"},
        "string:029.9:00:05 [1234500]");
    row("format_timespan", {"timespan:26:01", "string:hh:mm"}, "string:");
    row("format_timespan", {"timespan:25h", "string:H:m"}, "string:1:0");
}

void TestFunctionsTime::makes_data()
{
    declareRows();
    row("make_datetime", {"int:2020", "int:2", "int:30"}, "datetime:null");
    row("make_datetime", {"long:2020", "long:2", "long:29", "long:23", "long:59", "real:59.5"},
        "datetime:2020-02-29T23:59:59.5000000Z");
    row("make_datetime", {"long:2020", "long:2", "long:29", "long:24", "long:0", "real:0"}, "datetime:null");
    row("make_timespan", {"long:1", "long:2", "long:3", "real:4.5"}, "timespan:1.02:03:04.5000000");
    row("make_timespan", {"long:1", "long:30"}, "timespan:01:30:00");
    row("make_timespan", {"long:25", "long:0"}, "timespan:null");
    row("unixtime_seconds_todatetime", {"long:1546300800"}, "datetime:2019-01-01T00:00:00.0000000Z");
    row("unixtime_milliseconds_todatetime", {"real:1546300800000.5"},
        "datetime:2019-01-01T00:00:00.0005000Z");
    row("unixtime_nanoseconds_todatetime", {"long:1546300800000000100"},
        "datetime:2019-01-01T00:00:00.0000001Z");
    row("unixtime_seconds_todatetime", {"long:9223372036854775807"}, "datetime:null");
    row("ago", {"timespan:1d"}, "datetime:2023-11-13T22:13:20.0000000Z");
}

void TestFunctionsTime::refusesWhatNoFormatKnows_data()
{
    QTest::addColumn<QByteArray>("name");
    QTest::addColumn<QByteArrayList>("arguments");
    QTest::newRow("a letter between")
        << QByteArray("format_datetime") << QByteArrayList{"datetime:2020-01-01", "string:yyyyTHH"};
    QTest::newRow("a zone") << QByteArray("format_datetime")
                            << QByteArrayList{"datetime:2020-01-01", "string:zzz"};
    QTest::newRow("a standard format")
        << QByteArray("format_timespan") << QByteArrayList{"timespan:1d", "string:c"};
    QTest::newRow("a month of a timespan")
        << QByteArray("format_timespan") << QByteArrayList{"timespan:1d", "string:MM"};
    QTest::newRow("a period") << QByteArray("datetime_diff")
                              << QByteArrayList{"string:fortnight", "datetime:2020-01-01",
                                                "datetime:2020-01-01"};
    QTest::newRow("a part") << QByteArray("datetime_part")
                            << QByteArrayList{"string:week", "datetime:2020-01-01"};
}

void TestFunctionsTime::refusesWhatNoFormatKnows()
{
    QFETCH(const QByteArray, name);
    QFETCH(const QByteArrayList, arguments);
    std::vector<std::string> texts;
    for (const QByteArray &argument : arguments)
        texts.push_back(argument.toStdString());
    const std::string answer = call(name.toStdString(), texts);
    QVERIFY2(answer.find("take ") != std::string::npos, answer.c_str());
}

void TestFunctionsTime::nowStandsStill()
{
    using namespace signalbox::kql;
    const ScalarFunction *function = FunctionRegistry::standard().findScalar("now");
    QVERIFY(function != nullptr);
    QCOMPARE(function->evaluation, Evaluation::PerQuery);
    QCOMPARE(QByteArray::fromStdString(call("now", {})), QByteArray("datetime:2023-11-14T22:13:20.0000000Z"));
    QCOMPARE(QByteArray::fromStdString(call("now", {"timespan:-2h"})),
             QByteArray("datetime:2023-11-14T20:13:20.0000000Z"));
}

QTEST_GUILESS_MAIN(TestFunctionsTime)
#include "tst_functions_time.moc"
