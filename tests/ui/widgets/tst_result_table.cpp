#include <QAbstractItemModelTester>
#include <QClipboard>
#include <QElapsedTimer>
#include <QHeaderView>
#include <QMenu>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>
#include <QVBoxLayout>

#include "core/base/file.h"
#include "tests/kql/result_of.h"
#include "tests/ui/accessibility_check.h"
#include "tests/ui/answering_dialogs.h"
#include "tests/ui/picture.h"
#include "ui/widgets/filter_line.h"
#include "ui/widgets/format.h"
#include "ui/widgets/result_detail.h"
#include "ui/widgets/result_grid.h"
#include "ui/widgets/result_table_view.h"

using namespace signalbox;
using namespace signalbox::ui;
using namespace Qt::Literals::StringLiterals;
using signalbox::kql::test::resultOf;

namespace {

const char *const requests =
    "datatable(timestamp:datetime, deployment:string, total:long, failed:long, p95:real, success:bool,"
    " took:timespan, details:dynamic)["
    "datetime(2026-11-23T14:35:00Z), 'green', 2988, 451, 44.125, false, timespan(00:00:01.5), "
    "dynamic({'code':500,'why':['timeout','retry']}),"
    "datetime(2026-11-23T14:35:00Z), 'blue', 3011, 9, 41.2, true, timespan(00:00:00.04), dynamic(null),"
    "datetime(2026-11-23T14:34:00Z), 'green', 3004, 453, 43.9, false, 2s, dynamic([1,2,3]),"
    "datetime(2026-11-23T14:34:00Z), '', 1234567, 11, real(null), bool(null), timespan(null), "
    "dynamic('text'),"
    "datetime(null), 'blue', 2990, long(null), -0.5, true, 1d, dynamic({})]";

class Shown
{
public:
    explicit Shown(const std::string &query = requests)
        : view(theme, u"result"_s)
    {
        view.resize(1000, 300);
        view.setDialogs(&dialogs);
        view.setTable(resultOf(query));
        view.show();
        grid = view.findChild<ResultGrid *>();
    }

    [[nodiscard]] QString cell(int row, int column) const
    {
        return grid->model()->index(row, column).data().toString();
    }
    void choose(int row, int column) const { grid->setCurrentIndex(grid->model()->index(row, column)); }
    [[nodiscard]] QString column(int column) const
    {
        QStringList cells;
        for (int row = 0; row < grid->model()->rowCount(); ++row)
            cells.append(cell(row, column));
        return cells.join(u'|');
    }
    // Opens the menu of the current cell as the menu key does and chooses an entry.
    void chooseInMenu(const QString &text) const
    {
        QContextMenuEvent event(QContextMenuEvent::Keyboard, QPoint(), QPoint());
        QApplication::sendEvent(grid->viewport(), &event);
        const std::unique_ptr<QMenu> menu(view.findChild<QMenu *>(u"resultMenu"_s));
        for (QAction *action : menu->actions()) {
            if (action->text() == text) {
                action->trigger();
                return;
            }
        }
        QFAIL(qPrintable(u"no entry "_s + text));
    }

    const Theme theme = Theme(*qApp);
    AnsweringDialogs dialogs;
    ResultTableView view;
    ResultGrid *grid = nullptr;
};

} // namespace

