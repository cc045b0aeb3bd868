// The rows of a scoring request, found in whichever of the four accepted JSON forms they came.
// Used by BodyScorer alone; includes simdjson, so nothing else should include it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include <simdjson.h>

#include "core/base/result.h"

namespace signalbox::serve {

struct BodyTable
{
    std::string_view path; // of the list of rows, for errors
    simdjson::dom::array rows;
    bool records = false; // each row is an object, else a list
    // Names for lists; without them the values are in the model's order.
    std::optional<simdjson::dom::array> columns = {};
};

// Knows nothing of the model: checks the form, that there is a row and that there are not too many.
[[nodiscard]] Result<BodyTable> readBodyTable(simdjson::dom::element document);

// Python writes NaN and Infinity, which JSON does not know. Outside of texts they become null here, so that
// the check of the values can say in which row and field they are. False if there was none.
[[nodiscard]] bool blankNotFinite(std::string &body);

// InvalidArgument about the place `target` of the body.
[[nodiscard]] std::unexpected<Error> refuse(std::string target, std::string message);
// What was sent, short enough to be put in a sentence.
[[nodiscard]] std::string shown(std::string_view text);
// "a list", "text", …
[[nodiscard]] std::string_view typeName(simdjson::dom::element_type type);

} // namespace signalbox::serve
