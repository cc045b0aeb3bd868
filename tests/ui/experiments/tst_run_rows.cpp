#include <QSettings>
#include <QTemporaryDir>
#include <QTest>

#include "ui/experiments/data_preview.h"
#include "ui/experiments/run_pair_view.h"
#include "ui/experiments/run_rows.h"
#include "ui/experiments/training_input.h"
#include "ui/widgets/format.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using tracking::Run;
using tracking::RunState;

namespace {

const TimePoint start{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} + std::chrono::hours(14)};

Run runNamed(const char *name)
{
    Run run;
    run.id = "ab12";
    run.name = name;
    run.started = start;
    return run;
}

TrainingInput goodInput()
{
    return {.dataPath = u"data.csv"_s, .experiment = u"diabetes"_s, .label = u"Diabetic"_s};
}

} // namespace

class TestRunRows final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFinishedRunReadsAsItWas()
    {
        Run run = runNamed("calm-lever-3");
        run.experiment = "diabetes";
        run.state = RunState::Finished;
        run.member = "you";
        run.ended = start + std::chrono::milliseconds(1240);
        run.parameters = {{"C", "0.1"}};
        run.metrics = {{"f1", 0.7431}, {"accuracy", 0.774}, {"roc_auc", 0.848}};
        run.tags = {{std::string(tracking::commitTag), "b81f0aa9c0ffee"},
                    {std::string(tracking::seedTag), "7"}};
        QStringList texts;
        for (const Cell &cell : runRow(run, start).cells)
            texts.append(cell.text);
        QCOMPARE(texts, (QStringList{u"calm-lever-3"_s, u"✓ finished"_s, u"23 Nov 14:00"_s, u"1.2 s"_s,
                                     u"0.743"_s, u"0.774"_s, u"0.848"_s, u"0.1"_s, u"7"_s, u"b81f0aa"_s,
                                     u"you"_s, u"diabetes"_s}));
        QCOMPARE(texts.size(), static_cast<qsizetype>(runColumns().size()));
    }

    void aRunThatFailedHasNoNumbers()
    {
        Run run = runNamed("late-express-1");
        run.state = RunState::Failed;
        run.error = "The file is gone.";
        const Row row = runRow(run, start);
        QCOMPARE(row.cells[1].text, u"✕ failed"_s);
        QCOMPARE(row.cells[1].role, Role::Danger);
        QCOMPARE(row.cells[1].toolTip, u"The file is gone."_s);
        for (const std::size_t column : {4U, 5U, 6U, 7U, 8U, 9U})
            QCOMPARE(row.cells[column].text, emDash());
    }

    void numbersSortAsNumbers()
    {
        Run run = runNamed("calm-lever-3");
        run.parameters = {{"C", "1e-05"}};
        QCOMPARE(runRow(run, start).cells[7].sortKey.toDouble(), 1e-05);
        run.parameters = {{"C", "auto"}};
        QCOMPARE(runRow(run, start).cells[7].sortKey.toString(), u"auto"_s);
    }

    void parametersThatDifferAreMarkedAndComeFirst()
    {
        Run before;
        Run after;
        before.parameters = {{"C", "1"}, {"label", "Diabetic"}, {"threshold", "0.5"}};
        after.parameters = {{"C", "1"}, {"label", "Diabetic"}, {"threshold", "0.4"}, {"balanced", "true"}};
        QStringList lines;
        for (const Row &row : parameterRows(before, after)) {
            QStringList texts;
            for (const Cell &cell : row.cells)
                texts.append(cell.text);
            lines.append(texts.join(u' '));
        }
        QCOMPARE(lines, (QStringList{u"balanced — true ≠"_s, u"threshold 0.5 0.4 ≠"_s, u"C 1 1 "_s,
                                     u"label Diabetic Diabetic "_s}));
    }

    void wrongInputNamesItsField_data()
    {
        QTest::addColumn<TrainingInput>("input");
        QTest::addColumn<QString>("field");
        const auto with = [](auto member, const QString &value) {
            TrainingInput input = goodInput();
            input.*member = value;
            return input;
        };
        QTest::newRow("right") << goodInput() << QString();
        QTest::newRow("no file") << with(&TrainingInput::dataPath, u" "_s) << u"dataPath"_s;
        QTest::newRow("no experiment") << with(&TrainingInput::experiment, {}) << u"experiment"_s;
        QTest::newRow("experiment with a blank")
            << with(&TrainingInput::experiment, u"a b"_s) << u"experiment"_s;
        QTest::newRow("run name") << with(&TrainingInput::runName, u"-x"_s) << u"runName"_s;
        QTest::newRow("no label") << with(&TrainingInput::label, {}) << u"label"_s;
        QTest::newRow("C is zero") << with(&TrainingInput::C, u"0"_s) << u"C"_s;
        QTest::newRow("C with a comma") << with(&TrainingInput::C, u"0,1"_s) << u"C"_s;
        QTest::newRow("C is not finite") << with(&TrainingInput::C, u"inf"_s) << u"C"_s;
        QTest::newRow("tolerance") << with(&TrainingInput::tolerance, u"-1e-4"_s) << u"tolerance"_s;
        QTest::newRow("iterations") << with(&TrainingInput::maximumIterations, u"2.5"_s)
                                    << u"maximumIterations"_s;
        QTest::newRow("no iterations")
            << with(&TrainingInput::maximumIterations, u"0"_s) << u"maximumIterations"_s;
        QTest::newRow("fraction of one") << with(&TrainingInput::testFraction, u"1"_s) << u"testFraction"_s;
        QTest::newRow("negative seed") << with(&TrainingInput::seed, u"-1"_s) << u"seed"_s;
        QTest::newRow("threshold") << with(&TrainingInput::threshold, u"1.2"_s) << u"threshold"_s;
        TrainingInput both = goodInput();
        both.ignoredColumns = {u"Diabetic"_s};
        QTest::newRow("label ignored") << both << u"ignoredColumns"_s;
    }
    void wrongInputNamesItsField()
    {
        QFETCH(TrainingInput, input);
        QFETCH(QString, field);
        const auto job = trainingJob(input);
        QCOMPARE(job.has_value(), field.isEmpty());
        if (!job) {
            QCOMPARE(toQt(job.error().field), field);
            QVERIFY(!job.error().message.empty());
        }
    }

    void theLastTrainingIsRemembered()
    {
        QTemporaryDir folder;
        QSettings settings(folder.filePath(u"console.ini"_s), QSettings::IniFormat);
        QCOMPARE(rememberedTraining(settings), TrainingInput());
        TrainingInput input = goodInput();
        input.ignoredColumns = {u"PatientID"_s, u"Age"_s};
        input.C = u"0.01"_s;
        input.balancedClasses = true;
        rememberTraining(settings, input);
        QCOMPARE(rememberedTraining(settings), input);
    }

    void aDataFileIsSeenThrough()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(u"data.csv"_s);
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("PatientID,Age,Sex,BMI,Diabetic\n1,30,f,20.5,0\n2,41,m,,1\n3,30,f,22.1,1\n");
        file.close();
        const auto preview = readDataPreview(fromQt(path));
        QVERIFY(preview);
        QCOMPARE(preview->rows, 3);
        QCOMPARE(preview->likelyLabel(), u"Diabetic"_s);
        QStringList features;
        for (const PreviewColumn &column : preview->columns)
            if (DataPreview::canBeFeature(column))
                features.append(column.name);
        QCOMPARE(features, (QStringList{u"PatientID"_s, u"Age"_s, u"Diabetic"_s}));
        QVERIFY(preview->columns[0].looksLikeId);
        QVERIFY(!preview->columns[1].looksLikeId);
        QCOMPARE(preview->columns[3].missing, 1);
        QCOMPARE(preview->columns[3].first, (QStringList{u"20.5"_s, emDash(), u"22.1"_s}));
        QVERIFY(!readDataPreview(fromQt(folder.filePath(u"gone.csv"_s))));
    }
};

QTEST_GUILESS_MAIN(TestRunRows)
#include "tst_run_rows.moc"
