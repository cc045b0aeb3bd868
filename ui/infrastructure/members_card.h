// Who belongs to the workspace with which role, and the rules that hold in it. Changes go through core;
// whoever may not make them is told why. GUI thread only.
#pragma once

#include <QWidget>
#include <vector>

#include "core/store/members.h"
#include "ui/widgets/form_sheet.h"

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace signalbox::ui {

class DataTable;
class Session;
class ValueTableModel;
struct InfrastructureSnapshot;

class MemberSheet final : public FormSheet
{
    Q_OBJECT

public:
    // An empty `name` adds somebody who is not among `members`, otherwise it is that member's role.
    MemberSheet(const Theme &theme, const QString &name, store::Role role,
                const std::vector<store::Member> &members, const QString &context, QWidget *parent);

    [[nodiscard]] QString name() const;
    [[nodiscard]] store::Role role() const;

private:
    QLineEdit *m_name;
    QComboBox *m_role;
};

class MembersCard final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the card.
    explicit MembersCard(Session &session, QWidget *parent = nullptr);

    void display(const InfrastructureSnapshot &snapshot);
    // Chooses the member, also one that the next display() brings.
    void choose(const QString &name);
    [[nodiscard]] const std::vector<store::Member> &members() const { return m_members; }

Q_SIGNALS:
    void changed(); // a command of this card succeeded

private:
    void openSheet(const QString &name, store::Role role);
    void removeMember();
    void setSecondPerson(bool on);
    void updateButtons();

    Session &m_session;
    std::vector<store::Member> m_members;
    QString m_wanted;
    ValueTableModel *m_model;
    DataTable *m_table;
    QPushButton *m_add;
    QPushButton *m_role;
    QPushButton *m_remove;
    QCheckBox *m_secondPerson;
};

} // namespace signalbox::ui
