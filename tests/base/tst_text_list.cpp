#include <QTest>

#include <algorithm>
#include <iterator>

#include "core/base/text_list.h"

using namespace signalbox;

class TestTextList : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void keepsTextsApart();
    void appendsAnotherList();
    void isARangeOfViews();
    void countsItsBytes();
};

void TestTextList::keepsTextsApart()
{
    TextList list;
    QVERIFY(list.empty());
    for (const std::string_view text : {"", "one", "", "two three", ""})
        list.push_back(text);
    QCOMPARE(list.size(), std::size_t{5});
    QCOMPARE(list[0], std::string_view());
    QCOMPARE(list[1], std::string_view("one"));
    QCOMPARE(list[3], std::string_view("two three"));
    QCOMPARE(list[4], std::string_view());
    QCOMPARE(list, TextList({"", "one", "", "two three", ""}));
    QVERIFY(list != TextList({"", "on", "e", "two three", ""})); // the same bytes, cut elsewhere
}

void TestTextList::appendsAnotherList()
{
    TextList list{"a", "bc"};
    list.append(TextList());
    list.append({"", "def"});
    list.append(TextList(list));
    QCOMPARE(list, TextList({"a", "bc", "", "def", "a", "bc", "", "def"}));
    TextList empty;
    empty.append(TextList{"x"});
    QCOMPARE(empty, TextList(std::vector<std::string>{"x"}));
}

void TestTextList::isARangeOfViews()
{
    const TextList list{"b", "a", "c"};
    static_assert(std::random_access_iterator<TextList::Iterator>);
    QCOMPARE(std::ranges::find(list, "a") - list.begin(), std::ptrdiff_t{1});
    QCOMPARE(std::ranges::max(list), std::string_view("c"));
    QCOMPARE(std::vector<std::string>(list.begin(), list.end()), (std::vector<std::string>{"b", "a", "c"}));
    QCOMPARE(list.begin()[2], std::string_view("c"));
    QVERIFY(std::ranges::equal(TextList(), std::vector<std::string_view>()));
}

void TestTextList::countsItsBytes()
{
    QCOMPARE(TextList().bytes(), std::size_t{0});
    QCOMPARE(TextList({"abc", ""}).bytes(), 3 + 2 * sizeof(std::size_t));
}

QTEST_APPLESS_MAIN(TestTextList)

#include "tst_text_list.moc"
