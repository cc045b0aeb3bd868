// Long work over numbered things in pieces, between which one can stop it. Operators and aggregates of
// queries use it where they would otherwise run over millions of rows at a stretch.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

#include "core/base/stop.h"

namespace signalbox {

inline constexpr std::size_t pieceSize = 16'384;

// Calls work(first, last) for one piece after another. The first is always done; false if some are not.
template<typename Work>
bool inPieces(std::size_t count, const StopToken &stop, const Work &work)
{
    for (std::size_t first = 0; first < count; first += pieceSize) {
        if (first > 0 && stop.stopRequested())
            return false;
        work(first, std::min(count, first + pieceSize));
    }
    return true;
}

// The same for each(index).
template<typename Each>
bool forEachIndex(std::size_t count, const StopToken &stop, const Each &each)
{
    return inPieces(count, stop, [&each](std::size_t first, std::size_t last) {
        for (std::size_t i = first; i < last; ++i)
            each(i);
    });
}

// Sorts, stably, by merging sorted pieces. Once stopped, whole numbers are left in some order; other elements
// are of no use.
template<typename T, typename Less>
void sortInPieces(std::vector<T> &elements, const StopToken &stop, const Less &less)
{
    using Difference = typename std::vector<T>::difference_type;
    const auto at = [](std::vector<T> &all, std::size_t index) {
        return all.begin() + static_cast<Difference>(index);
    };
    const std::size_t count = elements.size();
    const bool sorted = inPieces(count, stop, [&](std::size_t first, std::size_t last) {
        std::stable_sort(at(elements, first), at(elements, last), less);
    });
    if (!sorted || count <= pieceSize)
        return;
    std::vector<T> merged(count);
    for (std::size_t width = pieceSize; width < count; width *= 2) {
        for (std::size_t first = 0; first < count; first += 2 * width) {
            std::size_t left = first;
            const std::size_t middle = std::min(count, first + width);
            std::size_t right = middle;
            const std::size_t last = std::min(count, first + 2 * width);
            const bool done = forEachIndex(last - first, stop, [&](std::size_t i) {
                const bool fromRight =
                    left == middle || (right < last && less(elements[right], elements[left]));
                merged[first + i] = std::move(elements[fromRight ? right++ : left++]);
            });
            if (!done)
                return;
        }
        elements.swap(merged);
    }
}

} // namespace signalbox
