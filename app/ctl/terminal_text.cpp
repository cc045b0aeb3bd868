#include "app/ctl/terminal_text.h"

#include <algorithm>

namespace signalbox::ctl {

namespace {

std::string blanks(std::string_view text, std::size_t columns)
{
    const std::size_t taken = width(text);
    return std::string(columns > taken ? columns - taken : 0, ' ');
}

} // namespace

std::size_t width(std::string_view text)
{
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

std::string toTheRight(const std::string &text, std::size_t columns)
{
    return blanks(text, columns) + text;
}

std::string toTheLeft(const std::string &text, std::size_t columns)
{
    return text + blanks(text, columns);
}

} // namespace signalbox::ctl
