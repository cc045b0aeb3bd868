// Holds a page: gives it the room of the window, and scrolls only where the page cannot do with that.
// (QScrollArea by itself gives a page with wrapped text the height it would like, and so scrolls where
// nothing needs to.) MainWindow puts every page into one.
#pragma once

#include <QScrollArea>

namespace signalbox::ui {

class PageScroll final : public QScrollArea
{
    Q_OBJECT

public:
    PageScroll(QWidget *page, QWidget *parent);

protected:
    void resizeEvent(QResizeEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void fit();
};

} // namespace signalbox::ui
