// Whole numbers as rows of bits.
#include <bit>
#include <cstdint>

#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"

namespace signalbox::kql {

void addBitFunctions(FunctionRegistry &registry)
{
    using Long = std::int64_t;
    registry.add("binary_and", {"value1", "value2"}, "The bits that are set in both.",
                 {pointwise([](Long a, Long b) { return a & b; })}, "{0}");
    registry.add("binary_or", {"value1", "value2"}, "The bits that are set in either.",
                 {pointwise([](Long a, Long b) { return a | b; })}, "{0}");
    registry.add("binary_xor", {"value1", "value2"}, "The bits that are set in exactly one.",
                 {pointwise([](Long a, Long b) { return a ^ b; })}, "{0}");
    registry.add("binary_not", {"value"}, "The bits that are not set.",
                 {pointwise([](Long a) { return ~a; })}, "{0}");
    // As in .NET, the low six bits of the shift count.
    registry.add("binary_shift_left", {"value", "shift"}, "The bits moved to higher places.",
                 {pointwise([](Long a, Long shift) {
                     return static_cast<Long>(static_cast<std::uint64_t>(a)
                                              << (static_cast<std::uint64_t>(shift) & 63U));
                 })},
                 "{0}");
    registry.add(
        "binary_shift_right", {"value", "shift"}, "The bits moved to lower places, keeping the sign.",
        {pointwise([](Long a, Long shift) { return a >> (static_cast<std::uint64_t>(shift) & 63U); })},
        "{0}");
    registry.add(
        "bitset_count_ones", {"value"}, "How many bits are set.",
        {pointwise([](Long a) { return static_cast<Long>(std::popcount(static_cast<std::uint64_t>(a))); })},
        "{0}");
}

} // namespace signalbox::kql
