// Joining batches, as concatenate() of batch.h does, in a way that can be stopped between any thousands of
// rows. The operators that need all rows at once use it.
#pragma once

#include <span>
#include <vector>

#include "core/base/stop.h"
#include "core/kql/values/batch.h"

namespace signalbox::kql {

// All rows of `batches` in one batch; once stopped, columns of as many nulls.
[[nodiscard]] Batch concatenate(const Schema &schema, const std::vector<Batch> &batches,
                                const StopToken &stop);
[[nodiscard]] Column concatenate(Type type, std::span<const Column> columns, const StopToken &stop);

} // namespace signalbox::kql
