// Text of the core as Qt Test prints it when a comparison fails.
#pragma once

#include <QByteArray>

#include <string_view>

inline QByteArray bytes(std::string_view text)
{
    return {text.data(), static_cast<qsizetype>(text.size())};
}

inline std::string_view view(const QByteArray &bytes)
{
    return {bytes.constData(), static_cast<std::size_t>(bytes.size())};
}
