#include <QTest>

#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/telemetry/bit_packing.h"

using namespace signalbox;
using namespace signalbox::telemetry;

class TestBitPacking : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersComeBack_data();
    void numbersComeBack();
    void takesTheBitsThatItNeeds();
    void damageIsRefused();
    void checksumsDiffer();
};

void TestBitPacking::numbersComeBack_data()
{
    QTest::addColumn<unsigned>("bits");
    for (unsigned bits = 0; bits <= 64; ++bits)
        QTest::addRow("%u bits", bits) << bits;
}

void TestBitPacking::numbersComeBack()
{
    QFETCH(const unsigned, bits);
    SeededRandom random(bits);
    for (const std::size_t count : {0U, 1U, 7U, 63U, 64U, 65U, 128U, 1000U}) {
        std::vector<std::uint64_t> numbers(count);
        for (std::uint64_t &number : numbers) {
            const std::uint64_t any = random.below(std::uint64_t{1} << 63U) << 1U | random.below(2);
            number = bits == 0 ? 0 : any >> (64 - bits);
        }
        std::string bytes;
        ByteWriter out(bytes);
        putBits(out, numbers);
        constexpr std::uint64_t base = 0xFFFF'FFFF'FFFF'FFF0U; // wraps around
        std::vector<std::int64_t> back(count);
        ByteReader in(bytes);
        QVERIFY(getBits(in, base, back));
        QVERIFY(in.endsWell());
        for (std::size_t i = 0; i < count; ++i)
            QCOMPARE(static_cast<std::uint64_t>(back[i]), numbers[i] + base);
        std::vector<std::uint32_t> narrow(count);
        ByteReader again(bytes);
        const bool fits = count == 0 || static_cast<unsigned char>(bytes[0]) <= 32;
        QCOMPARE(getBits(again, narrow), fits);
        for (std::size_t i = 0; fits && i < count; ++i)
            QCOMPARE(std::uint64_t{narrow[i]}, numbers[i]);
    }
}

void TestBitPacking::takesTheBitsThatItNeeds()
{
    std::string bytes;
    ByteWriter out(bytes);
    putBits(out, std::vector<std::uint64_t>(1000, 7));
    QCOMPARE(bytes.size(), std::size_t{1 + 375});
}

void TestBitPacking::damageIsRefused()
{
    std::vector<std::int64_t> into(10);
    for (const std::string &bytes : {std::string(), std::string(1, '\x41'), std::string("\x08four")}) {
        ByteReader in(bytes);
        QVERIFY(!getBits(in, 0, into));
    }
}

void TestBitPacking::checksumsDiffer()
{
    QVERIFY(checksum("") != checksum(std::string(1, '\0')));
    QVERIFY(checksum("ab") != checksum("ba"));
    std::string text(100, 'x');
    const std::uint64_t whole = checksum(text);
    for (std::size_t i = 0; i < text.size(); ++i) {
        std::string other = text;
        other[i] = 'y';
        QVERIFY(checksum(other) != whole);
    }
    QCOMPARE(checksum("requests"),
             std::uint64_t{4'215'194'928'708'248'638}); // lies in files: it must never change
}

QTEST_APPLESS_MAIN(TestBitPacking)
#include "tst_bit_packing.moc"
