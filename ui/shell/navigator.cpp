#include "ui/shell/navigator.h"

#include <algorithm>
#include <utility>

#include "ui/shell/page.h"

namespace signalbox::ui {

namespace {

constexpr std::size_t longestHistory = 50;

} // namespace

void Navigator::addPage(Page *page)
{
    m_pages.push_back(page);
    if (m_current.page.isEmpty())
        m_current.page = page->id();
}

void Navigator::clear()
{
    m_pages.clear();
    m_back.clear();
    m_forward.clear();
    m_current = {};
    Q_EMIT historyChanged();
}

Page *Navigator::page(const QString &id) const
{
    const auto found = std::ranges::find_if(m_pages, [&id](const Page *page) { return page->id() == id; });
    return found == m_pages.end() ? nullptr : *found;
}

bool Navigator::showPage(const QString &id)
{
    return visit({.page = id}, true);
}

bool Navigator::showObject(const QString &kind, const QString &name)
{
    for (const Page *page : m_pages) {
        if (page->kinds().contains(kind))
            return visit({.page = page->id(), .kind = kind, .name = name}, true);
    }
    return false;
}

bool Navigator::visit(const Place &place, bool remember)
{
    Page *target = page(place.page);
    if (!target)
        return false;
    if (remember && place != m_current && !m_current.page.isEmpty()) {
        m_back.push_back(m_current);
        if (m_back.size() > longestHistory)
            m_back.erase(m_back.begin());
        m_forward.clear();
    }
    m_current = place;
    Q_EMIT pageShown(place.page);
    if (!place.kind.isEmpty())
        target->showObject(place.kind, place.name);
    Q_EMIT historyChanged();
    return true;
}

void Navigator::goBack()
{
    if (m_back.empty())
        return;
    const Place place = std::move(m_back.back());
    m_back.pop_back();
    m_forward.push_back(m_current);
    visit(place, false);
}

void Navigator::goForward()
{
    if (m_forward.empty())
        return;
    const Place place = std::move(m_forward.back());
    m_forward.pop_back();
    m_back.push_back(m_current);
    visit(place, false);
}

} // namespace signalbox::ui