class TestResultTable : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void cellsReadByType()
    {
        Shown shown;
        const QAbstractItemModelTester tester(shown.grid->model());
        const QChar narrow(0x202f);
        QCOMPARE(shown.column(0), u"2026-11-23 14:35:00|2026-11-23 14:35:00|2026-11-23 14:34:00|"
                                  "2026-11-23 14:34:00|null"_s);
        QCOMPARE(shown.column(1), u"green|blue|green||blue"_s);
        QCOMPARE(shown.cell(3, 2), (QStringList{u"1"_s, u"234"_s, u"567"_s}.join(narrow)));
        QCOMPARE(shown.column(4), u"44.125|41.200|43.900|null|\u22120.500"_s);
        QCOMPARE(shown.column(5), u"false|true|false|null|true"_s);
        QCOMPARE(shown.column(6), u"00:00:01.5|00:00:00.04|00:00:02|null|1.00:00:00"_s);
        QCOMPARE(shown.column(7), u"{\"code\":500,\"why\":[\"timeout\",\"retry\"]}|null|[1,2,3]|text|{}"_s);
        const auto aligned = [&shown](int column) {
            return shown.grid->model()->index(0, column).data(Qt::TextAlignmentRole).value<Qt::Alignment>();
        };
        QVERIFY(aligned(2).testFlag(Qt::AlignRight) && aligned(6).testFlag(Qt::AlignRight));
        QVERIFY(!aligned(1).testFlag(Qt::AlignRight) && !aligned(0).testFlag(Qt::AlignRight));
    }

    void headersSortUpDownAndBack()
    {
        Shown shown;
        QHeaderView *header = shown.grid->horizontalHeader();
        const auto click = [&] {
            const int x = header->sectionViewportPosition(2) + 10;
            QTest::mouseClick(header->viewport(), Qt::LeftButton, {}, QPoint(x, header->height() / 2));
        };
        shown.choose(1, 2); // 3 011
        const auto widths = [header] { return header->sectionSize(0); };
        const int before = widths();
        click();
        QTRY_COMPARE(shown.cell(0, 3), u"451"_s);
        QTRY_COMPARE(shown.cell(4, 3), u"11"_s);
        QCOMPARE(shown.grid->currentIndex().row(), 3); // still 3 011
        QCOMPARE(widths(), before);
        click();
        QTRY_COMPARE(shown.cell(0, 3), u"11"_s);
        QCOMPARE(shown.grid->model()->headerData(2, Qt::Horizontal).toString(), u"total ↓"_s);
        click();
        QTRY_COMPARE(shown.cell(0, 3), u"451"_s);
        QCOMPARE(shown.cell(1, 3), u"9"_s);
        QCOMPARE(shown.grid->model()->headerData(2, Qt::Horizontal).toString(), u"total"_s);
    }

    void searchesAndFilters()
    {
        Shown shown;
        QSignalSpy spy(&shown.view, &ResultTableView::shownRowsChanged);
        auto *line = shown.view.findChild<FilterLine *>(u"resultFilter"_s);
        QTest::keyClick(shown.grid, Qt::Key_F, Qt::ControlModifier);
        QTest::keyClicks(line, u"BLUE"_s);
        QTRY_COMPARE(shown.view.shownRows(), 2U);
        QTRY_COMPARE(shown.view.findChild<QLabel *>(u"resultStatus"_s)->text(), u"2 of 5 rows"_s);
        line->clear();
        QTRY_COMPARE(shown.view.shownRows(), 5U);
        shown.view.setColumnFilter(2, u">3000"_s);
        QTRY_COMPARE(shown.view.shownRows(), 3U);
        shown.view.setColumnFilter(1, u"="_s);
        QTRY_COMPARE(shown.view.shownRows(), 1U);
        auto *chip = shown.view.findChild<QPushButton *>(u"resultFilterBarChip0"_s);
        QVERIFY(chip && chip->text() == u"total: >3000"_s);
        chip->click();
        QTRY_COMPARE(shown.view.shownRows(), 1U);
        QCOMPARE(chip->text(), u"deployment: ="_s);
        chip->click();
        QTRY_COMPARE(shown.view.shownRows(), 5U);
        // A comparison that is not finished says so and leaves what is shown.
        shown.view.setColumnFilter(2, u">x"_s);
        QTRY_VERIFY(shown.view.findChild<QLabel *>(u"resultStatus"_s)->text().contains(u"is no long"_s));
        QCOMPARE(shown.view.shownRows(), 5U);
        QVERIFY(spy.size() >= 5);
    }

    void copiesWhatIsChosen()
    {
        Shown shown;
        const auto clipboard = [] { return QGuiApplication::clipboard()->text(); };
        shown.choose(0, 7);
        QTest::keyClick(shown.grid, Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(clipboard(), u"{\"code\":500,\"why\":[\"timeout\",\"retry\"]}"_s);
        const auto *model = shown.grid->model();
        shown.grid->selectionModel()->select(QItemSelection(model->index(0, 1), model->index(1, 2)),
                                             QItemSelectionModel::ClearAndSelect);
        QSignalSpy spy(&shown.view, &ResultTableView::copied);
        shown.view.copy(kql::TextFormat::Tsv);
        QTRY_COMPARE(spy.size(), 1);
        QCOMPARE(clipboard(), u"deployment\ttotal\ngreen\t2988\nblue\t3011\n"_s);
        shown.view.copy(kql::TextFormat::Markdown);
        QTRY_COMPARE(spy.size(), 2);
        QCOMPARE(clipboard(),
                 u"| deployment | total |\n| --- | ---: |\n| green | 2988 |\n| blue | 3011 |\n"_s);
        shown.view.copy(kql::TextFormat::Datatable);
        QTRY_COMPARE(spy.size(), 3);
        QCOMPARE(resultOf(fromQt(clipboard()))->rows, 2U);
        // Nothing chosen: everything that is shown, in the order in which it is.
        shown.view.setOrder(2);
        QTRY_COMPARE(shown.cell(4, 3), u"11"_s);
        shown.grid->clearSelection();
        shown.view.copy(kql::TextFormat::Csv);
        QTRY_COMPARE(spy.size(), 4);
        QCOMPARE(clipboard().count(u"\r\n"_s), 6);
        QVERIFY(clipboard().section(u"\r\n"_s, 1, 1).contains(u"2988"_s));
    }

    void askForRowsOfAValue()
    {
        Shown shown;
        QSignalSpy spy(&shown.view, &ResultTableView::filterRequested);
        shown.choose(0, 1);
        shown.chooseInMenu(u"Filter to this value"_s);
        QCOMPARE(spy.takeFirst().at(0).toString(), u"deployment == \"green\""_s);
        shown.choose(3, 1);
        shown.chooseInMenu(u"Exclude this value"_s);
        QCOMPARE(spy.takeFirst().at(0).toString(), u"isnotempty(deployment)"_s);
        shown.choose(3, 4);
        shown.chooseInMenu(u"Filter to this value"_s);
        QCOMPARE(spy.takeFirst().at(0).toString(), u"isnull(p95)"_s);
    }

    void detailShowsRowCellAndColumn()
    {
        Shown shown;
        shown.choose(0, 7);
        QTest::keyClick(shown.grid, Qt::Key_Return);
        QVERIFY(shown.view.detailShown());
        auto *detail = shown.view.findChild<ResultDetail *>();
        QVERIFY(detail->text().contains(u"\"deployment\": \"green\""_s));
        QVERIFY(detail->text().contains(u"\n    \"code\": 500"_s));
        detail->setPage(ResultDetail::Cell);
        QVERIFY(detail->text().startsWith(u"{\n  \"code\": 500"_s));
        shown.choose(1, 2);
        QCOMPARE(detail->text(), u"3011"_s);
        detail->setPage(ResultDetail::ColumnPage);
        QTRY_VERIFY(detail->text().contains(u"Maximum"_s));
        QVERIFY(detail->text().contains(u"1\u202f234\u202f567"_s));
        shown.choose(1, 1);
        QTRY_VERIFY(detail->text().contains(u"Most frequent"_s));
        QVERIFY(detail->text().contains(u"Empty     1 (20.0"_s));
        // The detail follows what is shown, also when nothing is.
        shown.view.setSearch(u"no such thing"_s);
        QTRY_COMPARE(shown.view.shownRows(), 0U);
        QTest::keyClick(shown.view.findChild<QPlainTextEdit *>(), Qt::Key_Escape);
        QVERIFY(!shown.view.detailShown());
    }

    void exportsAFile_data()
    {
        QTest::addColumn<int>("format");
        QTest::addColumn<QString>("start");
        QTest::newRow("csv") << static_cast<int>(kql::TextFormat::Csv) << u"timestamp,deployment,total"_s;
        QTest::newRow("json") << static_cast<int>(kql::TextFormat::Json) << u"[\n  {\"timestamp\": "_s;
        QTest::newRow("markdown") << static_cast<int>(kql::TextFormat::Markdown) << u"| timestamp | "_s;
    }
    void exportsAFile()
    {
        QFETCH(const int, format);
        QFETCH(const QString, start);
        const QTemporaryDir folder;
        Shown shown;
        shown.dialogs.path = folder.filePath(u"out"_s);
        QSignalSpy spy(&shown.view, &ResultTableView::exported);
        shown.view.exportAs(static_cast<kql::TextFormat>(format));
        QTRY_COMPARE(spy.size(), 1);
        const auto bytes = readFile(toPath(fromQt(shown.dialogs.path)));
        QVERIFY(bytes.has_value());
        QVERIFY2(toQt(*bytes).startsWith(start), bytes->c_str());
        // A folder in its place.
        shown.dialogs.path = folder.path();
        shown.view.exportAs(static_cast<kql::TextFormat>(format));
        QTRY_COMPARE(shown.dialogs.told.size(), 1);
    }

    void exportsCanBeCancelled()
    {
        const QTemporaryDir folder;
        Shown shown("range i from 1 to 1000000 step 1 | extend a = i * 0.5, b = tostring(i), c = i * 1s");
        shown.dialogs.path = folder.filePath(u"out.csv"_s);
        QSignalSpy spy(&shown.view, &ResultTableView::exported);
        shown.view.exportAs(kql::TextFormat::Csv);
        auto *cancel = shown.view.findChild<QPushButton *>(u"resultExportCancel"_s);
        QTRY_VERIFY(cancel->isVisible());
        cancel->click();
        QVERIFY(!cancel->isVisible());
        QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
        QCoreApplication::sendPostedEvents();
        QVERIFY(spy.isEmpty());
        QVERIFY(QDir(folder.path()).isEmpty());
        QVERIFY(shown.dialogs.told.isEmpty());
    }

    void aMillionRowsScrollWithoutAPause()
    {
        const auto table =
            resultOf("range i from 1 to 1000000 step 1 | extend t = datetime(2026-01-01) + i * 1s, "
                     "name = strcat('request ', i % 1000), d = i * 0.25, "
                     "more = dynamic({'a':1}), ok = i % 7 == 0");
        Shown shown("print a=1");
        QElapsedTimer time;
        time.start();
        shown.view.setTable(table);
        shown.view.grab();
        qInfo("a million rows are shown in %lld ms", time.elapsed());
        QVERIFY(time.elapsed() < 1000);
        QScrollBar *bar = shown.grid->verticalScrollBar();
        QVERIFY(bar->maximum() > 20'000'000); // pixels
        qint64 slowest = 0;
        QImage before;
        for (int step = 0; step < 60; ++step) {
            time.restart();
            bar->setValue(static_cast<int>(static_cast<qint64>(bar->maximum()) * (step * 37 % 60) / 59));
            const QPixmap now = shown.grid->grab();
            slowest = std::max(slowest, time.elapsed());
            QVERIFY(step == 0 || now.toImage() != before);
            before = now.toImage();
        }
        qInfo("the slowest of 60 jumps took %lld ms", slowest);
        QVERIFY(slowest < 100); // 16 in a release build on a free machine
        time.restart();
        shown.view.setOrder(3, true);
        QVERIFY(time.elapsed() < 50);
        QTRY_COMPARE(shown.cell(0, 0), u"1\u202f000\u202f000"_s);
        shown.choose(0, 0);
        QTest::keyClick(shown.grid, Qt::Key_End, Qt::ControlModifier);
        QCOMPARE(shown.grid->currentIndex().row(), 999'999);
        shown.grid->selectAll();
        time.restart();
        shown.view.copy(kql::TextFormat::Tsv);
        QVERIFY(time.elapsed() < 300);
        QSignalSpy spy(&shown.view, &ResultTableView::copied);
        QVERIFY(spy.wait(20'000));
        QCOMPARE(QGuiApplication::clipboard()->text().count(u'\n'), 1'000'001);
    }

    void strangeTables_data()
    {
        QTest::addColumn<QString>("query");
        QTest::newRow("no rows") << u"datatable(a:long, b:string)[]"_s;
        QTest::newRow("one cell") << u"print 1"_s;
        QTest::newRow("only nulls") << u"datatable(a:long, b:dynamic)[long(null), dynamic(null)]"_s;
        QTest::newRow("names") << u"print ['']=1, [' ']=2, ['&File']=3, ['<b>']=4"_s;
        QTest::newRow("not numbers") << u"print real(nan), real(+inf), real(-inf), -0.0, 1e300, 1e-300"_s;
        QTest::newRow("long text") << u"print strrep('long\\ntext ', 100000)"_s;
    }
    void strangeTables()
    {
        QFETCH(const QString, query);
        auto result = kql::runQuery(fromQt(query), kql::test::NoTables());
        if (!result)
            QSKIP(result.error().message.c_str());
        Shown shown;
        shown.view.setTable(std::make_shared<const kql::ResultTable>(std::move(result->tables[0])));
        shown.view.showDetail(true);
        QVERIFY(!shown.view.grab().isNull());
        shown.choose(0, 0);
        for (const ResultDetail::Page page :
             {ResultDetail::Row, ResultDetail::Cell, ResultDetail::ColumnPage})
            shown.view.findChild<ResultDetail *>()->setPage(page);
        QVERIFY(!shown.view.grab().isNull());
        shown.view.setTable(nullptr);
        QCOMPARE(shown.view.shownRows(), 0U);
        QVERIFY(!shown.view.grab().isNull());
    }

    void isAccessible()
    {
        Shown shown;
        shown.view.setColumnFilter(1, u"green"_s);
        QTRY_COMPARE(shown.view.shownRows(), 2U);
        shown.view.showDetail(true);
        QCOMPARE(accessibilityProblems(shown.view).join(u"\n"_s), QString());
    }

    void pictures()
    {
        for (const bool dark : {false, true}) {
            Theme theme(*qApp);
            theme.apply();
            theme.setChoice(dark ? ThemeChoice::Dark : ThemeChoice::Light);
            QWidget page;
            page.setAutoFillBackground(true);
            QPalette palette = page.palette();
            palette.setColor(QPalette::Window, theme.color(Role::Card));
            page.setPalette(palette);
            auto *layout = new QVBoxLayout(&page);
            auto *view = new ResultTableView(theme, u"result"_s, &page);
            layout->addWidget(view);
            view->setTable(
                resultOf(std::string(requests) + "| mv-expand k=dynamic([1, 2, 3, 4]) to typeof(long)"));
            page.resize(1200, 420);
            page.show();
            auto *grid = view->findChild<ResultGrid *>();
            grid->setCurrentIndex(grid->model()->index(0, 7));
            savePicture(page, dark ? u"result-table-dark"_s : u"result-table-light"_s);
            view->showDetail(true);
            view->setColumnFilter(1, u"green"_s);
            view->setOrder(2);
            QTRY_COMPARE(view->shownRows(), 8U);
            savePicture(page, dark ? u"result-detail-dark"_s : u"result-detail-light"_s);
            view->findChild<ResultDetail *>()->setPage(ResultDetail::ColumnPage);
            grid->setCurrentIndex(grid->model()->index(1, 2));
            QTRY_VERIFY(view->findChild<ResultDetail *>()->text().contains(u"P95"_s));
            savePicture(page, dark ? u"result-column-dark"_s : u"result-column-light"_s);
        }
    }
};

QTEST_MAIN(TestResultTable)
#include "tst_result_table.moc"
