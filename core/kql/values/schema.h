// The columns of a table: their names and types, in order. The binder resolves names against it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/kql/values/type.h"

namespace signalbox::kql {

struct Field
{
    std::string name;
    Type type = Type::String;
    bool unknown = false; // of an open schema: the type is not known and Dynamic stands for it

    friend bool operator==(const Field &, const Field &) = default;
};

struct Schema
{
    std::vector<Field> fields;
    // Of a table that is not known when a query is only checked: any further name is a column of unknown
    // type.
    bool open = false;

    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const
    {
        for (std::size_t i = 0; i < fields.size(); ++i) {
            if (fields[i].name == name)
                return i;
        }
        return std::nullopt;
    }

    friend bool operator==(const Schema &, const Schema &) = default;
};

} // namespace signalbox::kql
