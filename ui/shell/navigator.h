// Goes from anything to anything: every count, link and palette entry calls the Navigator with a page or with
// an object's kind and name. Remembers where it was, so that Alt+Left goes back. GUI thread only.
#pragma once

#include <QObject>
#include <QString>
#include <vector>

namespace signalbox::ui {

class Page;

struct Place
{
    QString page = {};
    QString kind = {};
    QString name = {};

    friend bool operator==(const Place &, const Place &) = default;
};

class Navigator final : public QObject
{
    Q_OBJECT

public:
    using QObject::QObject;

    // The page's kinds() lead to it from then on.
    void addPage(Page *page);
    // Forgets every page and the way back to it.
    void clear();
    [[nodiscard]] Page *page(const QString &id) const;
    [[nodiscard]] const std::vector<Page *> &pages() const { return m_pages; }
    [[nodiscard]] QString currentPage() const { return m_current.page; }

    // False if there is no such page, or no page shows that kind.
    bool showPage(const QString &id);
    bool showObject(const QString &kind, const QString &name);

    [[nodiscard]] bool canGoBack() const { return !m_back.empty(); }
    [[nodiscard]] bool canGoForward() const { return !m_forward.empty(); }
    void goBack();
    void goForward();

Q_SIGNALS:
    void pageShown(const QString &id);
    void historyChanged();

private:
    bool visit(const Place &place, bool remember);

    std::vector<Page *> m_pages;
    Place m_current;
    std::vector<Place> m_back;
    std::vector<Place> m_forward;
};

} // namespace signalbox::ui
