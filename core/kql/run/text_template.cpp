#include "core/kql/run/text_template.h"

#include <utility>

namespace signalbox::kql {

namespace {

using Kind = TemplatePart::Kind;

bool isNumber(Kind kind)
{
    return kind == Kind::Whole || kind == Kind::Real;
}

std::size_t digitsAt(std::string_view text, std::size_t at)
{
    std::size_t end = at;
    while (end < text.size() && text[end] >= '0' && text[end] <= '9')
        ++end;
    return end - at;
}

// How many characters the number takes that begins at `at`; 0 if none does.
std::size_t numberAt(std::string_view text, std::size_t at, bool real)
{
    const auto isAt = [text](std::size_t place, std::string_view characters) {
        return place < text.size() && characters.contains(text[place]);
    };
    std::size_t end = at + (isAt(at, "+-") ? 1 : 0);
    const std::size_t whole = digitsAt(text, end);
    if (whole == 0)
        return 0;
    end += whole;
    if (!real)
        return end - at;
    if (isAt(end, "."))
        end += 1 + digitsAt(text, end + 1);
    if (isAt(end, "eE")) {
        const std::size_t power = end + 1 + (isAt(end + 1, "+-") ? 1 : 0);
        const std::size_t digits = digitsAt(text, power);
        end = digits > 0 ? power + digits : end;
    }
    return end - at;
}

} // namespace

TextTemplate::TextTemplate(std::vector<TemplatePart> parts)
    : m_parts(std::move(parts))
{
    for (std::size_t i = 1; i < m_parts.size(); ++i) {
        if (m_parts[i - 1].kind == Kind::Skip && isNumber(m_parts[i].kind))
            m_parts.clear();
    }
}

TextTemplate::Answer TextTemplate::read(std::string_view text, std::vector<std::string_view> &kept) const
{
    if (m_parts.empty())
        return Answer::AskExpression;
    kept.clear();
    std::size_t at = 0;
    bool gap = false;   // a Skip or Text began at `at`
    bool keeps = false; // it is a Text
    bool sure = true;   // there was no number, which might have been shorter
    bool fixed = true;  // there was no gap, which might have been longer
    const auto close = [&](std::size_t end) {
        if (keeps)
            kept.push_back(text.substr(at, end - at));
        gap = keeps = false;
    };
    for (std::size_t i = 0; i < m_parts.size(); ++i) {
        const TemplatePart &part = m_parts[i];
        const bool last = i + 1 == m_parts.size();
        if (isNumber(part.kind)) {
            const std::size_t size = gap ? 0 : numberAt(text, at, part.kind == Kind::Real);
            if (size == 0)
                return Answer::AskExpression;
            kept.push_back(text.substr(at, size));
            at += size;
            sure = false;
        } else if (part.kind != Kind::Literal) {
            close(at); // a gap before this one is empty
            gap = true;
            fixed = false;
            keeps = part.kind == Kind::Text;
        } else if (!gap) {
            if (!text.substr(at).starts_with(part.literal))
                return sure && fixed ? Answer::FitsNot : Answer::AskExpression;
            at += part.literal.size();
        } else {
            const std::size_t size = part.literal.size();
            std::size_t found = text.find(part.literal, at);
            if (last)
                found = text.ends_with(part.literal) && text.size() - size >= at ? text.size() - size
                                                                                 : std::string_view::npos;
            if (found == std::string_view::npos)
                return sure ? Answer::FitsNot : Answer::AskExpression;
            close(found);
            at = found + size;
        }
    }
    if (gap)
        close(text.size());
    else if (at != text.size())
        return Answer::AskExpression;
    return Answer::Fits;
}

} // namespace signalbox::kql
