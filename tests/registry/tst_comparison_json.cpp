#include "core/registry/comparison.h"
#include "core/registry/evidence.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::registry;
using namespace signalbox::test;

class TestComparisonJson : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void jsonComesBack();
    void brokenJsonIsRefused_data();
    void brokenJsonIsRefused();
};

void TestComparisonJson::jsonComesBack()
{
    RegistrationEvidence evidence;
    evidence.comparison = {
        .candidate = "diabetes/5",
        .baseline = "größe/4",
        .sameRows = true,
        .note = "said \"so\"",
        .rows = 3000,
        .metrics = {{.metric = "f1", .baseline = 1.0 / 3.0, .candidate = 0.781},
                    {.metric = "log_loss", .baseline = {}, .candidate = 0.452, .higherIsBetter = false}},
        .f1Gain = Interval{.low = -0.021, .high = 0.055},
        .fixed = 212,
        .broken = 98};
    evidence.smokeTest = {.rows = 20, .valid = 19, .finding = "19 of 20 predictions valid."};
    const RegistrationEvidence back = RegistrationEvidence::fromJson(evidence.toJson()).value();
    QCOMPARE(back.toJson(), evidence.toJson());
    QCOMPARE(back.comparison.metrics[0].baseline.value(), 1.0 / 3.0);
    QVERIFY(!back.comparison.metrics[1].baseline && !back.comparison.metrics[1].higherIsBetter);
    QCOMPARE(back.comparison.f1Gain->low, -0.021);
    QCOMPARE(back.comparison.fixed, 212);
    QCOMPARE(back.smokeTest.finding, std::string("19 of 20 predictions valid."));
    QVERIFY(!back.smokeTest.passed());
    QCOMPARE(Comparison::fromJson(evidence.toJson()).value().toJson(), evidence.comparison.toJson());
    QCOMPARE(Comparison::fromJson(Comparison{}.toJson()).value().toJson(), Comparison{}.toJson());
}

void TestComparisonJson::brokenJsonIsRefused_data()
{
    QTest::addColumn<std::string>("text");
    const std::string sound = Comparison{.candidate = "a",
                                         .baseline = {},
                                         .note = {},
                                         .metrics = {{.metric = "f1", .baseline = 0.5, .candidate = 1}},
                                         .f1Gain = Interval{.low = 0, .high = 1}}
                                  .toJson();
    QVERIFY(Comparison::fromJson(sound).has_value());
    const auto row = [&sound](const char *name, std::string_view from, std::string_view to) {
        std::string text = sound;
        const auto at = text.find(from);
        QVERIFY2(at != std::string::npos, name);
        QTest::newRow(name) << text.replace(at, from.size(), to);
    };
    QTest::newRow("empty") << std::string();
    QTest::newRow("not an object") << std::string("[]");
    QTest::newRow("cut short") << sound.substr(0, sound.size() - 2);
    row("member missing", R"("rows")", R"("lines")");
    row("wrong type", R"("same_rows":false)", R"("same_rows":0)");
    row("metrics not a list", R"("metrics":[)", R"("metrics":3,"other":[)");
    row("metric without a name", R"("metric":)", R"("name":)");
    row("baseline not a number", R"("baseline":0.5)", R"("baseline":"0.5")");
    row("fraction of a row", R"("fixed":0)", R"("fixed":0.5)");
    row("half an interval", R"("low")", R"("lower")");
}

void TestComparisonJson::brokenJsonIsRefused()
{
    QFETCH(const std::string, text);
    QCOMPARE(codeOf(Comparison::fromJson(text)), std::string("invalid_argument"));
    QCOMPARE(codeOf(RegistrationEvidence::fromJson(text)), std::string("invalid_argument"));
}

QTEST_GUILESS_MAIN(TestComparisonJson)
#include "tst_comparison_json.moc"
