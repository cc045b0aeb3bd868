// A window with a real workspace in a temporary folder, for tests of pages: trainings are really executed,
// versions really registered. The sample data is cut to a few hundred rows, so that this takes milliseconds.
#pragma once

#include <QApplication>
#include <QFile>
#include <QSettings>
#include <QTemporaryDir>
#include <QTest>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/base/file.h"
#include "core/job/job.h"
#include "core/registry/gate.h"
#include "core/registry/registry.h"
#include "core/store/members.h"
#include "core/tracking/tracking.h"
#include "tests/ui/answering_dialogs.h"
#include "ui/shell/action_registry.h"
#include "ui/shell/main_window.h"
#include "ui/shell/navigator.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/shell/settings.h"
#include "ui/widgets/format.h"

namespace signalbox::ui {

// The value, or the end of the test with core's sentence.
template<typename T>
T valueOrThrow(Result<T> result)
{
    if (!result)
        throw std::runtime_error(result.error().text());
    if constexpr (!std::is_void_v<T>)
        return *std::move(result);
}

class WorkspaceWindow
{
public:
    explicit WorkspaceWindow(store::WorkspaceKind kind = store::WorkspaceKind::Personal)
        : theme(*qApp)
        , settings(std::make_unique<QSettings>(folder.filePath(QStringLiteral("console.ini")),
                                               QSettings::IniFormat))
        , window(theme, settings, dialogs)
        , workspace(std::make_shared<Workspace>())
    {
        workspace->store = valueOrThrow(
            store::Store::create(toPath(fromQt(folder.filePath(QStringLiteral("workspace")))),
                                 {.name = "mlops-demo", .kind = kind, .administrator = "you"}, clock));
        workspace->clock = &clock;
        workspace->actor = store::Actor::member("you");
        theme.apply();
    }

    ~WorkspaceWindow()
    {
        window.clearPages();
        session.reset();
    }

    [[nodiscard]] store::Store &store() { return *workspace->store; }

    // Makes the member if there is none, and puts them in front of the screen. Before open() only.
    void actAs(const std::string &name, store::Role role)
    {
        valueOrThrow(store::setMember(store(), store::Actor::member("you"), name, role));
        workspace->actor = store::Actor::member(name);
    }

    // Starts the session and shows the page in the window.
    template<typename PageType>
    PageType *open()
    {
        if (!session) {
            session = std::make_unique<Session>(workspace, window.services());
            QObject::connect(session.get(), &Session::workspaceChanged, &window, [this] {
                if (Page *page = window.currentPage())
                    page->refresh();
            });
        }
        auto *page = [this] {
            if constexpr (std::is_constructible_v<PageType, Session &, ShellServices>)
                return new PageType(*session, window.services());
            else
                return new PageType(*session);
        }();
        window.addPage(page);
        window.showWorkspace();
        window.restorePage();
        window.show();
        window.activateWindow();
        if (!QTest::qWaitForWindowExposed(&window))
            throw std::runtime_error("the window is not shown");
        return page;
    }

    // Lets layouts that were asked for happen, before a picture is taken.
    void settle()
    {
        for (int i = 0; i < 10; ++i)
            QCoreApplication::processEvents();
    }

    // The first `rows` rows of the sample data; all of them if 0.
    QString csv(int rows = 400)
    {
        QFile sample(QStringLiteral(SIGNALBOX_SOURCE_DIR "/resources/sample-data/diabetes-synthetic.csv"));
        if (rows == 0)
            return sample.fileName();
        const QString path = folder.filePath(QStringLiteral("diabetes-%1.csv").arg(rows));
        QFile cut(path);
        if (cut.exists())
            return path;
        if (!sample.open(QIODevice::ReadOnly) || !cut.open(QIODevice::WriteOnly))
            throw std::runtime_error("the sample data cannot be cut");
        for (int line = 0; line <= rows; ++line)
            cut.write(sample.readLine());
        return path;
    }

    [[nodiscard]] job::TrainingJob training(double C = 1.0, const std::string &runName = {}, int rows = 400)
    {
        return {
            .experiment = "diabetes",
            .runName = runName,
            .training = {
                .dataPath = fromQt(csv(rows)), .label = "Diabetic", .ignoredColumns = {"PatientID"}, .C = C}};
    }

    // Trains as an agent would, and returns the id of the run.
    std::string train(const job::TrainingJob &training)
    {
        const auto id = valueOrThrow(job::submitTraining(store(), workspace->actor, training));
        const auto claimed = valueOrThrow(job::claimJob(store(), "test-agent", id));
        return valueOrThrow(job::executeJob(store(), "test-agent", claimed.value(), {})).run;
    }

    // A run that is under way, without a job behind it.
    std::string startRun(const std::string &experiment, const std::string &name, const std::string &C)
    {
        tracking::NewRun run;
        run.experiment = experiment;
        run.name = name;
        run.parameters = {{"C", C}};
        return valueOrThrow(tracking::startRun(store(), workspace->actor, run));
    }

    void failRun(const std::string &run, std::string_view error)
    {
        valueOrThrow(tracking::endRun(store(), workspace->actor, run, tracking::RunState::Failed, error));
    }

    registry::Version registerRun(const std::string &run,
                                  const std::string &model = "diabetes_classification")
    {
        return valueOrThrow(registry::registerVersion(store(), store::Actor::member("you"), model, run));
    }

    void decide(std::int64_t gate, registry::Decision decision, const std::string &reason)
    {
        valueOrThrow(registry::decide(store(), store::Actor::member("you"), gate, decision, reason));
    }

    QTemporaryDir folder;
    SystemClock clock;
    AnsweringDialogs dialogs;
    Theme theme;
    Settings settings;
    MainWindow window;
    std::shared_ptr<Workspace> workspace;
    std::unique_ptr<Session> session;
};

} // namespace signalbox::ui
