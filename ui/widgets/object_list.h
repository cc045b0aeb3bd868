// A list of things to choose from, two lines each: a name, then an optional mark and what is going on with
// it. The choice and the scroll position survive a refresh. Everything by keyboard. GUI thread only.
#pragma once

#include <QListWidget>
#include <vector>

#include "ui/widgets/theme.h"

namespace signalbox::ui {

struct ObjectItem
{
    QString id = {}; // unique and stable
    QString title = {};
    QString detail = {};
    QString mark = {}; // "PROD"
    Role markRole = Role::MutedText;
    Role detailRole = Role::MutedText;

    friend bool operator==(const ObjectItem &, const ObjectItem &) = default;
};

class ObjectList final : public QListWidget
{
    Q_OBJECT

public:
    ObjectList(const Theme &theme, const QString &objectName, const QString &accessibleName,
               QWidget *parent = nullptr);

    // Chooses the first item if the chosen one is gone or nothing was chosen.
    void setItems(const std::vector<ObjectItem> &items);
    [[nodiscard]] QString currentId() const;
    bool selectId(const QString &id); // false if there is no such item

Q_SIGNALS:
    // Another item is chosen, also by setItems(); "" if there is none.
    void currentIdChanged(const QString &id);

private:
    void tellIfChanged();

    std::vector<ObjectItem> m_shown;
    QString m_told;
    bool m_filling = false;
};

} // namespace signalbox::ui
