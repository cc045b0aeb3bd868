// The tab of models: the versions of a model, how their F1 went, where the selected one came from and went,
// and its gates to decide on. Reads snapshots on the pool and sends commands through the Session.
#pragma once

#include <optional>

#include "ui/registry/registry_snapshot.h"
#include "ui/shell/page.h"
#include "ui/shell/session.h"
#include "ui/shell/shell_services.h"
#include "ui/widgets/async.h"

class QComboBox;
class QLabel;
class QModelIndex;
class QPushButton;
class QSplitter;
class QStackedWidget;

namespace signalbox::ui {

class DataTable;
class EmptyState;
class ErrorBanner;
class GatePanel;
class LineageStrip;
class TimeChart;
class ValueTableModel;

class RegistryPage final : public Page
{
    Q_OBJECT

public:
    RegistryPage(Session &session, ShellServices services, QWidget *parent = nullptr);

    [[nodiscard]] QString id() const override;
    [[nodiscard]] QString title() const override;
    [[nodiscard]] QString iconName() const override;
    void refresh() override;
    // "model" by name, "version" as "model/5", "gate" by id.
    [[nodiscard]] QStringList kinds() const override;
    void showObject(const QString &kind, const QString &name) override;
    [[nodiscard]] std::vector<PageObject> objects() const override;
    void addActions(ActionRegistry &registry) override;

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeVersions();
    QWidget *makeTitleLine();
    void take(RegistrySnapshot snapshot);
    void showModels();
    void showChart();
    void showEmpty();
    void selectWanted();
    void versionChosen(const QString &number);
    void showVersion(const VersionDetails &details);
    void showGate(std::int64_t gate);
    void updateActions();
    void openCompare();
    void openRegister();
    void follow(const QString &kind, const QString &target);

    Session &m_session;
    ShellServices m_services;
    std::optional<RegistrySnapshot> m_snapshot;
    std::string m_model;              // shown or wanted
    std::string m_asked;              // the model of the latest reading
    std::int64_t m_wantedVersion = 0; // to select when it is there
    std::int64_t m_wantedGate = 0;    // to show when its version is selected
    bool m_again = false;
    Latest m_reading;
    Latest m_readingVersion;
    Latest m_findingGate;
    Latest m_counting;

    ErrorBanner *m_error;
    QStackedWidget *m_pages; // content, or why there is none
    EmptyState *m_empty;
    QSplitter *m_content;
    QLabel *m_name;
    QComboBox *m_models;
    QPushButton *m_compare;
    QPushButton *m_register;
    ValueTableModel *m_rows;
    DataTable *m_table;
    TimeChart *m_chart;
    LineageStrip *m_lineage;
    GatePanel *m_gates;
};

} // namespace signalbox::ui
