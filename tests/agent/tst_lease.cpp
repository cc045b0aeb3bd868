#include <QTemporaryDir>
#include <QtTest>

#include "core/agent/lease.h"
#include "core/base/platform.h"
#include "core/store/audit.h"

using namespace signalbox;
using namespace signalbox::agent;

namespace {

// No process has this number: it is above the highest that Linux, macOS and Windows give.
constexpr std::int64_t nobody = 0x7FFFFFF0;

Lease wanted(const std::string &owner, std::int64_t pid = processId())
{
    return {.owner = owner,
            .pid = pid,
            .host = hostName(),
            .program = "test",
            .port = 4711,
            .acquired = {},
            .renewed = {},
            .expires = {}};
}

} // namespace

class LeaseTest final : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<ManualClock> m_clock;
    std::unique_ptr<store::Store> m_store;

private Q_SLOTS:
    void init()
    {
        m_folder = std::make_unique<QTemporaryDir>();
        m_clock =
            std::make_unique<ManualClock>(TimePoint(std::chrono::sys_days(std::chrono::year(2026) / 1 / 1)));
        m_store = *store::Store::create(std::filesystem::path(m_folder->path().toStdString()) / "ws",
                                        {.name = "ws", .administrator = "alice"}, *m_clock);
    }
    void cleanup() { m_store.reset(); }

    void nobodyHoldsItAtFirst() { QVERIFY(!readLease(*m_store)->has_value()); }

    void oneAgentAWorkspace()
    {
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        const auto second = acquireLease(*m_store, wanted("b"));
        QVERIFY(!second);
        QVERIFY(second.error().code == ErrorCode::FailedPrecondition);
        QVERIFY(second.error().message.find(std::to_string(processId())) != std::string::npos);
        QCOMPARE(readLease(*m_store)->value().owner, std::string("a"));
    }

    void deadProcessIsReplacedAtOnce()
    {
        QVERIFY(acquireLease(*m_store, wanted("a", nobody)).has_value());
        QVERIFY(acquireLease(*m_store, wanted("b")).has_value());
        QCOMPARE(readLease(*m_store)->value().owner, std::string("b"));
    }

    void deadHostIsReplacedWhenItsLeaseExpires()
    {
        Lease elsewhere = wanted("a", nobody);
        elsewhere.host = "another-host";
        QVERIFY(acquireLease(*m_store, elsewhere).has_value());
        QVERIFY(!acquireLease(*m_store, wanted("b")));
        m_clock->advance(leaseLifetime);
        QVERIFY(acquireLease(*m_store, wanted("b")).has_value());
    }

    void renewalKeepsIt()
    {
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        for (int i = 0; i < 10; ++i) {
            m_clock->advance(std::chrono::seconds(4));
            QVERIFY(renewLease(*m_store, "a").has_value());
        }
        QVERIFY(readLease(*m_store)->value().aliveAt(m_clock->now()));
    }

    void slowAgentKeepsWhatNobodyElseTook()
    {
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        m_clock->advance(std::chrono::minutes(1));
        QVERIFY(!readLease(*m_store)->value().aliveAt(m_clock->now()));
        QVERIFY(renewLease(*m_store, "a").has_value());
        QVERIFY(readLease(*m_store)->value().aliveAt(m_clock->now()));
    }

    void agentThatWasAwayHasLostIt()
    {
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        m_clock->advance(std::chrono::seconds(6));
        QVERIFY(acquireLease(*m_store, wanted("b")).has_value());
        const Status renewed = renewLease(*m_store, "a");
        QVERIFY(!renewed);
        QVERIFY(renewed.error().code == ErrorCode::FailedPrecondition);
        QVERIFY(!releaseLease(*m_store, "a"));
        QVERIFY(renewLease(*m_store, "b").has_value());
    }

    void releaseLeavesThePortBehind()
    {
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        QVERIFY(releaseLease(*m_store, "a").has_value());
        const auto lease = readLease(*m_store)->value();
        QVERIFY(!lease.aliveAt(m_clock->now()));
        QCOMPARE(int(lease.port), 4711);
        QVERIFY(acquireLease(*m_store, wanted("b")).has_value());
    }

    void stopIsAskedOfALivingAgentOnly()
    {
        const auto alice = store::Actor::member("alice");
        QVERIFY(!requestStop(*m_store, alice));
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        QVERIFY(!readLease(*m_store)->value().stopRequested);
        QVERIFY(!requestStop(*m_store, store::Actor::member("mallory")));
        QVERIFY(requestStop(*m_store, alice).has_value());
        QVERIFY(readLease(*m_store)->value().stopRequested);
    }

    void startAndEndAreInTheAuditTrailButRenewalsAreNot()
    {
        const auto before = store::listAudit(*m_store, {})->size();
        QVERIFY(acquireLease(*m_store, wanted("a")).has_value());
        QVERIFY(renewLease(*m_store, "a").has_value());
        QVERIFY(releaseLease(*m_store, "a").has_value());
        QCOMPARE(store::listAudit(*m_store, {})->size(), before + 2);
        QVERIFY(store::verifyAudit(*m_store)->intact);
    }
};

QTEST_GUILESS_MAIN(LeaseTest)
#include "tst_lease.moc"
