// SHA-256 (FIPS 180-4), by OpenSSL. Identifies artifacts and chains the audit trail.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox {

// Feed it piece by piece; not thread-safe.
class Sha256
{
public:
    Sha256();
    ~Sha256();
    Sha256(const Sha256 &) = delete;
    Sha256 &operator=(const Sha256 &) = delete;

    void add(std::string_view bytes);
    // Adds the length before the bytes, so that ("ab", "c") and ("a", "bc") differ.
    void addField(std::string_view bytes);
    // 64 lower-case hexadecimal digits; ends this digest.
    [[nodiscard]] std::string finish();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

[[nodiscard]] std::string sha256(std::string_view bytes);
// NotFound or Io.
[[nodiscard]] Result<std::string> sha256OfFile(const std::filesystem::path &path);

} // namespace signalbox
