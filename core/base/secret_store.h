// Where secrets live: the operating system's keychain, behind a seam so that tests need none.
// No other place in Signalbox keeps a secret.
#pragma once

#include <string>
#include <string_view>

#include "core/base/result.h"

namespace signalbox {

// Thread-safe. Unavailable if the system offers no keychain or it is locked; there is no plaintext fallback.
class SecretStore
{
public:
    SecretStore() = default;
    SecretStore(const SecretStore &) = delete;
    SecretStore &operator=(const SecretStore &) = delete;
    virtual ~SecretStore() = default;

    [[nodiscard]] virtual Status write(std::string_view name, std::string_view secret) = 0;
    [[nodiscard]] virtual Result<std::string> read(std::string_view name) = 0; // NotFound if there is none
    [[nodiscard]] virtual Status remove(std::string_view name) = 0;
};

} // namespace signalbox
