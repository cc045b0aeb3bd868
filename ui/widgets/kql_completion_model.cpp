#include "ui/widgets/kql_completion_model.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

struct KindLook
{
    QString word; // what a screen reader says
    QString mark; // one letter
    Role role = Role::Text;
};

KindLook lookOf(kql::CompletionKind kind)
{
    switch (kind) {
    case kql::CompletionKind::Table:
        return {KqlCompletionModel::tr("table"), u"T"_s, Role::SyntaxTable};
    case kql::CompletionKind::Column:
        return {KqlCompletionModel::tr("column"), u"C"_s, Role::MutedText};
    case kql::CompletionKind::Operator:
        return {KqlCompletionModel::tr("operator"), u"O"_s, Role::SyntaxKeyword};
    case kql::CompletionKind::Function:
        return {KqlCompletionModel::tr("function"), u"F"_s, Role::SyntaxFunction};
    case kql::CompletionKind::Aggregate:
        return {KqlCompletionModel::tr("aggregate"), u"A"_s, Role::SyntaxFunction};
    case kql::CompletionKind::Keyword:
        return {KqlCompletionModel::tr("keyword"), u"K"_s, Role::SyntaxKeyword};
    case kql::CompletionKind::Plugin:
        return {KqlCompletionModel::tr("plugin"), u"P"_s, Role::SyntaxFunction};
    case kql::CompletionKind::Type:
        return {KqlCompletionModel::tr("type"), u"Y"_s, Role::SyntaxKeyword};
    case kql::CompletionKind::Value:
        break;
    }
    return {KqlCompletionModel::tr("value"), u"V"_s, Role::SyntaxNumber};
}

// A signature belongs to the help below the list; the row says what kind of thing it is.
QString detailOf(const kql::CompletionItem &item)
{
    const bool call = item.detail.ends_with(')');
    const QString word = lookOf(item.kind).word;
    return call || item.detail.empty() ? word : QString::fromStdString(item.detail);
}

} // namespace

void KqlCompletionModel::setItems(std::vector<kql::CompletionItem> items)
{
    beginResetModel();
    m_items = std::move(items);
    endResetModel();
}

int KqlCompletionModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_items.size());
}

QVariant KqlCompletionModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const kql::CompletionItem &one = item(index.row());
    switch (role) {
    case Qt::DisplayRole:
        return QString::fromStdString(one.label);
    case Qt::AccessibleTextRole:
        return u"%1, %2"_s.arg(QString::fromStdString(one.label), lookOf(one.kind).word);
    case DetailRole:
        return detailOf(one);
    case HelpRole: {
        const bool call = one.detail.ends_with(')');
        const QString help = QString::fromStdString(one.help).toHtmlEscaped();
        if (!call)
            return help;
        return u"<b>%1</b>%2%3"_s.arg(QString::fromStdString(one.detail).toHtmlEscaped(),
                                      help.isEmpty() ? QString() : u"<br>"_s, help);
    }
    case MarkRole:
        return lookOf(one.kind).mark;
    case MarkColorRole:
        return static_cast<int>(lookOf(one.kind).role);
    default:
        return {};
    }
}

} // namespace signalbox::ui
