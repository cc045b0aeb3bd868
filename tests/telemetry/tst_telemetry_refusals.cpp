#include <QTest>

#include <map>

#include <SQLiteCpp/SQLiteCpp.h>

#include "core/base/sha256.h"
#include "core/telemetry/segments.h"
#include "core/telemetry/telemetry_file.h"
#include "tests/base/bytes.h"
#include "tests/telemetry/table_data.h"

using namespace signalbox;
using namespace signalbox::telemetry;
namespace fs = std::filesystem;

namespace {

// Every file of the folder with its contents.
std::map<std::string, std::string> contentsOf(const QTemporaryDir &folder)
{
    std::map<std::string, std::string> contents;
    for (const auto &entry : fs::directory_iterator(toPath(folder.path().toStdString())))
        contents[toUtf8(entry.path())] = sha256(readFile(entry.path()).value_or("cannot be read"));
    return contents;
}

void makeTelemetry(const fs::path &path)
{
    SeededRandom random(1);
    const auto file = TelemetryFile::openForWriting(path);
    QVERIFY(file);
    for (int i = 0; i < 4; ++i)
        QVERIFY((*file)->append(everyType(), randomChunk(everyType(), 500, random, i * 500)));
}

void execute(const fs::path &path, const std::string &sql)
{
    SQLite::Database db(toUtf8(path), SQLite::OPEN_READWRITE | SQLite::OPEN_CREATE);
    db.exec(sql);
}

void rewrite(const fs::path &path, std::size_t size, char filling = 0)
{
    std::string text = readFile(path).value_or("");
    text.resize(size, filling);
    QVERIFY(writeFile(path, text));
}

void scribble(const fs::path &path)
{
    std::string text = readFile(path).value_or("");
    for (std::size_t i = 4096; i < text.size(); ++i)
        text[i] = static_cast<char>(i * 31);
    QVERIFY(writeFile(path, text));
}

using Spoil = void (*)(const fs::path &);

} // namespace

Q_DECLARE_METATYPE(Spoil)

class TestTelemetryRefusals : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void refusesAndLeavesItAlone_data();
    void refusesAndLeavesItAlone();
    void acceptsWhatItWrote();
};

void TestTelemetryRefusals::refusesAndLeavesItAlone_data()
{
    QTest::addColumn<Spoil>("spoil");
    QTest::addColumn<ErrorCode>("code");
    QTest::addColumn<bool>("readersNotice");
    const auto add = [](const char *name, Spoil spoil, ErrorCode code, bool readersNotice = true) {
        QTest::newRow(name) << spoil << code << readersNotice;
    };
    add("empty", [](const fs::path &path) { QVERIFY(writeFile(path, "")); }, ErrorCode::DataLoss);
    add(
        "text", [](const fs::path &path) { QVERIFY(writeFile(path, std::string(5000, 'a'))); },
        ErrorCode::DataLoss);
    add(
        "shorter than a header",
        [](const fs::path &path) {
            makeTelemetry(path);
            rewrite(path, 99);
        },
        ErrorCode::DataLoss);
    add(
        "cut after the header",
        [](const fs::path &path) {
            makeTelemetry(path);
            rewrite(path, 100);
        },
        ErrorCode::DataLoss);
    // A reader may not judge the pages of a file that the agent is writing: it finds out when it reads.
    add(
        "cut in the middle",
        [](const fs::path &path) {
            makeTelemetry(path);
            rewrite(path, 4096 * 3);
        },
        ErrorCode::DataLoss, false);
    add(
        "scribbled over",
        [](const fs::path &path) {
            makeTelemetry(path);
            scribble(path);
        },
        ErrorCode::DataLoss, false);
    add(
        "another program's", [](const fs::path &path) { execute(path, "CREATE TABLE t(a)"); },
        ErrorCode::DataLoss);
    add(
        "another database of ours",
        [](const fs::path &path) { execute(path, "PRAGMA application_id = 1396854616; CREATE TABLE t(a)"); },
        ErrorCode::DataLoss);
    add(
        "newer",
        [](const fs::path &path) {
            makeTelemetry(path);
            execute(path, "PRAGMA user_version = 1000");
        },
        ErrorCode::FailedPrecondition);
    add("a folder", [](const fs::path &path) { QVERIFY(fs::create_directory(path)); }, ErrorCode::Io);
}

void TestTelemetryRefusals::refusesAndLeavesItAlone()
{
    QFETCH(const Spoil, spoil);
    QFETCH(const ErrorCode, code);
    QFETCH(const bool, readersNotice);
    const QTemporaryDir folder;
    spoil(telemetryFileIn(folder));
    const auto before = contentsOf(folder);

    const auto writer = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(!writer);
    QCOMPARE(writer.error().code, code);
    QVERIFY(!writer.error().file.empty());
    QVERIFY(contentsOf(folder) == before);

    const auto reader = TelemetryFile::openForReading(telemetryFileIn(folder));
    if (reader) {
        QVERIFY(!readersNotice);
        const auto read = (*reader)->read("every", {}, namesOf(everyType()));
        QVERIFY(!read);
        QCOMPARE(read.error().code, code);
    } else {
        QCOMPARE(reader.error().code, code);
    }
    const std::string path = toUtf8(telemetryFileIn(folder));
    QVERIFY(contentsOf(folder)[path] == before.at(path));
}

void TestTelemetryRefusals::acceptsWhatItWrote()
{
    const QTemporaryDir folder;
    makeTelemetry(telemetryFileIn(folder));
    // Nothing but the file itself is left when the last one closes it.
    QCOMPARE(contentsOf(folder).size(), std::size_t{1});
    {
        SQLite::Database db(toUtf8(telemetryFileIn(folder)), SQLite::OPEN_READONLY);
        QCOMPARE(db.execAndGet("PRAGMA application_id").getInt(), telemetryApplicationId);
        QCOMPARE(db.execAndGet("PRAGMA user_version").getInt(), telemetrySchemaVersion);
        QCOMPARE(bytes(db.execAndGet("PRAGMA journal_mode").getString()), QByteArray("wal"));
    }
    const auto file = TelemetryFile::openForWriting(telemetryFileIn(folder));
    QVERIFY(file);
    QCOMPARE((*file)->statistics()->front().rows, std::int64_t{2000});
}

QTEST_GUILESS_MAIN(TestTelemetryRefusals)
#include "tst_telemetry_refusals.moc"
