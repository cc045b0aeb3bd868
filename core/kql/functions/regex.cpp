#include "core/kql/functions/regex.h"

#include <map>
#include <utility>

#include <fmt/format.h>
#include <re2/re2.h>

namespace signalbox::kql {

namespace {

constexpr std::string_view digits = "\\p{Nd}";
constexpr std::string_view wordCharacters = "\\p{L}\\p{M}\\p{Nd}\\p{Pc}";
constexpr std::string_view blanks = "\\s\\x{0B}\\x{85}\\p{Z}";

// What stands for `letter` of \d \w \s and their capitals; "" for other escapes, and for capitals in a class,
// where only the ASCII form can be negated.
std::string classOf(char letter, bool inClass)
{
    switch (letter) {
    case 'd':
        return std::string(digits);
    case 'D':
        return "\\P{Nd}";
    case 'w':
        return inClass ? std::string(wordCharacters) : fmt::format("[{}]", wordCharacters);
    case 's':
        return inClass ? std::string(blanks) : fmt::format("[{}]", blanks);
    case 'W':
        return inClass ? "" : fmt::format("[^{}]", wordCharacters);
    case 'S':
        return inClass ? "" : fmt::format("[^{}]", blanks);
    default:
        return "";
    }
}

// A ']' at the start of a class is a member of it.
bool closesNothing(std::string_view pattern, std::size_t at)
{
    return pattern.substr(0, at).ends_with('[') || pattern.substr(0, at).ends_with("[^");
}

std::string translated(std::string_view pattern)
{
    std::string result;
    bool inClass = false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const char c = pattern[i];
        if (c == '\\' && i + 1 < pattern.size()) {
            const std::string replacement = classOf(pattern[++i], inClass);
            result += replacement.empty() ? std::string{'\\', pattern[i]} : replacement;
            continue;
        }
        if (c == '(' && !inClass && pattern.substr(i, 3) == "(?<" && i + 3 < pattern.size() &&
            pattern[i + 3] != '=' && pattern[i + 3] != '!') {
            result += "(?P<"; // the library's only spelling of a named group
            i += 2;
            continue;
        }
        if (c == '[' && !inClass)
            inClass = true;
        else if (c == ']' && inClass && !closesNothing(pattern, i))
            inClass = false;
        result += c;
    }
    return result;
}

re2::StringPiece piece(std::string_view text)
{
    return {text.data(), text.size()};
}

} // namespace

struct Regex::Program
{
    re2::RE2 expression;
    std::map<int, std::string> names;

    Program(const std::string &pattern, const re2::RE2::Options &options)
        : expression(pattern, options)
    {
    }
};

Regex::Regex(std::shared_ptr<const Program> program)
    : m_program(std::move(program))
{
}

Result<Regex> Regex::compile(std::string_view pattern)
{
    re2::RE2::Options options(re2::RE2::Quiet);
    options.set_max_mem(64LL << 20U);
    auto program = std::make_shared<Program>(translated(pattern), options);
    if (!program->expression.ok()) {
        return failure(ErrorCode::InvalidArgument,
                       fmt::format("The regular expression \"{}\" cannot be read: {}.", pattern,
                                   program->expression.error()));
    }
    program->names = program->expression.CapturingGroupNames();
    return Regex(std::move(program));
}

bool Regex::matches(std::string_view text) const
{
    return re2::RE2::PartialMatch(piece(text), m_program->expression);
}

std::size_t Regex::groupCount() const
{
    return static_cast<std::size_t>(m_program->expression.NumberOfCapturingGroups());
}

std::string Regex::groupName(std::size_t index) const
{
    const auto found = m_program->names.find(static_cast<int>(index));
    return found != m_program->names.end() ? found->second : std::string();
}

std::optional<std::vector<std::string_view>> Regex::find(std::string_view text, std::size_t from) const
{
    std::vector<re2::StringPiece> groups(groupCount() + 1);
    if (from > text.size() ||
        !m_program->expression.Match(piece(text), from, text.size(), re2::RE2::UNANCHORED, groups.data(),
                                     static_cast<int>(groups.size())))
        return std::nullopt;
    std::vector<std::string_view> found;
    found.reserve(groups.size());
    for (const re2::StringPiece &group : groups)
        found.emplace_back(group.data(), group.size());
    return found;
}

std::vector<std::vector<std::string_view>> Regex::findAll(std::string_view text) const
{
    std::vector<std::vector<std::string_view>> all;
    std::size_t from = 0;
    while (auto found = find(text, from)) {
        const auto start = static_cast<std::size_t>(found->front().data() - text.data());
        const std::size_t size = found->front().size();
        from = start + size;
        if (size == 0) {
            ++from;
            while (from < text.size() && (static_cast<unsigned char>(text[from]) & 0xC0U) == 0x80U)
                ++from;
        }
        all.push_back(*std::move(found));
    }
    return all;
}

std::string Regex::replaceAll(std::string_view text, std::string_view rewrite) const
{
    std::string result(text);
    re2::RE2::GlobalReplace(&result, m_program->expression, piece(rewrite));
    return result;
}

std::string quotedForRegex(std::string_view text)
{
    return re2::RE2::QuoteMeta(piece(text));
}

} // namespace signalbox::kql
