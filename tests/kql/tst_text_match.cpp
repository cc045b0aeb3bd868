#include <QTest>

#include <string>

#include "core/base/random.h"
#include "core/kql/functions/text_match.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

std::string lower(std::string text)
{
    for (char &c : text)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    return text;
}

bool isLetterOrDigit(const std::string &text, std::size_t at)
{
    return at < text.size() && std::string_view("abcdefghijklmnopqrstuvwxyz0123456789").contains(text[at]);
}

// Whether the needle stands somewhere, with nothing of a term beside it if `whole`.
bool stands(const std::string &text, const std::string &needle, bool whole)
{
    for (std::size_t at = text.find(needle); at != std::string::npos; at = text.find(needle, at + 1)) {
        const std::size_t end = at + needle.size();
        const bool before =
            at > 0 && isLetterOrDigit(lower(text), at - 1) && isLetterOrDigit(lower(needle), 0);
        const bool after =
            isLetterOrDigit(lower(text), end) && isLetterOrDigit(lower(needle), needle.size() - 1);
        if (!whole || (!before && !after))
            return true;
    }
    return false;
}

} // namespace

class TestTextMatch : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void findsWhatLookingAtEveryPlaceFinds()
    {
        SeededRandom random(23);
        const std::string_view alphabet = "abAB1 zZ_";
        int found = 0;
        for (int round = 0; round < 20'000; ++round) {
            std::string text;
            for (std::size_t i = random.below(40); i > 0; --i)
                text += alphabet[random.below(alphabet.size())];
            std::string needle;
            for (std::size_t i = 1 + random.below(4); i > 0; --i)
                needle += alphabet[random.below(alphabet.size())];
            const bool has = stands(lower(text), lower(needle), false);
            found += has ? 1 : 0;
            QCOMPARE(textMatcher(TextRelation::Contains, needle, true)(text), has);
            QCOMPARE(textMatcher(TextRelation::Contains, needle, false)(text), stands(text, needle, false));
            QCOMPARE(textMatcher(TextRelation::Has, needle, true)(text),
                     stands(lower(text), lower(needle), true));
            QCOMPARE(textMatcher(TextRelation::Has, needle, false)(text), stands(text, needle, true));
        }
        QVERIFY(found > 2'000);
    }

    void letterCaseBeyondAscii()
    {
        QVERIFY(textMatcher(TextRelation::Contains, "STRASSE ÜBER", true)("die strasse über dem Fluss"));
        QVERIFY(!textMatcher(TextRelation::Contains, "Ü", false)("über"));
    }
};

QTEST_APPLESS_MAIN(TestTextMatch)
#include "tst_text_match.moc"
