#include "tests/kql/query_cases.h"

using namespace signalbox::kql::test;

// Functions of compressed texts and of probability, called by whole queries.
class TestFunctionsMore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void streams_data();
    void streams() { checkQuery(); }
    void probabilities_data();
    void probabilities() { checkQuery(); }
    void nearness_data();
    void nearness() { checkQuery(); }
    void doesNotGrowBeyondItsLimit();
};

void TestFunctionsMore::streams_data()
{
    declareQueries();
    query(R"(print zlib_compress_to_base64_string("1234567890qwertyuiop"))",
          {"print_0:string", "eAEBFADr/zEyMzQ1Njc4OTBxd2VydHl1aW9wOAkGdw=="});
    query(R"(print zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4="))",
          {"print_0:string", "Test string 123"});
    query(
        R"(print gzip_decompress_from_base64_string("H4sIAAAAAAAA/wEUAOv/MTIzNDU2Nzg5MHF3ZXJ0eXVpb3A6m7f2FAAAAA=="))",
        {"print_0:string", "1234567890qwertyuiop"});
    query(R"(print gzip_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ4="))",
          {"print_0:string", ""});
    query(R"(print zlib_decompress_from_base64_string("eJwLSS0uUSguKcrMS1cwNDIGACxqBQ8="))",
          {"print_0:string", ""});
    query(R"(print zlib_decompress_from_base64_string("x0x0x0"), zlib_decompress_from_base64_string(""))",
          {"print_0:string | print_1:string", " | "});
    query(R"(datatable(s:string)["", "a", "äöü"] | extend s = strrep(s, 30000)
             | extend z = zlib_compress_to_base64_string(s), g = gzip_compress_to_base64_string(s)
             | summarize countif(zlib_decompress_from_base64_string(z) == s),
                         countif(gzip_decompress_from_base64_string(g) == s), countif(strlen(g) < 1000))",
          {"countif_:long | countif_1:long | countif_2:long", "3 | 3 | 3"});
}

void TestFunctionsMore::probabilities_data()
{
    declareQueries();
    query("print round(beta_cdf(0.9, 10.0, 20.0), 12), beta_cdf(1.5, 10.0, 20.0), beta_cdf(0.5, -1.0, 2.0)",
          {"print_0:real | print_1:real | print_2:real", "1.0 | NaN | NaN"});
    query("print round(beta_inv(0.1, 10.0, 20.0), 6), round(beta_pdf(0.5, 1.0, 2.0), 6), beta_inv(2.0, 1.0, "
          "1.0)",
          {"print_0:real | print_1:real | print_2:real", "0.226415 | 1.0 | NaN"});
    query("print beta_cdf(real(null), 1, 1)", {"print_0:real", "null"});
    query("print round(welch_test(1.0, 2.0, 3.0, 4.0, 5.0, 6.0), 6)", {"print_0:real", "0.048339"});
    query("print welch_test(1, 0, 3, 1, 0, 3)", {"print_0:real", "NaN"});
}

void TestFunctionsMore::nearness_data()
{
    declareQueries();
    query("print around(5, 4, 1), around(5.5, 5, 0.4), around(1h, 2h, 1h), around(5, 5, -1)",
          {"print_0:bool | print_1:bool | print_2:bool | print_3:bool", "True | False | True | False"});
    query("print around(datetime(2020-01-01), datetime(2020-01-02), 1h), around(long(null), 1, 1)",
          {"print_0:bool | print_1:bool", "False | null"});
    query("print around(9223372036854775807, -9223372036854775807, 5)", {"print_0:bool", "False"});
    query("print set_equals(dynamic([1, 2, 2]), dynamic([2, 1])), set_equals(dynamic([1]), dynamic([1, 2]))",
          {"print_0:bool | print_1:bool", "True | False"});
}

void TestFunctionsMore::doesNotGrowBeyondItsLimit()
{
    const std::string rows = "range x from 1 to 300 step 1"
                             " | extend z = zlib_compress_to_base64_string(strcat(x, strrep('a', 1000000)))";
    const auto few =
        answerTo(rows + " | where x < 3 | summarize sum(strlen(zlib_decompress_from_base64_string(z)))");
    QCOMPARE(few.size(), std::size_t{2});
    QCOMPARE(QByteArray::fromStdString(few[1]), QByteArray("2000002"));
    const auto all = answerTo(rows + " | summarize sum(strlen(zlib_decompress_from_base64_string(z)))");
    QCOMPARE(all.size(), std::size_t{1});
    QVERIFY2(all[0].find("too large for memory") != std::string::npos, all[0].c_str());
}

QTEST_GUILESS_MAIN(TestFunctionsMore)
#include "tst_functions_more.moc"
