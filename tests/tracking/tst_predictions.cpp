#include <QDir>

#include <limits>

#include "core/tracking/predictions.h"
#include "tests/store/workspace.h"

using namespace signalbox;
using namespace signalbox::test;
using tracking::Predictions;

namespace {

const Predictions sound = {.dataHash = "abc",
                           .threshold = 0.3,
                           .rows = {0, 7, 9'000'000'000},
                           .labels = {0, 1, 1},
                           .probabilities = {0.1, 1.0 / 3.0, 1.0}};

} // namespace

Q_DECLARE_METATYPE(Predictions)

class TestPredictions : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void comeBackExactly_data();
    void comeBackExactly();
    void unsoundOnesAreNotSaved_data();
    void unsoundOnesAreNotSaved();
    void brokenFilesAreRefused_data();
    void brokenFilesAreRefused();
    void missingFile();
};

void TestPredictions::comeBackExactly_data()
{
    QTest::addColumn<Predictions>("saved");
    QTest::newRow("some") << sound;
    QTest::newRow("none") << Predictions{.dataHash = "abc", .rows = {}, .labels = {}, .probabilities = {}};
    QTest::newRow("extreme numbers") << Predictions{
        .dataHash = "",
        .threshold = 0,
        .rows = {1, 2, 3},
        .labels = {1, 0, 1},
        .probabilities = {std::numeric_limits<double>::denorm_min(), 0.0, 1.0 - 0x1p-53}};
}

void TestPredictions::comeBackExactly()
{
    QFETCH(const Predictions, saved);
    const QTemporaryDir folder;
    const auto path = toPath(folder.path().toStdString()) / "run";
    QVERIFY(savePredictions(saved, path).has_value());
    const auto loaded = tracking::loadPredictions(path);
    QVERIFY2(loaded.has_value(), messageOf(loaded).c_str());
    QCOMPARE(loaded->dataHash, saved.dataHash);
    QCOMPARE(loaded->threshold, saved.threshold);
    QVERIFY(loaded->rows == saved.rows && loaded->labels == saved.labels);
    QVERIFY2(loaded->probabilities == saved.probabilities, "bit for bit");
}

void TestPredictions::unsoundOnesAreNotSaved_data()
{
    QTest::addColumn<Predictions>("predictions");
    const auto row = [](const char *name, auto edit) {
        Predictions predictions = sound;
        edit(predictions);
        QTest::newRow(name) << predictions;
    };
    row("a label too few", [](Predictions &p) { p.labels.pop_back(); });
    row("a probability too few", [](Predictions &p) { p.probabilities.pop_back(); });
    row("rows not rising", [](Predictions &p) { p.rows = {7, 7, 9}; });
    row("negative row", [](Predictions &p) { p.rows[0] = -1; });
    row("label of 2", [](Predictions &p) { p.labels[1] = 2; });
    row("probability of 1.5", [](Predictions &p) { p.probabilities[1] = 1.5; });
    row("no number", [](Predictions &p) { p.probabilities[1] = std::numeric_limits<double>::quiet_NaN(); });
    row("threshold of 2", [](Predictions &p) { p.threshold = 2; });
    row("hash with a line end", [](Predictions &p) { p.dataHash = "a\nb"; });
}

void TestPredictions::unsoundOnesAreNotSaved()
{
    QFETCH(const Predictions, predictions);
    const QTemporaryDir folder;
    const auto path = toPath(folder.path().toStdString());
    QCOMPARE(codeOf(savePredictions(predictions, path)), std::string("invalid_argument"));
    QVERIFY(std::filesystem::is_empty(path));
}

void TestPredictions::brokenFilesAreRefused_data()
{
    QTest::addColumn<QString>("file");
    const QDir broken(QStringLiteral(SIGNALBOX_TEST_DATA "/broken"));
    const QStringList names = broken.entryList({QStringLiteral("*.csv")}, QDir::Files);
    QVERIFY(names.size() > 20);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << broken.filePath(name);
}

void TestPredictions::brokenFilesAreRefused()
{
    QFETCH(const QString, file);
    const QTemporaryDir folder;
    QVERIFY(QFile::copy(file, folder.filePath(QLatin1String(tracking::predictionsFileName))));
    const auto loaded = tracking::loadPredictions(toPath(folder.path().toStdString()));
    QCOMPARE(codeOf(loaded), std::string("data_loss"));
    QVERIFY(loaded.error().file.ends_with(tracking::predictionsFileName));
}

void TestPredictions::missingFile()
{
    const QTemporaryDir folder;
    QCOMPARE(codeOf(tracking::loadPredictions(toPath(folder.path().toStdString()))),
             std::string("not_found"));
}

QTEST_GUILESS_MAIN(TestPredictions)
#include "tst_predictions.moc"
