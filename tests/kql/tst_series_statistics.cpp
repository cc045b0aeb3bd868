// Statistics of series, lines through them, periods, decomposition and transforms: queries and their answers,
// rounded where the answer is an approximation.
#include <QTest>

#include "query_rows.h"
#include "result_of.h"

using signalbox::kql::queryRows;
using signalbox::kql::test::NoTables;

class SeriesStatisticsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void answers_data();
    void answers();
    void names_data();
    void names();
};

namespace {

// Two weeks' worth of cycles that vary, from the reference of the language.
const QByteArray traffic =
    "let traffic = dynamic([80, 139, 87, 110, 68, 54, 50, 51, 53, 133, 86, 141, 97, 156, 94, 149, 95, 140, "
    "77, "
    "61, 50, 54, 47, 133, 72, 152, 94, 148, 105, 162, 101, 160, 87, 63, 53, 55, 54, 151, 103, 189, 108, 183, "
    "113, 175, 113, 178, 90, 71, 62, 62, 65, 165, 109, 181, 115, 182, 121, 178, 114, 170]); ";

// Four weeks of hours with busy days, quiet weekends, a slow rise and one spike.
const QByteArray weeks =
    "let weeks = toscalar(range t from 0 to 671 step 1 "
    "| extend y = 100.0 + t / 10.0 + iff((t / 24) % 7 >= 5, -40, 0) + 10 * ((t % 24) / 8) "
    "+ iff(t == 400, 60, 0) | summarize make_list(y)); ";

void query(const char *title, const QByteArray &text, const char *answer)
{
    QTest::newRow(title) << text << QByteArray(answer);
}

} // namespace

