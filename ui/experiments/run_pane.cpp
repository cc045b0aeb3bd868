#include "ui/experiments/run_pane.h"

#include <QBoxLayout>
#include <QLabel>
#include <QStackedWidget>

#include "core/registry/registry.h"
#include "ui/experiments/run_detail.h"
#include "ui/experiments/run_pair_view.h"
#include "ui/shell/navigator.h"
#include "ui/widgets/card.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/register_dialog.h"
#include "ui/widgets/scroll_column.h"
#include "ui/widgets/toast_area.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

enum PanePage { HintPage, RunPage, PairPage };

} // namespace

RunPane::RunPane(Session &session, ShellServices services, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_services(services)
    , m_pages(new QStackedWidget(this))
    , m_hint(makeText({}, Role::MutedText, this))
    , m_detail(new RunDetail(services.theme, services.dialogs, this))
    , m_pair(new RunPairView(services.theme, this))
{
    setObjectName(u"runPane"_s);
    m_hint->setObjectName(u"runHint"_s);
    m_hint->setAlignment(Qt::AlignCenter);
    m_pages->addWidget(m_hint);
    for (QWidget *content : {static_cast<QWidget *>(m_detail), static_cast<QWidget *>(m_pair)}) {
        auto *scroll = new ScrollColumn(content->objectName() + u"Scroll"_s, this);
        scroll->column()->addWidget(content, 1);
        m_pages->addWidget(scroll);
    }
    auto *card = new Card({}, this);
    card->body()->addWidget(m_pages, 1);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);

    connect(m_detail, &RunDetail::registerRequested, this, &RunPane::openRegister);
    connect(m_detail, &RunDetail::compareRequested, this, &RunPane::startCompare);
    connect(m_detail, &RunDetail::versionRequested, this,
            [this](const QString &version) { m_services.navigator.showObject(u"version"_s, version); });
    connect(m_pair, &RunPairView::closed, this, &RunPane::closePair);
    connect(m_pair, &RunPairView::swapRequested, this, [this] {
        m_swapped = !m_swapped;
        refresh();
    });
    refresh();
}

void RunPane::setSelection(const QStringList &runs)
{
    if (runs == m_selected)
        return;
    if (runs.size() != 1)
        m_pinned.clear();
    m_selected = runs;
    m_swapped = false;
    refresh();
}

void RunPane::refresh()
{
    if (m_selected.size() == 2) {
        loadPair(m_selected[0], m_selected[1]);
    } else if (m_selected.size() > 2) {
        showHint(tr("%1 runs are selected. Select two to compare them.").arg(m_selected.size()));
    } else if (m_selected.isEmpty()) {
        showHint(tr("Select a run to see all about it."));
    } else if (m_pinned.isEmpty()) {
        loadRun(m_selected.front());
    } else if (m_pinned != m_selected.front()) {
        loadPair(m_pinned, m_selected.front());
    }
}

void RunPane::showHint(const QString &text)
{
    m_reading.cancel();
    m_hint->setText(text);
    m_pages->setCurrentIndex(HintPage);
}

void RunPane::loadRun(const QString &run)
{
    m_session.read(
        this, m_reading,
        [run = fromQt(run)](Workspace &workspace) { return readRunDetails(*workspace.store, run); },
        [this](Result<RunDetails> details) {
            if (!details) {
                showHint(errorText(details.error()));
                return;
            }
            m_detail->setDetails(*std::move(details));
            m_pages->setCurrentIndex(RunPage);
        });
}

void RunPane::loadPair(const QString &first, const QString &second)
{
    m_session.read(
        this, m_reading,
        [first = fromQt(first), second = fromQt(second), swapped = m_swapped](Workspace &workspace) {
            return readRunPair(*workspace.store, first, second, swapped);
        },
        [this](const Result<RunPair> &pair) {
            if (!pair) {
                showHint(errorText(pair.error()));
                return;
            }
            m_pair->setPair(*pair);
            m_pages->setCurrentIndex(PairPage);
        });
}

void RunPane::closePair()
{
    m_pinned.clear();
    if (m_selected.size() == 1)
        refresh();
    else
        Q_EMIT runRequested(m_selected.back());
}

void RunPane::setWhyNotRegister(const QString &reason)
{
    m_detail->setWhyNotRegister(reason);
}

void RunPane::startCompare()
{
    if (m_selected.size() != 1)
        return;
    m_pinned = m_selected.front();
    const auto &details = m_detail->details();
    showHint(tr("Select the run to compare %1 with.").arg(details ? toQt(details->run.name) : tr("it")));
    Q_EMIT pickRequested();
}

void RunPane::openRegister()
{
    if (m_selected.size() != 1 || !m_detail->details())
        return;
    m_session.read(
        this, m_readingModels, [](Workspace &workspace) { return registry::listModels(*workspace.store); },
        [this, run = m_detail->details()->run](const Result<std::vector<registry::Model>> &models) {
            if (!models) {
                m_session.showError(models.error());
                return;
            }
            QStringList names;
            for (const registry::Model &model : *models)
                names.append(toQt(model.name));
            openRegisterDialog(run, names);
        });
}

void RunPane::openRegisterDialog(const tracking::Run &run, const QStringList &models)
{
    const RegisterChoices choices{.models = models,
                                  .runs = {{.id = toQt(run.id), .title = toQt(run.name)}},
                                  .model = models.size() == 1 ? models.front() : QString(),
                                  .run = toQt(run.id)};
    auto *dialog = new RegisterDialog(
        choices,
        [workspace = m_session.workspace()](const std::string &model, const std::string &wanted) {
            return registry::registerVersion(*workspace->store, workspace->actor, model, wanted);
        },
        this);
    connect(dialog, &RegisterDialog::registered, this, [this](const QString &model, qint64 version) {
        m_services.toasts.showToast({.text = tr("%1 version %2 waits for approval").arg(model).arg(version)});
        m_services.navigator.showObject(u"version"_s, u"%1/%2"_s.arg(model).arg(version));
    });
    dialog->open();
}

} // namespace signalbox::ui
