// The deployments of one endpoint as a table, with what may be done to the chosen one. It only asks. GUI
// thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "core/serve/endpoints.h"
#include "core/store/actor.h"
#include "ui/widgets/theme.h"
#include "ui/widgets/value_table_model.h"

class QPushButton;

namespace signalbox::ui {

class DataTable;
class Dialogs;
class EmptyState;

[[nodiscard]] std::vector<Row> deploymentRows(const serve::Endpoint &endpoint, TimePoint now);

class DeploymentsCard final : public QWidget
{
    Q_OBJECT

public:
    DeploymentsCard(const Theme &theme, Dialogs &dialogs, QWidget *parent = nullptr);

    void display(const serve::Endpoint &endpoint, TimePoint now, store::Role role);

Q_SIGNALS:
    void deployRequested();
    void trafficRequested();
    void removeRequested(const QString &deployment);

private:
    void updateButtons();

    serve::Endpoint m_endpoint;
    QString m_mayNot;
    ValueTableModel *m_model;
    DataTable *m_table;
    EmptyState *m_empty;
    QPushButton *m_deploy;
    QPushButton *m_traffic;
    QPushButton *m_remove;
};

} // namespace signalbox::ui
