// The encodings of the first format of columns, which is not written any more: files of older Signalboxes
// have them. Used by the column encodings.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/telemetry/column_encodings.h"

namespace signalbox::telemetry {

// As the functions without "First".
[[nodiscard]] std::vector<std::int64_t> getFirstIntegers(ByteReader &in, Encoding encoding, std::size_t rows);
[[nodiscard]] std::vector<double> getFirstReals(ByteReader &in, Encoding encoding, std::size_t rows);
[[nodiscard]] bool getFirstTexts(ByteReader &in, Encoding encoding, std::size_t rows, Column &column);

} // namespace signalbox::telemetry
