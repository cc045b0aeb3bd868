// Two pages as the design draws them, made of the shared widgets alone.
#pragma once

#include "ui/shell/page.h"
#include "ui/shell/shell_state.h"

namespace signalbox::ui {

class GalleryPage final : public Page
{
public:
    GalleryPage(QString id, QString title)
        : m_id(std::move(id))
        , m_title(std::move(title))
    {
    }

    [[nodiscard]] QString id() const override { return m_id; }
    [[nodiscard]] QString title() const override { return m_title; }
    [[nodiscard]] QString iconName() const override { return m_id; }
    void refresh() override {}
    void showObject(const QString &, const QString &) override {}
    void note(const PageNote &what) { setNote(what); }

private:
    QString m_id;
    QString m_title;
};

void fillTraffic(const Theme &theme, QWidget *page);
void fillRegistry(const Theme &theme, QWidget *page);
[[nodiscard]] ShellState stateOfTheDay(bool incident);

} // namespace signalbox::ui
