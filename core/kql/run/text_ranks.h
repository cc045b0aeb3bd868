// The places of texts among each other by code points, so that rows are sorted by numbers. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/base/stop.h"
#include "core/base/text_list.h"

namespace signalbox::kql {

// ranks[entry] for each of `entries` of the dictionary: equal texts have equal ranks, and a text before
// another has the smaller one. Other ranks are 0. Of no meaning when stopped.
[[nodiscard]] std::vector<std::uint32_t> textRanks(const TextList &dictionary,
                                                   std::vector<std::uint32_t> entries, const StopToken &stop);

} // namespace signalbox::kql
