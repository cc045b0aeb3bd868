#include <QTest>

#include <string>
#include <vector>

#include "core/base/random.h"
#include "core/kql/functions/regex.h"
#include "core/kql/run/text_template.h"

using namespace signalbox;
using namespace signalbox::kql;

namespace {

using Kind = TemplatePart::Kind;

std::string expressionOf(const std::vector<TemplatePart> &parts)
{
    std::string pattern = "(?s)^";
    for (std::size_t i = 0; i < parts.size(); ++i) {
        const bool last = i + 1 == parts.size();
        switch (parts[i].kind) {
        case Kind::Literal:
            pattern += quotedForRegex(parts[i].literal);
            break;
        case Kind::Skip:
            pattern += last ? ".*" : ".*?";
            break;
        case Kind::Text:
            pattern += last ? "(.*)" : "(.*?)";
            break;
        case Kind::Whole:
            pattern += R"(([-+]?\d+))";
            break;
        case Kind::Real:
            pattern += R"(([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d+)?))";
            break;
        }
    }
    return pattern + '$';
}

} // namespace

class TestTextTemplate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    // Whatever it decides itself is what the expression gives.
    void agreesWithTheExpression()
    {
        SeededRandom random(11);
        const std::vector<std::string> literals{"a", "b", "ab", "1", ".", " ", "aa", "-"};
        int decided = 0;
        int fits = 0;
        for (int round = 0; round < 800; ++round) {
            std::vector<TemplatePart> parts;
            const std::size_t count = 1 + random.below(5);
            for (std::size_t i = 0; i < count; ++i) {
                const bool gapBefore = !parts.empty() && parts.back().kind == Kind::Text;
                const auto kind = gapBefore ? Kind::Literal : static_cast<Kind>(random.below(5));
                parts.push_back(
                    {.kind = kind,
                     .literal = kind == Kind::Literal ? literals[random.below(literals.size())] : ""});
            }
            const auto regex = Regex::compile(expressionOf(parts));
            QVERIFY(regex);
            const TextTemplate plain(parts);
            for (int text = 0; text < 20; ++text) {
                std::string line;
                for (std::size_t i = random.below(9); i > 0; --i)
                    line += std::string_view("ab1.e -+")[random.below(8)];
                std::vector<std::string_view> kept;
                const TextTemplate::Answer answer = plain.read(line, kept);
                if (answer == TextTemplate::Answer::AskExpression)
                    continue;
                ++decided;
                const auto expected = regex->find(line);
                QCOMPARE(answer == TextTemplate::Answer::Fits, expected.has_value());
                if (!expected)
                    continue;
                ++fits;
                QCOMPARE(kept.size() + 1, expected->size());
                for (std::size_t i = 0; i < kept.size(); ++i)
                    QCOMPARE(kept[i], (*expected)[i + 1]);
            }
        }
        QVERIFY(decided > 3'000);
        QVERIFY(fits > 300);
    }

    void asksWhereANumberMightBeShorter()
    {
        const TextTemplate plain({{.kind = Kind::Whole}, {.kind = Kind::Literal, .literal = "5"}});
        std::vector<std::string_view> kept;
        QCOMPARE(plain.read("125", kept), TextTemplate::Answer::AskExpression);
    }
};

QTEST_APPLESS_MAIN(TestTextTemplate)
#include "tst_text_template.moc"
