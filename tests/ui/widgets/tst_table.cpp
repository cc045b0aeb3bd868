#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QFile>
#include <QHeaderView>
#include <QSettings>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <cmath>

#include "tests/ui/answering_dialogs.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/table_text.h"
#include "ui/widgets/value_table_model.h"

using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;

namespace {

std::vector<Column> columns()
{
    return {{.title = u"Version"_s}, {.title = u"F1"_s, .numeric = true}, {.title = u"State"_s}};
}

Row row(const QString &id, double f1, const QString &state)
{
    return {.id = id,
            .cells = {{.text = u"v"_s + id},
                      {.text = std::isnan(f1) ? u"—"_s : QString::number(f1, 'f', 3), .sortKey = f1},
                      {.text = state}}};
}

QStringList ids(const ValueTableModel &model)
{
    QStringList found;
    for (const Row &each : model.rows())
        found.append(each.id);
    return found;
}

QStringList shownIds(const DataTable &table)
{
    QStringList found;
    for (int i = 0; i < table.model()->rowCount(); ++i)
        found.append(table.model()->index(i, 0).data(ValueTableModel::RowIdRole).toString());
    return found;
}

} // namespace

class TestTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void updates_data()
    {
        QTest::addColumn<QString>("before");
        QTest::addColumn<QString>("after");
        QTest::newRow("from nothing") << u""_s << u"abc"_s;
        QTest::newRow("to nothing") << u"abc"_s << u""_s;
        QTest::newRow("in front") << u"bc"_s << u"abc"_s;
        QTest::newRow("at the end") << u"ab"_s << u"abc"_s;
        QTest::newRow("between, several") << u"ae"_s << u"abcde"_s;
        QTest::newRow("removed, several") << u"abcde"_s << u"ae"_s;
        QTest::newRow("turned around") << u"abcd"_s << u"dcba"_s;
        QTest::newRow("all at once") << u"abcdef"_s << u"gfxbh"_s;
        QTest::newRow("all others") << u"abc"_s << u"xyz"_s;
    }
    void updates()
    {
        QFETCH(QString, before);
        QFETCH(QString, after);
        ValueTableModel model(columns());
        const QAbstractItemModelTester tester(&model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        const auto rowsOf = [](const QString &names) {
            std::vector<Row> rows;
            for (const QChar name : names)
                rows.push_back(row(name, 0.5, u"x"_s));
            return rows;
        };
        model.setRows(rowsOf(before));
        std::vector<std::pair<QString, QPersistentModelIndex>> held;
        for (int i = 0; i < model.rowCount(); ++i)
            held.emplace_back(model.rows()[static_cast<std::size_t>(i)].id, model.index(i, 0));
        model.setRows(rowsOf(after));
        QCOMPARE(ids(model).join(QString()), after);
        for (const auto &[id, index] : held) {
            QCOMPARE(index.isValid(), after.contains(id));
            if (index.isValid())
                QCOMPARE(index.data(ValueTableModel::RowIdRole).toString(), id);
        }
    }

    void onlyWhatDiffersIsAnnounced()
    {
        ValueTableModel model(columns());
        model.setRows({row(u"1"_s, 0.1, u"a"_s), row(u"2"_s, 0.2, u"a"_s), row(u"3"_s, 0.3, u"a"_s)});
        QSignalSpy changes(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy resets(&model, &QAbstractItemModel::modelReset);
        model.setRows({row(u"1"_s, 0.1, u"a"_s), row(u"2"_s, 0.9, u"a"_s), row(u"3"_s, 0.3, u"a"_s)});
        QCOMPARE(changes.size(), 1);
        QCOMPARE(changes[0][0].toModelIndex().row(), 1);
        QCOMPARE(changes[0][1].toModelIndex().row(), 1);
        QCOMPARE(resets.size(), 0);
        model.setRows(model.rows());
        QCOMPARE(changes.size(), 1);
    }

    void equalIdsAreShownAnyway()
    {
        ValueTableModel model(columns());
        model.setRows({row(u"1"_s, 0.1, u"a"_s), row(u"1"_s, 0.2, u"b"_s)});
        QCOMPARE(model.rowCount(), 2);
    }

    void selectionSurvivesARefresh()
    {
        const Theme theme(*qApp);
        ValueTableModel model(columns());
        DataTable table(theme, u"versions"_s, u"Versions"_s);
        table.setRowsModel(&model);
        model.setRows({row(u"1"_s, 0.1, u"a"_s), row(u"2"_s, 0.2, u"a"_s)});
        QVERIFY(table.selectId(u"2"_s));
        QSignalSpy moved(&table, &DataTable::currentIdChanged);
        model.setRows({row(u"3"_s, 0.3, u"a"_s), row(u"1"_s, 0.4, u"b"_s), row(u"2"_s, 0.5, u"b"_s)});
        QCOMPARE(table.currentId(), u"2"_s);
        QCOMPARE(moved.size(), 0);
        QVERIFY(!table.selectId(u"9"_s));
    }

    void sortsByKeyWithMissingLast()
    {
        const Theme theme(*qApp);
        ValueTableModel model(columns());
        DataTable table(theme, u"versions"_s, u"Versions"_s);
        table.setRowsModel(&model);
        model.setRows(
            {row(u"9"_s, 0.7, u"a"_s), row(u"10"_s, std::nan(""), u"b"_s), row(u"2"_s, 0.9, u"c"_s)});
        QCOMPARE(shownIds(table), (QStringList{u"9"_s, u"10"_s, u"2"_s}));
        table.sortByColumn(1, Qt::DescendingOrder);
        QCOMPARE(shownIds(table), (QStringList{u"2"_s, u"9"_s, u"10"_s}));
        table.sortByColumn(1, Qt::AscendingOrder);
        QCOMPARE(shownIds(table), (QStringList{u"9"_s, u"2"_s, u"10"_s}));
        table.sortByColumn(0, Qt::AscendingOrder);
        QCOMPARE(shownIds(table), (QStringList{u"2"_s, u"9"_s, u"10"_s}));
    }

    void filterNeedsEveryWord()
    {
        Theme theme(*qApp);
        ValueTableModel model(columns());
        DataTable table(theme, u"versions"_s, u"Versions"_s);
        table.setRowsModel(&model);
        model.setRows({row(u"1"_s, 0.1, u"Archived"_s), row(u"2"_s, 0.2, u"production"_s)});
        FilterLine filter(theme, u"filter"_s, u"Filter"_s);
        filter.attachTo(&table);
        QTest::keyClicks(&filter, u"v1 arch"_s);
        QTRY_COMPARE(table.shownRows(), 1);
        QTest::keyClick(&filter, Qt::Key_Escape);
        QTRY_COMPARE(table.shownRows(), 2);
    }

    void texts_data()
    {
        QTest::addColumn<TableFormat>("format");
        QTest::addColumn<QString>("text");
        QTest::newRow("tsv") << TableFormat::Tsv << u"a\tb\n1\tx, \"y\" | z\n"_s;
        QTest::newRow("csv") << TableFormat::Csv << u"a,b\n1,\"x, \"\"y\"\" | z\"\n"_s;
        QTest::newRow("markdown") << TableFormat::Markdown
                                  << u"| a | b |\n| --- | --- |\n| 1 | x, \"y\" \\| z |\n"_s;
    }
    void texts()
    {
        QFETCH(TableFormat, format);
        QTEST(tableText(format, {u"a"_s, u"b"_s}, {{u"1"_s, u"x, \"y\" | z"_s}}), "text");
    }

    void lineBreaksStayInsideTheirCell()
    {
        QCOMPARE(tableText(TableFormat::Tsv, {u"a"_s}, {{u"1\n\t2"_s}}), u"a\n1  2\n"_s);
        QCOMPARE(tableText(TableFormat::Csv, {u"a"_s}, {{u"1\n2"_s}}), u"a\n\"1\n2\"\n"_s);
    }

    void copyTakesTheSelectionWithPlainNumbers()
    {
        const Theme theme(*qApp);
        ValueTableModel model({{.title = u"Name"_s}, {.title = u"Requests"_s, .numeric = true}});
        DataTable table(theme, u"requests"_s, u"Requests"_s);
        table.setRowsModel(&model);
        model.setRows(
            {{.id = u"a"_s, .cells = {{.text = u"blue"_s}, {.text = u"48 112"_s, .sortKey = 48112}}},
             {.id = u"b"_s, .cells = {{.text = u"green"_s}, {.text = u"48 090"_s, .sortKey = 48090}}}});
        table.selectId(u"a"_s);
        QTest::keySequence(&table, QKeySequence::Copy);
        QCOMPARE(QGuiApplication::clipboard()->text(), u"Name\tRequests\nblue\t48112\n"_s);
        table.clearSelection();
        QCOMPARE(table.text(TableFormat::Csv), u"Name,Requests\nblue,48112\ngreen,48090\n"_s);
        QVERIFY(table.text(TableFormat::Markdown).contains(u"| green | 48 090 |"_s));
    }

    void enterActivatesTheCurrentRow()
    {
        const Theme theme(*qApp);
        ValueTableModel model(columns());
        DataTable table(theme, u"versions"_s, u"Versions"_s);
        table.setRowsModel(&model);
        model.setRows({row(u"1"_s, 0.1, u"a"_s)});
        QSignalSpy activated(&table, &DataTable::idActivated);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(activated.size(), 0);
        table.selectId(u"1"_s);
        QTest::keyClick(&table, Qt::Key_Return);
        QCOMPARE(activated.size(), 1);
        QCOMPARE(activated[0][0].toString(), u"1"_s);
    }

    void widthsAndOrderAreRemembered()
    {
        const QTemporaryDir folder;
        QSettings settings(folder.filePath(u"s.ini"_s), QSettings::IniFormat);
        const Theme theme(*qApp);
        const std::vector<Row> rows{row(u"1"_s, 0.1, u"a"_s), row(u"2"_s, 0.2, u"a"_s)};
        {
            QWidget page;
            ValueTableModel model(columns());
            DataTable table(theme, u"versions"_s, u"Versions"_s, &page);
            table.setRowsModel(&model);
            model.setRows(rows);
            table.setColumnWidth(0, 133);
            table.sortByColumn(1, Qt::DescendingOrder);
            saveTables(page, settings);
        }
        QWidget page;
        ValueTableModel model(columns());
        DataTable table(theme, u"versions"_s, u"Versions"_s, &page);
        table.setRowsModel(&model);
        restoreTables(page, settings);
        model.setRows(rows);
        QCOMPARE(table.columnWidth(0), 133);
        QCOMPARE(shownIds(table), (QStringList{u"2"_s, u"1"_s}));

        // Another set of columns does not take over widths that were meant for others.
        ValueTableModel other({{.title = u"Only"_s}});
        DataTable changed(theme, u"versions"_s, u"Versions"_s, &page);
        changed.setRowsModel(&other);
        changed.restore(settings);
        QVERIFY(!changed.widthsKnown());
    }
};

QTEST_MAIN(TestTable)
#include "tst_table.moc"
