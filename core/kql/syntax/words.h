// The names that the language itself has: tabular operators with their help, word operators, keywords. The
// parser, the editor's colours and the completion read them from here. Immutable.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace signalbox::kql {

struct OperatorWord
{
    std::string_view name;
    std::string_view help;       // one sentence, "" for an old spelling
    std::string_view parameters; // names of its parameters (kind, withsource …), separated by blanks
    bool startsQuery = false;    // may stand first: print, range, union …
};

// Sorted by name.
[[nodiscard]] std::span<const OperatorWord> operatorWords();
[[nodiscard]] const OperatorWord *findOperatorWord(std::string_view name);
[[nodiscard]] const std::vector<std::string> &operatorNames();

// Words that cannot be names unless quoted: first, last, has, where …
[[nodiscard]] bool isReserved(std::string_view word);

// Operators between texts that bind closer than arithmetic: has, !contains, matches …
[[nodiscard]] bool isTextOperator(std::string_view word);

// The operators between texts of today, without the old spellings of Kusto's first years; sorted.
[[nodiscard]] std::vector<std::string_view> textOperatorWords();

// in, !in~, has_any, between …: written before a list in brackets.
[[nodiscard]] bool isListOperator(std::string_view word);
[[nodiscard]] std::span<const std::string_view> listOperatorWords();

} // namespace signalbox::kql
