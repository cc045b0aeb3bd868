#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QTest>

#include "tests/ui/find_widget.h"
#include "tests/ui/serving_window.h"
#include "ui/infrastructure/infrastructure_page.h"
#include "ui/infrastructure/members_card.h"
#include "ui/widgets/toast_area.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

class TestMembersCard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMemberIsAddedByKeyboard()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find(page, "addMember")->isEnabled());
        press(page, "addMember");
        auto *sheet = find<MemberSheet>(page, "memberSheet");
        QTRY_COMPARE(QApplication::focusWidget()->objectName(), u"memberName"_s);
        QTest::keyClicks(QApplication::focusWidget(), u"somebody"_s);
        find<QComboBox>(sheet, "memberRole")->setFocus();
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Down);
        press(sheet, "submit");
        QTRY_COMPARE(cell(page, "members", u"somebody"_s, 1), u"approver"_s);
        QVERIFY(valueOrThrow(store::roleOf(w.store(), "somebody")) == store::Role::Approver);
    }

    void whatCannotBeAMemberIsSaid_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("problem"); // "" only greys the verb
        QTest::newRow("nothing") << QString() << QString();
        QTest::newRow("blanks") << u"   "_s << QString();
        QTest::newRow("there already") << u" you "_s << u"you is a member already"_s;
        QTest::newRow("too long") << QString(129, u'a') << u"128 characters"_s;
    }
    void whatCannotBeAMemberIsSaid()
    {
        QFETCH(QString, name);
        QFETCH(QString, problem);
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find(page, "addMember")->isEnabled());
        QTRY_COMPARE(find<DataTable>(page, "members")->shownRows(), 1);
        press(page, "addMember");
        auto *sheet = find<MemberSheet>(page, "memberSheet");
        find<QLineEdit>(sheet, "memberName")->setText(name);
        if (find(sheet, "submit")->isEnabled())
            press(sheet, "submit");
        QTRY_COMPARE(sheet->problem().isEmpty(), problem.isEmpty());
        QVERIFY2(sheet->problem().contains(problem), qPrintable(sheet->problem()));
        QVERIFY(sheet->isVisible());
        QCOMPARE(valueOrThrow(store::listMembers(w.store())).size(), std::size_t{1});
    }

    void theLastAdministratorStays()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        auto *members = find<DataTable>(page, "members");
        QTRY_VERIFY(members->selectId(u"you"_s));
        QTRY_VERIFY(find(page, "changeRole")->isEnabled());
        press(page, "changeRole");
        auto *sheet = find<MemberSheet>(page, "memberSheet");
        find<QComboBox>(sheet, "memberRole")->setCurrentIndex(0);
        press(sheet, "submit");
        QTRY_VERIFY(sheet->problem().contains(u"administrator"_s));
        sheet->reject();
        press(page, "removeMember");
        QTRY_COMPARE(w.window.services().toasts.count(), 1);
        QVERIFY(valueOrThrow(store::roleOf(w.store(), "you")) == store::Role::Administrator);
    }

    void aMemberIsRemovedAfterItsConsequencesWereTold()
    {
        ServingWindow w;
        valueOrThrow(store::setMember(w.store(), w.you, "somebody", store::Role::Viewer));
        auto *page = w.open<InfrastructurePage>();
        QTRY_VERIFY(find<DataTable>(page, "members")->selectId(u"somebody"_s));
        QTRY_VERIFY(find(page, "removeMember")->isEnabled());
        w.dialogs.confirms = false;
        press(page, "removeMember");
        QVERIFY(w.dialogs.asked.front().title.contains(u"somebody"_s));
        QVERIFY(store::roleOf(w.store(), "somebody"));
        w.dialogs.confirms = true;
        press(page, "removeMember");
        QTRY_COMPARE(find<DataTable>(page, "members")->shownRows(), 1);
        QVERIFY(!store::roleOf(w.store(), "somebody"));
    }

    void theRuleOfTheSecondPersonIsSwitched()
    {
        ServingWindow w;
        auto *page = w.open<InfrastructurePage>();
        auto *rule = find<QCheckBox>(page, "secondPerson");
        QTRY_VERIFY(rule->isEnabled());
        QVERIFY(!rule->isChecked());
        QTest::keyClick(rule, Qt::Key_Space);
        QTRY_VERIFY(rule->isChecked());
        QCOMPARE(valueOrThrow(store::setting(w.store(), store::secondPersonSetting)), std::string("on"));
        valueOrThrow(store::setSetting(w.store(), w.you, store::secondPersonSetting, "off"));
        QTRY_VERIFY(!rule->isChecked());
    }

    void membersAreFound()
    {
        ServingWindow w;
        valueOrThrow(store::setMember(w.store(), w.you, "somebody", store::Role::Viewer));
        auto *page = w.open<InfrastructurePage>();
        QTRY_COMPARE(page->objects().size(), std::size_t{2});
        QCOMPARE(page->objects().front().detail, u"viewer"_s);
        Navigator &navigator = w.session->services().navigator;
        for (const QString &name : {u"you"_s, u"somebody"_s}) {
            QVERIFY(navigator.showObject(u"member"_s, name));
            QTRY_COMPARE(find<DataTable>(page, "members")->currentId(), name);
        }
        QVERIFY(navigator.showObject(u"member"_s, u"nobody"_s));
        w.settle();
        QCOMPARE(find<DataTable>(page, "members")->currentId(), u"somebody"_s);
    }
};

QTEST_MAIN(TestMembersCard)
#include "tst_members_card.moc"
