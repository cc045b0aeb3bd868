// A white panel with a hairline border, the unit every page is laid out in. It has an optional heading line
// with room for buttons at its right, and a body that callers fill.
#pragma once

#include <QFrame>

#include "ui/widgets/theme.h"

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace signalbox::ui {

class Card final : public QFrame
{
    Q_OBJECT

public:
    // `heading` is a section heading ("AUDIT TRAIL"); without one the body starts at the top.
    explicit Card(const QString &heading = {}, QWidget *parent = nullptr);

    [[nodiscard]] QVBoxLayout *body() const { return m_body; }
    void setHeading(const QString &heading);
    // Places a widget at the right end of the heading line.
    void addHeadingWidget(QWidget *widget);
    // Border: Border (usual), Warning for a gate that waits, Danger for the on-call card, Accent.
    void setBorderRole(Role role);

private:
    QLabel *m_heading;
    QWidget *m_headingLine;
    QHBoxLayout *m_headingLayout;
    QVBoxLayout *m_body;
};

} // namespace signalbox::ui
