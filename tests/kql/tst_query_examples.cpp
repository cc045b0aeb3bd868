#include <QTest>

#include <memory>
#include <set>
#include <string>

#include "core/kql/engine.h"
#include "core/kql/saved/examples.h"
#include "core/kql/saved/hidden_text.h"
#include "tests/kql/example_workspace.h"

using namespace signalbox;
using namespace signalbox::kql;

class TestQueryExamples : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { m_workspace = std::make_unique<ExampleWorkspace>(); }
    void areNamedOnce();
    void answer_data();
    void answer();
    void answerBeforeAnythingHappened_data() { answer_data(); }
    void answerBeforeAnythingHappened();

private:
    std::unique_ptr<ExampleWorkspace> m_workspace;
    test::Workspace m_empty;
};

void TestQueryExamples::areNamedOnce()
{
    std::set<std::string> names;
    for (const QueryDraft &example : exampleQueries()) {
        QVERIFY2(names.insert(example.name).second, example.name.c_str());
        QVERIFY(!example.folder.empty() && !example.description.empty());
        QVERIFY(checkKeptText(example.text));
    }
    QVERIFY(names.size() >= 24);
    for (const char *old :
         {"Failed jobs", "Slow predictions over 500 ms", "Error patterns", "Cost by resource"})
        QVERIFY2(names.contains(old), old);
}

void TestQueryExamples::answer_data()
{
    QTest::addColumn<std::string>("text");
    for (const QueryDraft &example : exampleQueries())
        QTest::newRow(example.name.c_str()) << example.text;
}

void TestQueryExamples::answer()
{
    QFETCH(const std::string, text);
    const auto result = runQuery(text, *m_workspace->catalog(), {.now = m_workspace->now()});
    QVERIFY2(result, result ? "" : result.error().message.c_str());
    QCOMPARE(result->tables.size(), std::size_t{1});
    QVERIFY(result->tables.front().rows > 0);
}

void TestQueryExamples::answerBeforeAnythingHappened()
{
    QFETCH(const std::string, text);
    const auto catalog = workspaceCatalog({std::shared_ptr<void>(), &m_empty.store()}, nullptr);
    const auto result = runQuery(text, *catalog, {.now = m_empty.clock.now()});
    QVERIFY2(result, result ? "" : result.error().message.c_str());
}

QTEST_GUILESS_MAIN(TestQueryExamples)
#include "tst_query_examples.moc"
