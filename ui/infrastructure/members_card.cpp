#include "ui/infrastructure/members_card.h"

#include <QBoxLayout>
#include <QCheckBox>
#include <QComboBox>
#include <QLineEdit>
#include <QPushButton>
#include <algorithm>
#include <array>
#include <utility>

#include "ui/infrastructure/infrastructure_snapshot.h"
#include "ui/shell/session.h"
#include "ui/widgets/card.h"
#include "ui/widgets/data_table.h"
#include "ui/widgets/dialogs.h"
#include "ui/widgets/format.h"
#include "ui/widgets/labels.h"
#include "ui/widgets/role_words.h"
#include "ui/widgets/value_table_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

constexpr std::array roles = {store::Role::Viewer, store::Role::Operator, store::Role::Approver,
                              store::Role::Administrator};

QString deeds(store::Role role)
{
    switch (role) {
    case store::Role::Viewer:
        return MembersCard::tr("looks");
    case store::Role::Operator:
        return MembersCard::tr("trains, deploys, moves traffic, rolls back");
    case store::Role::Approver:
        return MembersCard::tr("decides at gates, rolls back");
    case store::Role::Administrator:
        break;
    }
    return MembersCard::tr("does everything");
}

} // namespace

MemberSheet::MemberSheet(const Theme &theme, const QString &name, store::Role role,
                         const std::vector<store::Member> &members, const QString &context, QWidget *parent)
    : FormSheet(theme, u"memberSheet"_s, name.isEmpty() ? tr("Add a member") : tr("Role of %1").arg(name),
                name.isEmpty() ? tr("Add member") : tr("Set role"), context, parent)
    , m_name(new QLineEdit(name, this))
    , m_role(new QComboBox(this))
{
    m_name->setObjectName(u"memberName"_s);
    m_name->setReadOnly(!name.isEmpty());
    m_role->setObjectName(u"memberRole"_s);
    for (const store::Role one : roles)
        m_role->addItem(u"%1 · %2"_s.arg(toQt(store::roleName(one)), deeds(one)));
    m_role->setCurrentIndex(static_cast<int>(role));
    addField(tr("Name"), m_name, tr("As the operating system knows the user"));
    addField(tr("Role"), m_role);
    const auto check = [this, name, members] {
        const QString typed = this->name();
        const bool taken = name.isEmpty() &&
                           std::ranges::find(members, fromQt(typed), &store::Member::name) != members.end();
        const QString problem =
            taken ? tr("%1 is a member already. Choose them in the list to set their role.").arg(typed)
                  : QString();
        showProblem(problem);
        setObstacle(typed.isEmpty() ? tr("Type a name") : problem);
    };
    connect(m_name, &QLineEdit::textChanged, this, check);
    check();
}

QString MemberSheet::name() const
{
    return m_name->text().trimmed();
}

store::Role MemberSheet::role() const
{
    return roles.at(static_cast<std::size_t>(m_role->currentIndex()));
}

MembersCard::MembersCard(Session &session, QWidget *parent)
    : QWidget(parent)
    , m_session(session)
    , m_model(new ValueTableModel(
          {{.title = tr("Member")}, {.title = tr("Role")}, {.title = tr("May")}, {.title = tr("Added")}},
          this))
    , m_table(new DataTable(session.services().theme, u"members"_s, tr("Members"), this))
    , m_add(makeButton(tr("Add…"), u"addMember"_s, ButtonKind::Plain, this))
    , m_role(makeButton(tr("Role…"), u"changeRole"_s, ButtonKind::Plain, this))
    , m_remove(makeButton(tr("Remove…"), u"removeMember"_s, ButtonKind::Plain, this))
    , m_secondPerson(new QCheckBox(tr("A second person must approve"), this))
{
    m_table->setRowsModel(m_model);
    m_table->setDialogs(&session.services().dialogs);
    m_table->setFitRows(6);
    m_secondPerson->setObjectName(u"secondPerson"_s);
    m_secondPerson->setToolTip(tr("Nobody may approve at a gate what they asked for themselves"));
    connect(m_table, &DataTable::currentIdChanged, this, &MembersCard::updateButtons);
    connect(m_add, &QPushButton::clicked, this, [this] { openSheet({}, store::Role::Operator); });
    connect(m_role, &QPushButton::clicked, this, [this] {
        const auto found = std::ranges::find(m_members, fromQt(m_table->currentId()), &store::Member::name);
        if (found != m_members.end())
            openSheet(toQt(found->name), found->role);
    });
    connect(m_remove, &QPushButton::clicked, this, &MembersCard::removeMember);
    connect(m_secondPerson, &QCheckBox::clicked, this, &MembersCard::setSecondPerson);
    auto *card = new Card(tr("MEMBERS AND RULES"), this);
    for (QPushButton *button : {m_add, m_role, m_remove})
        card->addHeadingWidget(button);
    card->body()->addWidget(m_table);
    card->body()->addWidget(m_secondPerson);
    card->body()->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addWidget(card);
    connect(&session, &Session::workspaceChanged, this, &MembersCard::updateButtons);
    updateButtons();
}

