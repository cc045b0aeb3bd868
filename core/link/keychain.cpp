#include "core/link/keychain.h"

#include <QCoreApplication>
#include <future>
#include <utility>

#include <fmt/format.h>
#include <qt6keychain/keychain.h>

namespace signalbox::link {

namespace {

Error errorOf(const QKeychain::Job &job)
{
    const std::string detail = job.errorString().toStdString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return {.code = ErrorCode::NotFound, .message = "The keychain has no such entry."};
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return {.code = ErrorCode::PermissionDenied,
                .message = "The keychain refused access. Unlock it and allow Signalbox to use it."};
    case QKeychain::NoBackendAvailable:
    case QKeychain::NotImplemented:
        return {.code = ErrorCode::Unavailable,
                .message =
                    "This computer offers no keychain, and Signalbox keeps secrets nowhere else. Copy the "
                    "secret now and paste it where it is asked for."};
    case QKeychain::NoError:
    case QKeychain::CouldNotDeleteEntry:
    case QKeychain::OtherError:
        break;
    }
    return {.code = ErrorCode::Unavailable,
            .message = fmt::format("The keychain cannot be used now ({}). Unlock it and try again.",
                                   detail.empty() ? "no reason was given" : detail)};
}

QString fromUtf8(std::string_view text)
{
    return QString::fromUtf8(text.data(), static_cast<qsizetype>(text.size()));
}

template<typename Job>
std::unique_ptr<Job> makeJob(const QString &service, const QString &key)
{
    auto job = std::make_unique<Job>(service);
    job->setAutoDelete(false);
    job->setInsecureFallback(false);
    job->setKey(key);
    return job;
}

} // namespace

KeychainSecretStore::KeychainSecretStore(QString service, std::chrono::milliseconds timeLimit)
    : m_service(std::move(service))
    , m_timeLimit(timeLimit)
    , m_worker(new QObject)
{
    m_thread.setObjectName(QStringLiteral("keychain"));
    m_worker->moveToThread(&m_thread);
    QObject::connect(&m_thread, &QThread::finished, m_worker, &QObject::deleteLater);
    m_thread.start();
}

KeychainSecretStore::~KeychainSecretStore()
{
    m_thread.quit();
    m_thread.wait();
}

Result<std::string> KeychainSecretStore::run(MakeJob makeJob, TakeValue takeValue)
{
    if (QCoreApplication::instance() == nullptr)
        return failure(ErrorCode::Unavailable, "The keychain needs a running application.");
    // Shared, because the answer may come after the time limit.
    auto answer = std::make_shared<std::promise<Result<std::string>>>();
    auto future = answer->get_future();
    QMetaObject::invokeMethod(
        m_worker,
        [worker = m_worker, makeJob = std::move(makeJob), takeValue = std::move(takeValue), answer] {
            QKeychain::Job *job = makeJob().release();
            job->setParent(worker);
            QObject::connect(job, &QKeychain::Job::finished, worker,
                             [takeValue, answer](QKeychain::Job *finished) {
                                 if (finished->error() == QKeychain::NoError)
                                     answer->set_value(takeValue(*finished));
                                 else
                                     answer->set_value(std::unexpected(errorOf(*finished)));
                                 finished->deleteLater();
                             });
            job->start();
        },
        Qt::QueuedConnection);
    if (future.wait_for(m_timeLimit) != std::future_status::ready)
        return failure(ErrorCode::DeadlineExceeded, "The keychain did not answer. Unlock it and try again.");
    return future.get();
}

Status KeychainSecretStore::write(std::string_view name, std::string_view secret)
{
    auto written = run(
        [service = m_service, key = fromUtf8(name), secret = fromUtf8(secret)] {
            auto job = makeJob<QKeychain::WritePasswordJob>(service, key);
            job->setTextData(secret);
            return job;
        },
        [](const QKeychain::Job &) { return std::string(); });
    if (!written)
        return std::unexpected(std::move(written).error());
    return {};
}

Result<std::string> KeychainSecretStore::read(std::string_view name)
{
    auto value = run([service = m_service,
                      key = fromUtf8(name)] { return makeJob<QKeychain::ReadPasswordJob>(service, key); },
                     [](const QKeychain::Job &job) {
                         return static_cast<const QKeychain::ReadPasswordJob &>(job).textData().toStdString();
                     });
    // Secret Service answers a missing entry with success and no text.
    if (value && value->empty())
        return failure(ErrorCode::NotFound, "The keychain has no such entry.");
    return value;
}

Status KeychainSecretStore::remove(std::string_view name)
{
    auto removed = run([service = m_service,
                        key = fromUtf8(name)] { return makeJob<QKeychain::DeletePasswordJob>(service, key); },
                       [](const QKeychain::Job &) { return std::string(); });
    if (!removed && removed.error().code != ErrorCode::NotFound)
        return std::unexpected(std::move(removed).error());
    return {};
}

} // namespace signalbox::link
