// The sheets of the Logs page and the dashboard: under which name and folder a query is saved, and how a tile
// shows its query. GUI thread only.
#pragma once

#include "core/kql/saved/dashboard.h"
#include "core/kql/saved/saved_queries.h"
#include "ui/widgets/form_sheet.h"

class QComboBox;
class QLineEdit;

namespace signalbox::ui {

class SaveQuerySheet final : public FormSheet
{
    Q_OBJECT

public:
    // `draft` is what the fields show first; its text is kept as it is.
    SaveQuerySheet(const Theme &theme, const QString &title, const QString &verb, kql::QueryDraft draft,
                   const QStringList &folders, const QString &context, QWidget *parent);

    [[nodiscard]] kql::QueryDraft draft() const;

private:
    void check();

    kql::QueryDraft m_draft;
    QLineEdit *m_name;
    QComboBox *m_folder;
    QLineEdit *m_description;
};

class TileSheet final : public FormSheet
{
    Q_OBJECT

public:
    TileSheet(const Theme &theme, const QString &title, const QString &verb, kql::TileDraft draft,
              const QString &context, QWidget *parent);

    [[nodiscard]] kql::TileDraft draft() const;

private:
    void check();

    kql::TileDraft m_draft;
    QLineEdit *m_title;
    QComboBox *m_chart;
    QComboBox *m_range;
    QComboBox *m_refresh;
};

} // namespace signalbox::ui
