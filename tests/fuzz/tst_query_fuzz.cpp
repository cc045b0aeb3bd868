#include <chrono>

#include <QTest>

#include "core/kql/syntax/parser.h"
#include "tests/fuzz/query_grammar.h"
#include "tests/kql/cut_tables.h"
#include "tests/kql/query_answer.h"

using namespace signalbox;
using namespace signalbox::kql::test;

// Whatever is typed ends with a result or with an error, within the limits; under the sanitizers these tests
// also say that nothing was read or written out of place. Seeds are fixed, so a failure comes back.
class TestQueryFuzz : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void parserReadsAnything();
    void queriesEndInResultsOrErrors();
    void brokenQueriesEndInResultsOrErrors();
    void answersDoNotHangOnBatches();
};

namespace {

const kql::QueryOptions small{.now = TimePoint(TimePoint::duration(200'000'000'000)),
                              .limits = {.rows = 20'000,
                                         .resultBytes = std::size_t{8} << 20U,
                                         .memoryBytes = std::size_t{64} << 20U,
                                         .time = std::chrono::seconds(2)},
                              .threads = 2};

// So many times more where SIGNALBOX_FUZZ_ROUNDS asks for it, for a night's search.
int iterations(int each)
{
    bool given = false;
    const int rounds = qEnvironmentVariableIntValue("SIGNALBOX_FUZZ_ROUNDS", &given);
    return given ? each * rounds : each;
}

// Where an error points must lie within the text.
void checkPlaces(const std::string &text, const std::vector<kql::Diagnostic> &diagnostics)
{
    for (const kql::Diagnostic &one : diagnostics) {
        QVERIFY2(one.span.begin <= one.span.end && one.span.end <= text.size(), text.c_str());
        QVERIFY2(!one.message.empty(), text.c_str());
    }
}

} // namespace

void TestQueryFuzz::parserReadsAnything()
{
    SeededRandom random(1);
    for (int i = 0; i < iterations(3'000); ++i) {
        std::string text = randomQuery(random, 3);
        for (std::uint64_t rounds = random.below(6); rounds > 0; --rounds)
            text = mutated(std::move(text), random);
        checkPlaces(text, kql::parseQuery(text).diagnostics);
    }
}

void TestQueryFuzz::queriesEndInResultsOrErrors()
{
    const CutCatalog catalog(3, 60, 16);
    SeededRandom random(2);
    int results = 0;
    for (int i = 0; i < iterations(2'000); ++i) {
        const std::string text = randomQuery(random, 1 + static_cast<int>(random.below(4)));
        checkPlaces(text, kql::checkQuery(text, catalog));
        const auto result = kql::runQuery(text, catalog, small);
        results += result ? 1 : 0;
        if (!result)
            QVERIFY2(!result.error().message.empty(), text.c_str());
    }
    QVERIFY(results > 300); // the grammar makes queries that work, too
}

void TestQueryFuzz::brokenQueriesEndInResultsOrErrors()
{
    const CutCatalog catalog(4, 40, 16);
    SeededRandom random(3);
    for (int i = 0; i < iterations(2'000); ++i) {
        const std::string text = mutated(randomQuery(random, 1 + static_cast<int>(random.below(3))), random);
        checkPlaces(text, kql::checkQuery(text, catalog));
        const auto result = kql::runQuery(text, catalog, small);
        if (!result)
            QVERIFY2(!result.error().message.empty(), text.c_str());
    }
}

// Queries whose answer hangs on the order of rows are left out by leaving out what depends on it.
void TestQueryFuzz::answersDoNotHangOnBatches()
{
    const CutCatalog whole(5, 50, 1024);
    const CutCatalog cut(5, 50, 3);
    SeededRandom random(4);
    for (int i = 0; i < iterations(1'500); ++i) {
        const std::string text = randomQuery(random, 1 + static_cast<int>(random.below(3)));
        bool depends = false;
        for (const char *word : {"take", "top ", "any", "make_", "arg_max", "rand", "join  ", "prev",
                                 "row_number", "hll", "percentile", "scan", "toscalar", "new_guid"})
            depends = depends || text.find(word) != std::string::npos;
        if (depends)
            continue;
        QByteArray first;
        for (const std::string &line : answerTo(text, whole, small))
            first += QByteArray::fromStdString(line) + '\n';
        QByteArray second;
        for (const std::string &line : answerTo(text, cut, small))
            second += QByteArray::fromStdString(line) + '\n';
        QVERIFY2(first == second, (QByteArray(text.c_str()) + "\n" + first + "\n" + second).constData());
    }
}

QTEST_GUILESS_MAIN(TestQueryFuzz)
#include "tst_query_fuzz.moc"
