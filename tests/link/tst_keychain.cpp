#include <QProcess>
#include <QStandardPaths>
#include <QTest>
#include <thread>

#include "core/link/keychain.h"

using namespace signalbox;
using namespace Qt::Literals::StringLiterals;

namespace {

QString newName()
{
    static int count = 0;
    return u"signalbox/test/%1/%2"_s.arg(QCoreApplication::applicationPid()).arg(++count);
}

} // namespace

// Against the keychain of this session where there is one.
class TestKeychain : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void keepsASecretUntilItIsRemoved();
    void replacesASecret();
    void answersManyThreads();
    void refusesWithoutAKeychain();

private:
    link::KeychainSecretStore m_keychain{u"Signalbox test"_s, std::chrono::seconds(10)};
    bool m_available = false;
    QString m_why;
};

void TestKeychain::init()
{
    const std::string name = newName().toStdString();
    const Status written = m_keychain.write(name, "x");
    m_available = written.has_value();
    m_why = written ? QString() : QString::fromStdString(written.error().message);
    if (m_available)
        QVERIFY(m_keychain.remove(name));
}

void TestKeychain::keepsASecretUntilItIsRemoved()
{
    if (!m_available)
        QSKIP(qPrintable(m_why));
    const std::string name = newName().toStdString();
    QCOMPARE(m_keychain.read(name).error().code, ErrorCode::NotFound);
    QVERIFY(m_keychain.write(name, "välkommen-0123"));
    QCOMPARE(m_keychain.read(name).value_or(""), std::string("välkommen-0123"));
    QVERIFY(m_keychain.remove(name));
    QCOMPARE(m_keychain.read(name).error().code, ErrorCode::NotFound);
    QVERIFY(m_keychain.remove(name));
}

void TestKeychain::replacesASecret()
{
    if (!m_available)
        QSKIP(qPrintable(m_why));
    const std::string name = newName().toStdString();
    QVERIFY(m_keychain.write(name, "first"));
    QVERIFY(m_keychain.write(name, "second"));
    QCOMPARE(m_keychain.read(name).value_or(""), std::string("second"));
    QVERIFY(m_keychain.remove(name));
}

void TestKeychain::answersManyThreads()
{
    if (!m_available)
        QSKIP(qPrintable(m_why));
    std::vector<std::string> names;
    for (int i = 0; i < 4; ++i)
        names.push_back(newName().toStdString());
    std::vector<std::string> read(names.size());
    std::vector<std::thread> threads;
    for (std::size_t i = 0; i < names.size(); ++i)
        threads.emplace_back([&, i] {
            if (m_keychain.write(names[i], names[i]))
                read[i] = m_keychain.read(names[i]).value_or("");
        });
    for (std::thread &thread : threads)
        thread.join();
    QCOMPARE(read, names);
    for (const std::string &name : names)
        QVERIFY(m_keychain.remove(name));
}

void TestKeychain::refusesWithoutAKeychain()
{
    if (m_available)
        QSKIP("This session has a keychain.");
    const std::string name = newName().toStdString();
    const Status written = m_keychain.write(name, "secret");
    QVERIFY(!written);
    QVERIFY(written.error().code == ErrorCode::Unavailable ||
            written.error().code == ErrorCode::DeadlineExceeded);
    QVERIFY(!written.error().message.empty());
    QVERIFY(!m_keychain.read(name));
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
