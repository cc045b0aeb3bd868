// Putting together a column whose rows come from several columns: iff, case, coalesce, and default values.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/kql/functions/scalar_function.h"

namespace signalbox::kql {

// Row i is row i of sources[which[i]]; all sources have `type`.
[[nodiscard]] Column choose(Type type, std::span<const Column> sources, std::span<const std::uint32_t> which);

// The type that values of all `arguments` fit: the same type, the widest number, or dynamic when one is
// dynamic (a dynamic null fits any type). None if there is no such type.
[[nodiscard]] std::optional<Type> commonType(std::span<const Argument> arguments);

// `column` as dynamic values, each as it is: a text stays a text, where castColumn would read it as JSON.
[[nodiscard]] Column wrapped(const Column &column);

} // namespace signalbox::kql
