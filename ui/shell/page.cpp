#include "ui/shell/page.h"

namespace signalbox::ui {

void Page::setNote(const PageNote &note)
{
    if (note == m_note)
        return;
    m_note = note;
    Q_EMIT noteChanged(m_note);
}

} // namespace signalbox::ui
