// How one column of a segment lies on the disk: a version, a checksum and its values in the encoding that
// fits them, behind zstd only where that makes it much smaller. Integers are small offsets from a base or
// from the value before, decimals are integers, texts a dictionary. A new encoding gets a new number; the old
// ones stay readable.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"
#include "core/telemetry/columns.h"

namespace signalbox::telemetry {

// Not thread-safe: it keeps the compressor's memory for the next column.
class ColumnEncoder
{
public:
    ColumnEncoder();
    ~ColumnEncoder();
    ColumnEncoder(const ColumnEncoder &) = delete;
    ColumnEncoder &operator=(const ColumnEncoder &) = delete;

    // `column` is one that checkChunk accepts. ResourceExhausted if it is larger than 256 MiB.
    [[nodiscard]] Result<std::string> encode(const Column &column);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

// Not thread-safe, as ColumnEncoder.
class ColumnDecoder
{
public:
    ColumnDecoder();
    ~ColumnDecoder();
    ColumnDecoder(const ColumnDecoder &) = delete;
    ColumnDecoder &operator=(const ColumnDecoder &) = delete;

    // Exactly what was encoded, except that null rows may hold other values and texts that no row uses may be
    // gone. DataLoss if the bytes are damaged, are not of `type` or do not hold `rows` rows.
    [[nodiscard]] Result<Column> decode(std::string_view bytes, ColumnType type, std::size_t rows);

private:
    struct State;
    std::unique_ptr<State> m_state;
};

} // namespace signalbox::telemetry
