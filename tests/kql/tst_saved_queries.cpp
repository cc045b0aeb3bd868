#include <QTest>

#include "core/kql/saved/saved_queries.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

const QueryDraft errors{
    .folder = "On call", .name = "Errors", .text = "requests | count", .description = "all"};

std::string names(const store::Store &store)
{
    std::string line;
    const std::vector<SavedQuery> queries = listSavedQueries(store).value();
    for (const SavedQuery &query : queries)
        line += query.query.folder + "/" + query.query.name + " ";
    return line;
}

} // namespace

class TestSavedQueries : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void areListedByFolderAndName();
    void changeAndGoWithOneEntryEach();
    void aNameIsTakenOnlyInItsFolder();
    void whatDoesNotFitIsRefused_data();
    void whatDoesNotFitIsRefused();
    void aViewerOnlyReads();
};

void TestSavedQueries::areListedByFolderAndName()
{
    test::Workspace w;
    QVERIFY(saveQuery(w.store(), w.ada, errors));
    QVERIFY(saveQuery(w.store(), w.ada, {.name = "Loose", .text = "print 1"}));
    QVERIFY(saveQuery(w.store(), w.ada, {.folder = "On call", .name = "Agents", .text = "print 2"}));
    QCOMPARE(names(w.store()), std::string("/Loose On call/Agents On call/Errors "));
    const SavedQuery last = listSavedQueries(w.store()).value().back();
    QVERIFY(last.query == errors);
    QCOMPARE(last.savedBy, std::string("ada"));
    QVERIFY(last.saved == w.clock.now());
}

void TestSavedQueries::changeAndGoWithOneEntryEach()
{
    test::Workspace w;
    const std::int64_t id = saveQuery(w.store(), w.ada, errors).value();
    const std::int64_t entries = w.auditEntries();
    QCOMPARE(w.lastAudit().action, std::string("query.saved"));
    QCOMPARE(w.lastAudit().subject, std::string("query/On call/Errors"));

    QueryDraft moved = errors;
    moved.folder = "";
    moved.text = "requests | where success == false | count";
    QVERIFY(changeQuery(w.store(), w.ada, id, moved));
    QCOMPARE(names(w.store()), std::string("/Errors "));
    QCOMPARE(w.lastAudit().action, std::string("query.changed"));
    QVERIFY(w.lastAudit().before.contains("requests | count"));

    QVERIFY(deleteQuery(w.store(), w.ada, id));
    QCOMPARE(w.lastAudit().action, std::string("query.deleted"));
    QVERIFY(w.lastAudit().before.contains("success == false"));
    QCOMPARE(w.auditEntries(), entries + 2);
    QCOMPARE(test::codeOf(deleteQuery(w.store(), w.ada, id)), std::string("not_found"));
    QCOMPARE(test::codeOf(changeQuery(w.store(), w.ada, id, errors)), std::string("not_found"));
    QCOMPARE(w.auditEntries(), entries + 2);
}

void TestSavedQueries::aNameIsTakenOnlyInItsFolder()
{
    test::Workspace w;
    const std::int64_t id = saveQuery(w.store(), w.ada, errors).value();
    QCOMPARE(test::codeOf(saveQuery(w.store(), w.ada, errors)), std::string("already_exists"));
    QueryDraft other = errors;
    other.folder = "Mine";
    const std::int64_t second = saveQuery(w.store(), w.ada, other).value();
    QCOMPARE(test::codeOf(changeQuery(w.store(), w.ada, second, errors)), std::string("already_exists"));
    QVERIFY(changeQuery(w.store(), w.ada, id, errors));
}

void TestSavedQueries::whatDoesNotFitIsRefused_data()
{
    QTest::addColumn<std::string>("folder");
    QTest::addColumn<std::string>("name");
    QTest::addColumn<std::string>("text");
    QTest::addColumn<std::string>("word");
    const std::string fits = "print 1";
    QTest::newRow("no name") << std::string() << std::string() << fits << std::string("name");
    QTest::newRow("blank name") << std::string() << std::string(" ") << fits << std::string("blank");
    QTest::newRow("slash") << std::string("a/b") << std::string("n") << fits << std::string("folder");
    QTest::newRow("no text") << std::string() << std::string("n") << std::string(" \n")
                             << std::string("Write");
    QTest::newRow("hidden text") << std::string() << std::string("n") << std::string("print h'x'")
                                 << std::string("hidden");
    QTest::newRow("too long") << std::string() << std::string("n") << std::string(longestSavedText + 1, 'a')
                              << std::string("Shorten");
}

void TestSavedQueries::whatDoesNotFitIsRefused()
{
    QFETCH(const std::string, folder);
    QFETCH(const std::string, name);
    QFETCH(const std::string, text);
    QFETCH(const std::string, word);
    test::Workspace w;
    const auto saved = saveQuery(w.store(), w.ada, {.folder = folder, .name = name, .text = text});
    QCOMPARE(test::codeOf(saved), std::string("invalid_argument"));
    QVERIFY2(saved.error().message.contains(word), saved.error().message.c_str());
    QVERIFY(listSavedQueries(w.store()).value().empty());
}

void TestSavedQueries::aViewerOnlyReads()
{
    test::Workspace w;
    w.add("vera", store::Role::Viewer);
    const std::int64_t id = saveQuery(w.store(), w.ada, errors).value();
    const store::Actor vera = store::Actor::member("vera");
    QCOMPARE(test::codeOf(saveQuery(w.store(), vera, {.name = "n", .text = "print 1"})),
             std::string("permission_denied"));
    QCOMPARE(test::codeOf(deleteQuery(w.store(), vera, id)), std::string("permission_denied"));
    QCOMPARE(names(w.store()), std::string("On call/Errors "));
}

QTEST_GUILESS_MAIN(TestSavedQueries)
#include "tst_saved_queries.moc"
