// The left rail: one tab for each page with its icon, its name and at the right a muted note or a red count.
// Up and Down move between the tabs. MainWindow owns it and keeps it in step with the Navigator.
#pragma once

#include <QAbstractButton>
#include <QFrame>
#include <vector>

#include "ui/shell/page.h"

class QVBoxLayout;

namespace signalbox::ui {

class RailTab final : public QAbstractButton
{
    Q_OBJECT

public:
    RailTab(const Theme &theme, const QString &iconName, const QString &title, QWidget *parent);
    void setNote(const PageNote &note);
    [[nodiscard]] const PageNote &note() const { return m_note; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;
    void enterEvent(QEnterEvent *event) override;
    void leaveEvent(QEvent *event) override;

private:
    const Theme &m_theme;
    QString m_iconName;
    PageNote m_note;
};

class Rail final : public QFrame
{
    Q_OBJECT

public:
    explicit Rail(const Theme &theme, QWidget *parent = nullptr);

    void addPage(Page *page);
    void clear();
    void setCurrent(const QString &pageId);

Q_SIGNALS:
    void pageChosen(const QString &pageId);

private:
    struct Entry
    {
        QString pageId = {};
        RailTab *tab = nullptr;
    };

    const Theme &m_theme;
    QVBoxLayout *m_layout;
    std::vector<Entry> m_entries;
};

} // namespace signalbox::ui
