// Makes queries by the grammar of the language, from a seed: most of them bind and run over the tables T and
// U of cut_tables.h, some do not. Used by the fuzz tests.
#pragma once

#include <string>

#include "core/base/random.h"

namespace signalbox::kql::test {

// A source and up to `operators` operators.
[[nodiscard]] std::string randomQuery(SeededRandom &random, int operators);

// `query` with some of its characters, words or stretches lost, doubled, swapped or replaced.
[[nodiscard]] std::string mutated(std::string query, SeededRandom &random);

} // namespace signalbox::kql::test
