#include <QtTest>

#include <QTemporaryDir>

#include <filesystem>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/learn/model.h"

using namespace signalbox;
using namespace signalbox::learn;

namespace fs = std::filesystem;

class TestModelFolder : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void loadsWhatItSaved();
    void writesWhatMlflowReads();
    void refusesAFolderThatIsThere();
    void leavesNothingBehindWhenRefused();
    void hashNamesTheContent();
    void hashRefusesWhatItCannotRead();
    void refusesBrokenModels_data();
    void refusesBrokenModels();
    void probabilityIsTheLogisticFunction_data();
    void probabilityIsTheLogisticFunction();

private:
    [[nodiscard]] fs::path path(const char *name) const
    {
        return toPath(m_folder.filePath(QString::fromUtf8(name)).toStdString());
    }

    QTemporaryDir m_folder;
};

namespace {

const TimePoint created = *fromIso8601("2026-03-04T05:06:07.8901234Z");

LogisticModel sample()
{
    return {.label = "Diabetic",
            .inputs = {{"Age", InputType::Integer}, {"Patient's \"BMI\"", InputType::Real}},
            .means = {30.6, 31.123456789012345},
            .scales = {12.1, 1.0 / 3.0},
            .coefficients = {-0.1, 1e-300},
            .intercept = 0.1 + 0.2,
            .threshold = 0.4};
}

} // namespace

void TestModelFolder::loadsWhatItSaved()
{
    const auto saved = saveModel(sample(), path("saved"), created, "0123abcd");
    QVERIFY2(saved.has_value(), saved ? "" : saved.error().text().c_str());
    const auto loaded = loadModel(path("saved"));
    QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().text().c_str());
    QVERIFY(*loaded == sample());
}

void TestModelFolder::writesWhatMlflowReads()
{
    QVERIFY(saveModel(sample(), path("mlflow"), created, "0123abcd").has_value());
    for (const char *file : {"MLmodel", "model.json", "requirements.txt", "conda.yaml", "python_env.yaml",
                             "input_example.json", "code/signalbox_model.py"})
        QVERIFY2(fs::is_regular_file(path("mlflow") / file), file);
    const std::string text = *readFile(path("mlflow") / "MLmodel");
    for (const char *line :
         {"    loader_module: signalbox_model\n", "  signalbox:\n", "run_id: \"0123abcd\"\n",
          "utc_time_created: '2026-03-04 05:06:07.890123'\n",
          R"(  inputs: '[{"name":"Age","required":true,"type":"long"},{"name":"Patient''s \"BMI\"",)"
          R"("required":true,"type":"double"}]')"
          "\n"})
        QVERIFY2(text.contains(line), (line + text).c_str());
    const auto example = parseJson(*readFile(path("mlflow") / "input_example.json"));
    QVERIFY(example.has_value());
    QVERIFY(example->at("columns") == Json({"Age", "Patient's \"BMI\""}));
    QVERIFY(example->at("data") == Json::array({Json::array({31, 31.123456789012345})}));
    QVERIFY(example->at("data")[0][0].is_number_integer());

    QVERIFY(saveModel(sample(), path("without_run"), created, "").has_value());
    QVERIFY(!readFile(path("without_run") / "MLmodel")->contains("run_id"));
}

void TestModelFolder::refusesAFolderThatIsThere()
{
    QVERIFY(saveModel(sample(), path("twice"), created, "").has_value());
    const auto before = hashFolder(path("twice"));
    const auto again = saveModel(sample(), path("twice"), created, "other");
    QVERIFY(!again && again.error().code == ErrorCode::AlreadyExists);
    QVERIFY(before && before == hashFolder(path("twice")));
}

void TestModelFolder::leavesNothingBehindWhenRefused()
{
    const QTemporaryDir folder;
    const fs::path root = toPath(folder.path().toStdString());
    LogisticModel broken = sample();
    broken.scales[0] = 0;
    QVERIFY(!saveModel(broken, root / "broken", created, "").has_value());
    QVERIFY(writeFile(root / "file", "not a folder").has_value());
    const auto below = saveModel(sample(), root / "file" / "model", created, "");
    QVERIFY(!below && below.error().code == ErrorCode::Io);
    QCOMPARE(std::distance(fs::directory_iterator(root), fs::directory_iterator()), 1);
}