void MembersCard::display(const InfrastructureSnapshot &snapshot)
{
    m_members = snapshot.members;
    std::vector<Row> rows;
    for (const store::Member &member : m_members) {
        const bool me = member.name == m_session.workspace()->actor.name;
        rows.push_back(
            {.id = toQt(member.name),
             .cells = {{.text = me ? tr("%1 (you)").arg(toQt(member.name)) : toQt(member.name)},
                       {.text = toQt(store::roleName(member.role)), .sortKey = static_cast<int>(member.role)},
                       {.text = deeds(member.role), .role = Role::MutedText},
                       {.text = dayText(member.added),
                        .sortKey = qlonglong(member.added.time_since_epoch().count()),
                        .role = Role::MutedText,
                        .toolTip = fullTimeText(member.added)}},
             .strong = me});
    }
    m_model->setRows(std::move(rows));
    m_secondPerson->setChecked(snapshot.secondPerson);
    if (!m_wanted.isEmpty())
        m_table->selectId(std::exchange(m_wanted, {}));
    updateButtons();
}

void MembersCard::choose(const QString &name)
{
    m_wanted = m_table->selectId(name) ? QString() : name;
    m_table->setFocus(Qt::OtherFocusReason);
}

void MembersCard::updateButtons()
{
    const QString mayNot = whyNotAllowed(m_session.role(), store::Permission::Administer);
    const bool chosen = !m_table->currentId().isEmpty();
    for (QWidget *control : {static_cast<QWidget *>(m_add), static_cast<QWidget *>(m_secondPerson)}) {
        control->setEnabled(mayNot.isEmpty());
        control->setAccessibleDescription(mayNot);
    }
    for (QPushButton *button : {m_role, m_remove}) {
        button->setEnabled(mayNot.isEmpty() && chosen);
        button->setToolTip(mayNot.isEmpty() && !chosen ? tr("Choose a member first") : mayNot);
        button->setAccessibleDescription(button->toolTip());
    }
    m_add->setToolTip(mayNot);
}

void MembersCard::openSheet(const QString &name, store::Role role)
{
    const QString context = toQt(m_session.workspace()->store->info().name);
    auto *sheet = new MemberSheet(m_session.services().theme, name, role, m_members, context, this);
    connect(sheet, &FormSheet::submitted, this, [this, sheet] {
        sheet->setBusy(true);
        m_session.attempt(
            sheet,
            [name = fromQt(sheet->name()), role = sheet->role()](Workspace &workspace) {
                return store::setMember(*workspace.store, workspace.actor, name, role);
            },
            [this, sheet](const Status &set) {
                sheet->setBusy(false);
                if (!set) {
                    sheet->showProblem(errorText(set.error()));
                    return;
                }
                sheet->accept();
                Q_EMIT changed();
            });
    });
    sheet->open();
}

void MembersCard::removeMember()
{
    const QString name = m_table->currentId();
    if (name.isEmpty())
        return;
    const Consequence consequence{
        .title = tr("Remove %1 from the workspace").arg(name),
        .text = tr("%1 can do nothing here any more, and can be added again.").arg(name),
        .points = {tr("What %1 did and decided stays in the audit trail.").arg(name)},
        .verb = tr("Remove 1 member"),
        .context = toQt(m_session.workspace()->store->info().name),
        .danger = true};
    m_session.services().dialogs.confirm(this, consequence, [this, name](const Confirmation &) {
        m_session.command(
            this,
            [member = fromQt(name)](Workspace &workspace) {
                return store::removeMember(*workspace.store, workspace.actor, member);
            },
            [this] { Q_EMIT changed(); });
    });
}

void MembersCard::setSecondPerson(bool on)
{
    // The box shows what the workspace says, not what was clicked.
    m_secondPerson->setChecked(!on);
    m_session.command(
        this,
        [on](Workspace &workspace) {
            return store::setSetting(*workspace.store, workspace.actor, store::secondPersonSetting,
                                     on ? "on" : "off");
        },
        [this] { Q_EMIT changed(); });
}

} // namespace signalbox::ui
