#include <QTest>

#include "ui/alerts/change_events.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

store::AuditEntry entryAt(std::chrono::seconds time, const std::string &action)
{
    store::AuditEntry entry;
    entry.time = TimePoint(time);
    entry.action = action;
    return entry;
}

} // namespace

class TestChangeEvents final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatServesIsMarked_data();
    void whatServesIsMarked();
    void theOldestIsFirst();
};

void TestChangeEvents::whatServesIsMarked_data()
{
    QTest::addColumn<QString>("action");
    QTest::addColumn<QString>("subject");
    QTest::addColumn<QString>("after");
    QTest::addColumn<QString>("label"); // what it has in it; "" if there is no mark
    QTest::newRow("traffic") << u"traffic.moved"_s << u"e"_s << uR"({"blue":80,"green":20})"_s << u"20 %"_s;
    QTest::newRow("promoted") << u"rollout.promoted"_s << u"e/2"_s << uR"({"blue":50,"green":50})"_s
                              << u"50 %"_s;
    QTest::newRow("rollback") << u"traffic.rolled-back"_s << u"e"_s << uR"({"blue":100})"_s
                              << u"rolled back"_s;
    QTest::newRow("fault") << u"drill.fault-injected"_s << u"e/green"_s << u"{}"_s << u", green"_s;
    QTest::newRow("failed") << u"deployment.failed"_s << u"e/blue"_s << u"{}"_s << u", blue"_s;
    QTest::newRow("gate") << u"gate.opened"_s << u"e/2"_s << u"{}"_s << QString();
    QTest::newRow("unknown") << u"x.y"_s << u"e"_s << u"{}"_s << QString();
}

void TestChangeEvents::whatServesIsMarked()
{
    QFETCH(const QString, action);
    QFETCH(const QString, subject);
    QFETCH(const QString, after);
    QFETCH(const QString, label);
    store::AuditEntry entry = entryAt(std::chrono::seconds(5), action.toStdString());
    entry.subject = subject.toStdString();
    entry.before = R"({"blue":100})";
    entry.after = after.toStdString();
    const auto events = changeEvents({entry});
    QCOMPARE(events.size(), label.isEmpty() ? std::size_t{0} : std::size_t{1});
    if (label.isEmpty())
        return;
    QVERIFY2(events.front().label.contains(label), qPrintable(events.front().label));
    QVERIFY(events.front().label.size() <= 48);
    QCOMPARE(events.front().x, 5000.0);
}

void TestChangeEvents::theOldestIsFirst()
{
    const auto events = changeEvents({entryAt(std::chrono::seconds(9), "traffic.rolled-back"),
                                      entryAt(std::chrono::seconds(2), "rollout.started")});
    QCOMPARE(events.size(), std::size_t{2});
    QVERIFY(events[0].x < events[1].x);
}

QTEST_GUILESS_MAIN(TestChangeEvents)
#include "tst_change_events.moc"
