#include <QTemporaryDir>
#include <QTest>

#include "core/base/file.h"
#include "core/base/sha256.h"
#include "tests/base/bytes.h"

using namespace signalbox;

class TestSha256 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void knownDigests_data();
    void knownDigests();
    void aMillionLetters();
    void fieldsDoNotRunTogether();
    void hashesFiles();
    void refusesWhatIsNoFile();
};

void TestSha256::knownDigests_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<QByteArray>("digest");

    // FIPS 180-4 examples and NIST's example files.
    QTest::newRow("nothing") << QByteArray("")
                             << QByteArray(
                                    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    QTest::newRow("one block") << QByteArray("abc")
                               << QByteArray(
                                      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    QTest::newRow("two blocks") << QByteArray("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq")
                                << QByteArray(
                                       "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    QTest::newRow("896 bits") << QByteArray("abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmno"
                                            "ijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu")
                              << QByteArray(
                                     "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1");
}

void TestSha256::knownDigests()
{
    QFETCH(const QByteArray, text);
    QFETCH(const QByteArray, digest);

    QCOMPARE(bytes(sha256(view(text))), digest);
    Sha256 piecewise;
    for (const char letter : text)
        piecewise.add({&letter, 1});
    QCOMPARE(bytes(piecewise.finish()), digest);
}

void TestSha256::aMillionLetters()
{
    Sha256 digest;
    const std::string block(10'000, 'a');
    for (int i = 0; i < 100; ++i)
        digest.add(block);
    QCOMPARE(bytes(digest.finish()),
             QByteArray("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"));
}

void TestSha256::fieldsDoNotRunTogether()
{
    const auto digest = [](std::initializer_list<std::string_view> fields) {
        Sha256 sha;
        for (const std::string_view field : fields)
            sha.addField(field);
        return sha.finish();
    };
    QVERIFY(digest({"ab", "c"}) != digest({"a", "bc"}));
    QVERIFY(digest({"", "a"}) != digest({"a", ""}));
    QVERIFY(digest({"1:a"}) != digest({"", "a"}));
    QCOMPARE(digest({"ab", "c"}), sha256("2:ab1:c"));
}

void TestSha256::hashesFiles()
{
    const QTemporaryDir folder;
    const auto path = toPath(folder.filePath(QStringLiteral("größe.bin")).toStdString());
    for (const std::size_t size : {0U, 1U, 65'535U, 65'536U, 65'537U, 200'000U}) {
        const std::string content(size, 'x');
        QVERIFY(writeFile(path, content).has_value());
        QCOMPARE(sha256OfFile(path), Result<std::string>(sha256(content)));
    }
}

void TestSha256::refusesWhatIsNoFile()
{
    const QTemporaryDir folder;
    const auto missing = sha256OfFile(toPath(folder.filePath(QStringLiteral("none")).toStdString()));
    QVERIFY(!missing.has_value());
    QCOMPARE(missing.error().code, ErrorCode::NotFound);
    const auto directory = sha256OfFile(toPath(folder.path().toStdString()));
    QVERIFY(!directory.has_value());
    QCOMPARE(directory.error().code, ErrorCode::Io);
}

QTEST_GUILESS_MAIN(TestSha256)
#include "tst_sha256.moc"
