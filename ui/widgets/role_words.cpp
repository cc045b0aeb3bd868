#include "ui/widgets/role_words.h"

#include <QCoreApplication>

namespace signalbox::ui {

namespace {

QString roleWord(store::Role role)
{
    switch (role) {
    case store::Role::Viewer:
        return QCoreApplication::translate("RoleWords", "viewer");
    case store::Role::Operator:
        return QCoreApplication::translate("RoleWords", "operator");
    case store::Role::Approver:
        return QCoreApplication::translate("RoleWords", "approver");
    case store::Role::Administrator:
        break;
    }
    return QCoreApplication::translate("RoleWords", "administrator");
}

} // namespace

QString whyNotAllowed(store::Role role, store::Permission permission)
{
    if (store::allows(role, permission))
        return {};
    return QCoreApplication::translate(
               "RoleWords", "Your role here is %1, which does not allow this. Ask an administrator "
                            "of the workspace for another role.")
        .arg(roleWord(role));
}

} // namespace signalbox::ui
