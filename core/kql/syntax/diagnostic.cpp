#include "core/kql/syntax/diagnostic.h"

#include <fmt/format.h>

namespace signalbox::kql {

Position positionAt(std::string_view text, std::uint32_t offset)
{
    Position position;
    for (const char c : text.substr(0, offset)) {
        if (c == '\n') {
            ++position.line;
            position.column = 1;
        } else if ((static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
            ++position.column;
        }
    }
    return position;
}

Error toError(std::string_view text, const std::vector<Diagnostic> &diagnostics)
{
    const Diagnostic &first = diagnostics.front();
    const Position position = positionAt(text, first.span.begin);
    return {.code = ErrorCode::InvalidArgument,
            .message = fmt::format("Line {}, column {}: {}", position.line, position.column, first.message),
            .line = position.line};
}

} // namespace signalbox::kql
