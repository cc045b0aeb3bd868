// A workspace in a folder that is removed again, with a clock that stands still: what most tests of the core
// start from. Also the words in which Qt Test prints results of the core.
#pragma once

#include <QByteArray>
#include <QTemporaryDir>
#include <QTest>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/file.h"
#include "core/base/result.h"
#include "core/store/audit.h"
#include "core/store/members.h"
#include "core/store/store.h"

namespace signalbox::test {

// "ok", or the name of the error's code.
template<typename T>
std::string codeOf(const Result<T> &result)
{
    return result ? std::string("ok") : std::string(errorCodeName(result.error().code));
}

template<typename T>
std::string messageOf(const Result<T> &result)
{
    return result ? std::string() : result.error().text();
}

class Workspace
{
public:
    explicit Workspace(store::WorkspaceKind kind = store::WorkspaceKind::Personal)
        : m_store(
              store::Store::create(folder(), {.name = "yard", .kind = kind, .administrator = "ada"}, clock)
                  .value())
    {
    }

    [[nodiscard]] std::filesystem::path folder() const
    {
        return toPath(m_folder.path().toStdString()) / "workspace";
    }
    [[nodiscard]] std::filesystem::path file() const { return folder() / "workspace.db"; }
    [[nodiscard]] store::Store &store() { return *m_store; }
    [[nodiscard]] const store::Store &store() const { return *m_store; }

    void add(std::string_view member, store::Role role)
    {
        QVERIFY2(store::setMember(*m_store, ada, member, role).has_value(), "the member is added");
    }

    void set(std::string_view key, std::string_view value)
    {
        QVERIFY2(store::setSetting(*m_store, ada, key, value).has_value(), "the setting is set");
    }

    [[nodiscard]] std::int64_t auditEntries() const { return store::verifyAudit(*m_store).value().entries; }
    [[nodiscard]] store::AuditEntry lastAudit() const
    {
        return store::listAudit(*m_store, {.limit = 1}).value().front();
    }

    void close() { m_store.reset(); }
    [[nodiscard]] Result<store::Store *> reopen()
    {
        m_store.reset();
        auto opened = store::Store::open(folder(), clock);
        if (!opened)
            return std::unexpected(opened.error());
        m_store = *std::move(opened);
        return m_store.get();
    }

    ManualClock clock{fromIso8601("2026-11-23T14:00:00Z").value()};
    const store::Actor ada = store::Actor::member("ada"); // administrator

private:
    QTemporaryDir m_folder;
    std::unique_ptr<store::Store> m_store;
};

} // namespace signalbox::test

namespace QTest {

template<>
inline char *toString(const std::string &text)
{
    return QTest::toString(QByteArray::fromStdString(text));
}

} // namespace QTest

Q_DECLARE_METATYPE(std::string)
