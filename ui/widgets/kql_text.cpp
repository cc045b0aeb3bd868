#include "ui/widgets/kql_text.h"

#include <algorithm>

namespace signalbox::ui {

namespace {

// UTF-16 units that the code point which starts with `byte` takes; 0 inside of one.
int unitsOf(char byte)
{
    const auto bits = static_cast<unsigned char>(byte);
    if ((bits & 0xC0U) == 0x80U)
        return 0;
    return bits >= 0xF0U ? 2 : 1;
}

} // namespace

KqlText::KqlText(const QString &text)
    : m_utf8(text.toStdString())
    , m_ascii(m_utf8.size() == static_cast<std::size_t>(text.size()))
{
}

std::size_t KqlText::offsetOf(int position) const
{
    const auto wanted = static_cast<std::size_t>(std::max(position, 0));
    if (m_ascii)
        return std::min(wanted, m_utf8.size());
    std::size_t units = 0;
    std::size_t offset = 0;
    while (offset < m_utf8.size() && units < wanted) {
        units += static_cast<std::size_t>(unitsOf(m_utf8[offset]));
        ++offset;
        while (offset < m_utf8.size() && unitsOf(m_utf8[offset]) == 0)
            ++offset;
    }
    return offset;
}

int KqlText::positionOf(std::size_t offset) const
{
    const std::size_t end = std::min(offset, m_utf8.size());
    if (m_ascii)
        return static_cast<int>(end);
    int position = 0;
    for (std::size_t i = 0; i < end; ++i)
        position += unitsOf(m_utf8[i]);
    return position;
}

} // namespace signalbox::ui
