// A query as the editor and the core see it: positions of a QString and offsets of its UTF-8, turned into one
// another. A value; both directions cost the length of the text unless it is ASCII.
#pragma once

#include <QString>
#include <string>

#include "core/kql/syntax/span.h"

namespace signalbox::ui {

class KqlText
{
public:
    explicit KqlText(const QString &text);

    [[nodiscard]] const std::string &utf8() const { return m_utf8; }
    [[nodiscard]] std::size_t offsetOf(int position) const;
    [[nodiscard]] int positionOf(std::size_t offset) const;

private:
    std::string m_utf8;
    bool m_ascii = false;
};

} // namespace signalbox::ui
