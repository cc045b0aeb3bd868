#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <thread>
#include <vector>

#include "core/base/file.h"
#include "core/base/platform.h"
#include "tests/base/bytes.h"

using namespace signalbox;
namespace fs = std::filesystem;

namespace {

fs::path in(const QTemporaryDir &folder, const char *name)
{
    return toPath(folder.path().toStdString()) / toPath(name);
}

std::size_t entries(const fs::path &folder)
{
    return static_cast<std::size_t>(std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
}

} // namespace

class TestFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void pathsKeepTheirText_data();
    void pathsKeepTheirText();
    void whatIsWrittenIsRead_data();
    void whatIsWrittenIsRead();
    void replacesAndLeavesNothingBeside();
    void makesFolders();
    void stopsAtTheLimit();
    void refusals();
    void failedWriteKeepsTheOldFile();
    void readersSeeOldOrNew();
};

void TestFile::pathsKeepTheirText_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::newRow("ASCII") << QByteArray("a/b.txt");
    QTest::newRow("other scripts") << QByteArray("größe/模型.csv");
    QTest::newRow("beyond the first plane") << QByteArray("\xF0\x9F\x9A\x82");
    QTest::newRow("nothing") << QByteArray();
}

void TestFile::pathsKeepTheirText()
{
    QFETCH(const QByteArray, path);
    QCOMPARE(bytes(toUtf8(toPath(view(path)))), path);
}

void TestFile::whatIsWrittenIsRead_data()
{
    QTest::addColumn<QByteArray>("content");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("text") << QByteArray("one\ntwo\n");
    QTest::newRow("line ends stay") << QByteArray("one\r\ntwo\r");
    QTest::newRow("zero bytes") << QByteArray("a\0b\0", 4);
    QTest::newRow("end-of-file byte") << QByteArray("a\x1A"
                                                    "b");
    QTest::newRow("a megabyte") << QByteArray(1 << 20, '\xFE');
}

void TestFile::whatIsWrittenIsRead()
{
    QFETCH(const QByteArray, content);
    const QTemporaryDir folder;
    const fs::path path = in(folder, "größe.bin");
    QVERIFY(writeFile(path, view(content)).has_value());
    const Result<std::string> read = readFile(path);
    QVERIFY(read.has_value());
    QCOMPARE(bytes(*read), content);
}

void TestFile::replacesAndLeavesNothingBeside()
{
    const QTemporaryDir folder;
    const fs::path path = in(folder, "a.txt");
    QVERIFY(writeFile(path, "a long first text").has_value());
    QVERIFY(writeFile(path, "short").has_value());
    QCOMPARE(readFile(path), Result<std::string>("short"));
    QCOMPARE(entries(path.parent_path()), std::size_t{1});
}

void TestFile::makesFolders()
{
    const QTemporaryDir folder;
    const fs::path path = in(folder, "one/two/three.txt");
    QVERIFY(writeFile(path, "x").has_value());
    QVERIFY(readFile(path).has_value());
}

void TestFile::stopsAtTheLimit()
{
    const QTemporaryDir folder;
    const fs::path path = in(folder, "a.txt");
    QVERIFY(writeFile(path, "12345").has_value());
    QVERIFY(readFile(path, 5).has_value());
    const Result<std::string> read = readFile(path, 4);
    QVERIFY(!read.has_value());
    QCOMPARE(read.error().code, ErrorCode::ResourceExhausted);
}

void TestFile::refusals()
{
    const QTemporaryDir folder;
    const Result<std::string> missing = readFile(in(folder, "none.txt"));
    QVERIFY(!missing.has_value());
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    QVERIFY(bytes(missing.error().message).contains("none.txt"));

    const Result<std::string> directory = readFile(in(folder, ""));
    QVERIFY(!directory.has_value());
    QCOMPARE(directory.error().code, ErrorCode::InvalidArgument);

    QVERIFY(writeFile(in(folder, "file"), "x").has_value());
    const Status inside = writeFile(in(folder, "file/below.txt"), "x");
    QVERIFY(!inside.has_value());
    QCOMPARE(inside.error().code, ErrorCode::Io);
}

void TestFile::failedWriteKeepsTheOldFile()
{
    const QTemporaryDir folder;
    // A folder with something in it cannot be renamed over, for root neither.
    QVERIFY(writeFile(in(folder, "taken/inside.txt"), "x").has_value());
    const Status status = writeFile(in(folder, "taken"), "y");
    QVERIFY(!status.has_value());
    QCOMPARE(status.error().code, ErrorCode::Io);
    QCOMPARE(readFile(in(folder, "taken/inside.txt")), Result<std::string>("x"));
    QCOMPARE(entries(in(folder, "")), std::size_t{1});
}

void TestFile::readersSeeOldOrNew()
{
    const QTemporaryDir folder;
    const fs::path path = in(folder, "shared.txt");
    constexpr std::size_t size = 200'000;
    QVERIFY(writeFile(path, std::string(size, '0')).has_value());

    std::vector<std::thread> writers;
    std::vector<int> failures(3, 0);
    for (std::size_t writer = 0; writer < failures.size(); ++writer) {
        writers.emplace_back([&path, &failed = failures[writer], letter = static_cast<char>('a' + writer)] {
            for (int i = 0; i < 10; ++i)
                failed += writeFile(path, std::string(size, letter)) ? 0 : 1;
        });
    }
    int torn = 0;
    for (int i = 0; i < 50; ++i) {
        const Result<std::string> read = readFile(path);
        torn += read && read->size() == size && read->find_first_not_of(read->front()) == std::string::npos
                    ? 0
                    : 1;
    }
    for (std::thread &writer : writers)
        writer.join();
    QCOMPARE(torn, 0);
    QCOMPARE(failures, std::vector<int>(3, 0));
    QCOMPARE(entries(path.parent_path()), std::size_t{1});
}

QTEST_GUILESS_MAIN(TestFile)
#include "tst_file.moc"
