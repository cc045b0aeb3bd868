// Random columns with few distinct values, nulls and shared dictionaries: what the plans' fast paths are
// compared with plain code over.
#pragma once

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "core/base/random.h"
#include "core/kql/values/column.h"
#include "core/kql/values/column_builder.h"

namespace signalbox::kql {

inline Value randomValue(Type type, std::size_t distinct, SeededRandom &random)
{
    const auto number = static_cast<std::int64_t>(random.below(distinct));
    switch (type) {
    case Type::Bool:
        return Value::ofBool(number % 2 != 0);
    case Type::Real:
        return Value::ofReal(number == 1 ? -0.0 : (static_cast<double>(number) - 3) / 4);
    case Type::String:
        return Value::ofString(number == 0 ? ""
                                           : std::string(static_cast<std::size_t>(number % 9), 'x') +
                                                 std::to_string(number));
    case Type::Dynamic:
        return Value::ofArray({Value::ofLong(number)});
    default:
        return Value::ofWhole(type, (number - 2) * 3'000'000'000);
    }
}

// Every fifth value is null where the type has nulls.
inline Column randomColumn(Type type, std::size_t rows, std::size_t distinct, SeededRandom &random)
{
    ColumnBuilder builder(type, rows);
    for (std::size_t row = 0; row < rows; ++row) {
        if (random.below(5) == 0)
            builder.appendNull();
        else
            builder.appendValue(randomValue(type, distinct, random));
    }
    return builder.finish();
}

} // namespace signalbox::kql
