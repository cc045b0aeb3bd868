// A query with the rows of its tables the other way round. Where the language leaves open which of several
// rows stays, as the default join does, the order of the rows decides; an answer that fits one of the two
// orders is right.
#pragma once

#include <string>
#include <string_view>

namespace signalbox::kql {

// Whether `query` has such a choice: a join that keeps one left row a key, take_any or arg_max and its kin.
[[nodiscard]] bool hasOpenChoice(std::string_view query);
// The query with the rows of every datatable reversed.
[[nodiscard]] std::string withRowsReversed(std::string_view query);

} // namespace signalbox::kql