void SeriesStatisticsTest::answers_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("answer");
    const QByteArray sample = "print x = dynamic([23,46,23,87,4,8,3,75,2,56,13,75,32,16,29]) ";
    query("the statistics of the reference", sample + "| project series_stats(x)",
          "2.0 | 8 | 87.0 | 3 | 32.8 | 28.50363385354827 | 812.4571428571429");
    query("statistics as a bag", sample + "| project series_stats_dynamic(x).sum", "492.0");
    query("a null spoils the statistics", "print series_stats_dynamic(dynamic([1,null]))", "");
    query("unless it is ignored",
          "print b = series_stats_dynamic(dynamic([null,3,1]), true) "
          "| project b.min, b.min_idx, b.max_idx, b.len",
          "1.0 | 2 | 1 | 2");
    query("sum and product", "print series_sum(dynamic([1,2,3,4])), series_product(dynamic([1,2,3,4]))",
          "10.0 | 24.0");
    query("dot product",
          "print series_dot_product(dynamic([1,2,4]), dynamic([4,2,1])), "
          "series_dot_product(dynamic([1,2,4]), 2), series_dot_product(dynamic([]), 2)",
          "12.0 | 14.0 | ");
    query("magnitude", "print series_magnitude(dynamic([3,4]))", "5.0");
    query("cosine",
          "print round(series_cosine_similarity(dynamic([0.1,0.2,0.1,0.2]), dynamic([1,2,3,4])), 9)",
          "0.923760431");
    query("cosine with magnitudes", "print series_cosine_similarity(dynamic([1,0]), dynamic([2,0]), 1, 2)",
          "1.0");
    query("correlation",
          "print round(series_pearson_correlation(dynamic([1,2,3,4]), dynamic([4,3,2,1])), 9), "
          "series_pearson_correlation(dynamic([1,2]), dynamic([1,2,3]))",
          "-1.0 | ");
    query(
        "the line of the reference",
        "print y = dynamic([2,5,6,8,11,15,17,18,25,26,30,30]) | extend (r, s, v, rv, i, l) = "
        "series_fit_line(y) "
        "| project round(r, 3), round(s, 2), round(v, 3), round(rv, 3), round(i, 3), round(toreal(l[0]), 3)",
        "0.983 | 2.73 | 98.629 | 1.686 | -1.667 | 1.064");
    query("a level line",
          "print f = series_fit_line_dynamic(dynamic([4,4,4])) "
          "| project f.rsquare, f.slope, f.interception",
          "1.0 | 0.0 | 4.0");
    query("a line over missing points",
          "print f = series_fit_line_dynamic(dynamic([1,null,3])) "
          "| project round(toreal(f.slope), 9), array_length(f.line_fit)",
          "1.0 | 3");
    query("two lines",
          "print f = series_fit_2lines_dynamic(dynamic([1,2,3,4,10,8,6,4,2])) "
          "| project round(toreal(f.rsquare), 9), f.split_idx, round(toreal(f.left.slope), 9), "
          "round(toreal(f.right.slope), 9), round(toreal(f.line_fit[4]), 9)",
          "1.0 | 4 | 1.0 | -2.0 | 10.0");
    query("too short for two lines", "print series_fit_2lines_dynamic(dynamic([1,2,3]))", "");
    query("a parabola",
          "print (r, c) = series_fit_poly(dynamic([2,5,10,17,26]), 2) | mv-apply k = c to "
          "typeof(real) on (summarize make_list(round(k, 6))) | project round(r, 9), list_k",
          "1.0 | [1.0,0.0,1.0]");
    query("a parabola over places",
          "print (r, c) = series_fit_poly(dynamic([1,0,1,4]), dynamic([-1,0,1,2]), 2) "
          "| mv-apply k = c to typeof(real) on (summarize make_list(round(k, 6))) "
          "| project list_k",
          "[1.0,0.0,0.0]");
    query("periods",
          traffic + "print (p, s) = series_periods_detect(traffic, 0.0, 50.0, 2) "
                    "| project p, round(toreal(s[0]), 2), toreal(s[1])",
          "[14.0,0.0] | 0.84 | 0.0");
    query("periods validated",
          traffic + "print (p, s) = series_periods_validate(traffic, 14.0, 10.0) "
                    "| project p, round(toreal(s[0]), 2), toreal(s[1])",
          "[14.0,10.0] | 0.84 | 0.0");
    query("seasons found", "print series_seasonal(dynamic([8,12,14,12,10,10,12,14,12,10,10,12,14,12,10])) ",
          "[10.0,12.0,14.0,12.0,10.0,10.0,12.0,14.0,12.0,10.0,10.0,12.0,14.0,12.0,10.0]");
    query("too short for a season", "print series_seasonal(dynamic([1,3,5,2,4,6,1,3,5,2,4,6]))",
          "[0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0,0.0]");
    query("a given season", "print series_seasonal(dynamic([1,3,5,2,4,6]), 3)", "[1.5,3.5,5.5,1.5,3.5,5.5]");
    query("outliers by quartiles", "print series_outliers(dynamic([1,2,3,4,5,20]), 'tukey')",
          "[-0.5,-0.1,0.0,0.0,0.1,6.1]");
    query("an ordinary series has no outliers", "print series_outliers(dynamic([1,1,1,1]))",
          "[0.0,0.0,0.0,0.0]");
    query("the weekly season is found beside a trend",
          weeks + "print (b, s, t, r) = series_decompose(weeks, -1, 'linefit') "
                  "| project round((toreal(s[10]) - toreal(s[130])) / 10)",
          "4.0");
    query("the spike is the anomaly",
          weeks + "print (f, s, b) = series_decompose_anomalies(weeks, 1.5, -1, 'linefit') "
                  "| project array_index_of(f, 1), array_sum(f)",
          "400 | 1.0");
    query("the parts sum up",
          weeks + "print (b, s, t, r) = series_decompose(weeks, -1, 'linefit') | project "
                  "abs(toreal(b[10]) - toreal(s[10]) - toreal(t[10])) < 1e-9, abs(toreal(b[10]) + "
                  "toreal(r[10]) - toreal(weeks[10])) < 1e-9",
          "True | True");
    query("without season and trend nothing is expected",
          "print series_decompose(dynamic([1,2,3]), 0, 'none')",
          "[0.0,0.0,0.0] | [0.0,0.0,0.0] | [0.0,0.0,0.0] "
          "| [1.0,2.0,3.0]");
    query("a forecast",
          weeks + "print f = series_decompose_forecast(weeks, 168) "
                  "| project abs(toreal(f[671]) - toreal(weeks[671])) < 3",
          "True");
    query("an unknown trend", "print series_decompose_forecast(dynamic([1,2,3]), 1, -1, 'cubic')", "");
    query("Fourier of a cosine", "print (r, i) = series_fft(dynamic([1,0,-1,0])) | project r",
          "[0.0,2.0,0.0,2.0]");
    query("Fourier of any length and back",
          "print (r, i) = series_fft(dynamic([1,2,3,4,5,6])) | extend (a, b) = series_ifft(r, i) "
          "| project round(toreal(r[0]), 9), round(toreal(i[1]), 6), round(toreal(a[4]), 9), "
          "round(toreal(b[4]), 9) == 0",
          "21.0 | 5.196152 | 5.0 | True");
}

void SeriesStatisticsTest::answers()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, answer);
    QCOMPARE(queryRows(NoTables(), text.toStdString()).join('\n'), answer);
}

void SeriesStatisticsTest::names_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("answer");
    query("statistics", "print x = dynamic([1]) | project series_stats(x)",
          "series_stats_x_min series_stats_x_min_idx series_stats_x_max series_stats_x_max_idx "
          "series_stats_x_avg series_stats_x_stdev series_stats_x_variance");
    query("anomalies", "print y = dynamic([1]) | extend series_decompose_anomalies(y)",
          "y series_decompose_anomalies_y_ad_flag series_decompose_anomalies_y_ad_score "
          "series_decompose_anomalies_y_baseline");
    query("polynomial", "print y = dynamic([1]) | project series_fit_poly(y, 1)",
          "series_fit_poly_y_rsquare series_fit_poly_y_coefficients series_fit_poly_y_variance "
          "series_fit_poly_y_rvariance series_fit_poly_y_poly_fit");
}

void SeriesStatisticsTest::names()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, answer);
    QByteArrayList found;
    const auto table = signalbox::kql::test::resultOf(text.toStdString());
    for (const auto &field : table->schema.fields)
        found.push_back(QByteArray::fromStdString(field.name));
    QCOMPARE(found.join(' '), answer);
}

QTEST_APPLESS_MAIN(SeriesStatisticsTest)
#include "tst_series_statistics.moc"
