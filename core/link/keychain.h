// The operating system's keychain (Secret Service, macOS Keychain, Windows Credential Store) as the core's
// SecretStore. Used by the console and the terminal; it keeps nothing anywhere else, also when there is none.
#pragma once

#include <QString>
#include <QThread>
#include <chrono>
#include <functional>
#include <memory>

#include "core/base/secret_store.h"

namespace QKeychain {
class Job;
}

namespace signalbox::link {

// Thread-safe. Every call blocks its caller until the keychain has answered, which may include a person who
// unlocks it, so never call it from the thread of a window. Needs a QCoreApplication.
class KeychainSecretStore final : public SecretStore
{
public:
    // `service` groups the entries in the keychain; DeadlineExceeded is not waited for longer than
    // `timeLimit`.
    explicit KeychainSecretStore(QString service = QStringLiteral("Signalbox"),
                                 std::chrono::milliseconds timeLimit = std::chrono::minutes(1));
    ~KeychainSecretStore() override;

    [[nodiscard]] Status write(std::string_view name, std::string_view secret) override;
    [[nodiscard]] Result<std::string> read(std::string_view name) override;
    [[nodiscard]] Status remove(std::string_view name) override;

private:
    using MakeJob = std::function<std::unique_ptr<QKeychain::Job>()>;
    using TakeValue = std::function<std::string(const QKeychain::Job &)>;

    [[nodiscard]] Result<std::string> run(MakeJob makeJob, TakeValue takeValue);

    const QString m_service;
    const std::chrono::milliseconds m_timeLimit;
    QThread m_thread;  // has the event loop that the keychain's answers arrive in
    QObject *m_worker; // lives in m_thread
};

} // namespace signalbox::link
