#include <QTest>

#include "ui/registry/lineage_strip.h"
#include "ui/registry/version_rows.h"
#include "ui/widgets/format.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using registry::Version;
using registry::VersionState;

namespace {

const TimePoint morning{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours(2)};

Version versionIn(VersionState state, std::vector<registry::Serving> serving = {})
{
    Version version;
    version.model = "diabetes";
    version.number = 5;
    version.hash = "51be51be51be";
    version.state = state;
    version.registered = morning;
    version.serving = std::move(serving);
    return version;
}

} // namespace

class TestVersionRows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theStateIsAWordWithAColour_data()
    {
        QTest::addColumn<Version>("version");
        QTest::addColumn<QString>("word");
        QTest::addColumn<Role>("role");
        const registry::Serving prod{
            .endpoint = "my-endpoint", .environment = "production", .deployment = "blue", .percent = 100};
        const registry::Serving idle{
            .endpoint = "my-endpoint", .environment = "production", .deployment = "green", .percent = 0};
        const registry::Serving staging{
            .endpoint = "my-endpoint-stg", .environment = "staging", .deployment = "blue", .percent = 100};
        QTest::newRow("waiting") << versionIn(VersionState::Waiting) << u"waiting for approval"_s
                                 << Role::Warning;
        QTest::newRow("rejected") << versionIn(VersionState::Rejected) << u"rejected"_s << Role::Danger;
        QTest::newRow("archived") << versionIn(VersionState::Archived) << u"archived"_s << Role::MutedText;
        QTest::newRow("approved") << versionIn(VersionState::Approved) << u"approved"_s << Role::Text;
        QTest::newRow("takes no traffic yet")
            << versionIn(VersionState::Approved, {idle}) << u"approved"_s << Role::Text;
        QTest::newRow("staging") << versionIn(VersionState::Approved, {staging}) << u"staging"_s
                                 << Role::Accent;
        QTest::newRow("production") << versionIn(VersionState::Approved, {staging, prod}) << u"production"_s
                                    << Role::Good;
    }
    void theStateIsAWordWithAColour()
    {
        QFETCH(Version, version);
        const VersionWord word = versionWord(version);
        QTEST(word.text, "word");
        QTEST(word.role, "role");
    }

    void whereItServes()
    {
        QCOMPARE(servingText(versionIn(VersionState::Approved)), emDash());
        const Version version = versionIn(
            VersionState::Approved,
            {{.endpoint = "my-endpoint", .environment = "production", .deployment = "blue", .percent = 100},
             {.endpoint = "my-stg", .environment = "staging", .deployment = "green", .percent = 0}});
        QCOMPARE(servingText(version), u"prod blue 100 %, staging green 0 %"_s);
        QCOMPARE(servingDetail(version), u"my-endpoint blue 100 %\nmy-stg green 0 %"_s);
    }

    void theDayOfRegistration()
    {
        QCOMPARE(registeredText(morning, morning + std::chrono::hours(20)), u"today 02:00"_s);
        QCOMPARE(registeredText(morning, morning + std::chrono::hours(30)), u"23 Nov"_s);
    }

    void theLineageTellsTheWay()
    {
        VersionDetails details;
        details.version = versionIn(VersionState::Approved);
        details.gates = {{.id = 9,
                          .kind = std::string(registry::productionGate),
                          .subject = "my-endpoint/18",
                          .state = registry::GateState::Open},
                         {.id = 7,
                          .kind = std::string(registry::registrationGate),
                          .subject = "diabetes/5",
                          .state = registry::GateState::Granted}};
        QStringList lines;
        for (const LineageStop &stop : lineageOf(details))
            lines.append(stop.name + u": "_s + stop.detail);
        QCOMPARE(lines,
                 (QStringList{u"version 5: sha256 51be51be…"_s, u"registration gate: ✓ granted"_s,
                              u"gate of my-endpoint: 0 of 1 approvals"_s, u"not deployed: serves nobody"_s}));
    }
};

QTEST_GUILESS_MAIN(TestVersionRows)
#include "tst_version_rows.moc"