void TestModelFolder::hashNamesTheContent()
{
    QVERIFY(saveModel(sample(), path("one"), created, "run").has_value());
    QVERIFY(saveModel(sample(), path("two"), created, "run").has_value());
    const auto hash = hashFolder(path("one"));
    QVERIFY(hash.has_value());
    QCOMPARE(hash->size(), std::size_t{64});
    QVERIFY(hash == hashFolder(path("two")));

    for (const char *file : {"model.json", "MLmodel", "code/signalbox_model.py"}) {
        const std::string before = *readFile(path("two") / file);
        for (const std::size_t position : {std::size_t{0}, before.size() / 2, before.size() - 1}) {
            std::string flipped = before;
            flipped[position] = static_cast<char>(flipped[position] ^ 1);
            QVERIFY(writeFile(path("two") / file, flipped).has_value());
            QVERIFY(hashFolder(path("two")) != hash);
        }
        QVERIFY(writeFile(path("two") / file, before).has_value());
        QVERIFY(hashFolder(path("two")) == hash);
    }
    fs::rename(path("two") / "MLmodel", path("two") / "MLmodel2");
    QVERIFY(hashFolder(path("two")) != hash);
    fs::rename(path("two") / "MLmodel2", path("two") / "MLmodel");
    QVERIFY(writeFile(path("two") / "more", "").has_value());
    QVERIFY(hashFolder(path("two")) != hash);
}

void TestModelFolder::hashRefusesWhatItCannotRead()
{
    const auto absent = hashFolder(path("absent"));
    QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
    fs::create_directories(path("empty") / "deep");
    const auto empty = hashFolder(path("empty"));
    QVERIFY(!empty && empty.error().code == ErrorCode::NotFound);
    QVERIFY(writeFile(path("linked") / "file", "x").has_value());
    std::error_code error;
    fs::create_symlink(path("linked") / "file", path("linked") / "link", error);
    if (error)
        return; // Windows asks for a privilege to make one
    const auto linked = hashFolder(path("linked"));
    QVERIFY(!linked && linked.error().code == ErrorCode::InvalidArgument);
}

void TestModelFolder::refusesBrokenModels_data()
{
    QTest::addColumn<QString>("folder");
    QTest::addColumn<QString>("field");
    const auto row = [](const char *folder, const char *field) {
        QTest::newRow(folder) << QString::fromUtf8(folder) << QString::fromUtf8(field);
    };
    row("other_format", "formatVersion");
    row("newer_version", "formatVersion");
    row("no_label", "label");
    row("empty_label", "label");
    row("no_inputs", "inputs");
    row("input_without_name", "inputs");
    row("input_twice", "inputs");
    row("label_is_input", "inputs");
    row("odd_type", "inputs");
    row("input_not_object", "name");
    row("short_means", "means");
    row("long_coefficients", "coefficients");
    row("null_coefficient", "coefficients");
    row("zero_scale", "scales");
    row("negative_scale", "scales");
    row("text_intercept", "intercept");
    row("threshold_above_one", "threshold");
    row("overflow", "");
    row("nan", "");
    row("not_json", "");
    row("array", "format");
}

void TestModelFolder::refusesBrokenModels()
{
    QFETCH(QString, folder);
    QFETCH(QString, field);
    const auto model = loadModel(toPath(SIGNALBOX_TEST_DATA "/broken/model/" + folder.toStdString()));
    QVERIFY(!model.has_value());
    QVERIFY(model.error().code == ErrorCode::InvalidArgument);
    QCOMPARE(QString::fromStdString(model.error().field), field);
    QVERIFY(model.error().file.ends_with(folder.toStdString() + "/model.json"));
    const auto absent = loadModel(toPath(SIGNALBOX_TEST_DATA "/broken/model/no_model_file"));
    QVERIFY(!absent && absent.error().code == ErrorCode::NotFound);
}

void TestModelFolder::probabilityIsTheLogisticFunction_data()
{
    QTest::addColumn<double>("value");
    QTest::addColumn<double>("expected");
    QTest::newRow("middle") << 4.0 << 0.5;
    QTest::newRow("one scale up") << 6.0 << 1.0 / (1.0 + std::exp(-3.0));
    QTest::newRow("far up") << 1e300 << 1.0;
    QTest::newRow("far down") << -1e300 << 0.0;
}

void TestModelFolder::probabilityIsTheLogisticFunction()
{
    QFETCH(double, value);
    QFETCH(double, expected);
    const LogisticModel model{.label = "y",
                              .inputs = {{"x", InputType::Real}},
                              .means = {3},
                              .scales = {2},
                              .coefficients = {3},
                              .intercept = -1.5,
                              .threshold = 0.5};
    const double probability = model.probability(std::span(&value, 1));
    QCOMPARE(probability, expected);
    QCOMPARE(model.predict(probability), expected >= 0.5 ? 1 : 0);
}

QTEST_GUILESS_MAIN(TestModelFolder)
#include "tst_model_folder.moc"
