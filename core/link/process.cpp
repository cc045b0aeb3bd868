#include "core/link/process.h"

#include <QProcess>
#include <QStringList>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/platform.h"

namespace signalbox::link {

namespace {

QString toQString(const std::filesystem::path &path)
{
    return QString::fromStdString(toUtf8(path));
}

QStringList toQStringList(const std::vector<std::string> &texts)
{
    QStringList list;
    for (const std::string &text : texts)
        list.append(QString::fromStdString(text));
    return list;
}

std::unexpected<Error> doesNotStart(const std::filesystem::path &program, const QString &why)
{
    return failure(ErrorCode::Unavailable,
                   fmt::format("'{}' does not start ({}). Check that it is installed beside this program.",
                               toUtf8(program), why.toStdString()));
}

} // namespace

ChildProcess::ChildProcess(std::unique_ptr<QProcess> process)
    : m_process(std::move(process))
{
}

ChildProcess::~ChildProcess()
{
    kill();
}

Result<std::unique_ptr<ChildProcess>> ChildProcess::start(const std::filesystem::path &program,
                                                          const std::vector<std::string> &arguments,
                                                          const std::filesystem::path &log)
{
    auto process = std::make_unique<QProcess>();
    process->setProcessChannelMode(QProcess::MergedChannels);
    process->setStandardOutputFile(log.empty() ? QProcess::nullDevice() : toQString(log), QIODevice::Append);
    process->setStandardInputFile(QProcess::nullDevice());
    process->start(toQString(program), toQStringList(arguments));
    if (!process->waitForStarted(10'000))
        return doesNotStart(program, process->errorString());
    return std::unique_ptr<ChildProcess>(new ChildProcess(std::move(process)));
}

bool ChildProcess::running()
{
    // Lets QProcess notice an end without an event loop.
    m_process->waitForFinished(0);
    return m_process->state() != QProcess::NotRunning;
}

void ChildProcess::stop(std::chrono::milliseconds limit)
{
    if (!running())
        return;
    m_process->terminate();
    if (!m_process->waitForFinished(static_cast<int>(limit.count())))
        kill();
}

void ChildProcess::kill()
{
    if (m_process->state() == QProcess::NotRunning)
        return;
    m_process->kill();
    m_process->waitForFinished(5'000);
}

Result<std::int64_t> startDetached(const std::filesystem::path &program,
                                   const std::vector<std::string> &arguments)
{
    QProcess process;
    process.setProgram(toQString(program));
    process.setArguments(toQStringList(arguments));
    process.setStandardInputFile(QProcess::nullDevice());
    process.setStandardOutputFile(QProcess::nullDevice());
    process.setStandardErrorFile(QProcess::nullDevice());
    qint64 pid = 0;
    if (!process.startDetached(&pid))
        return doesNotStart(program, process.errorString());
    return pid;
}

std::filesystem::path siblingProgram(const std::string &name)
{
    const std::filesystem::path self = programPath();
    std::filesystem::path sibling = self.parent_path() / name;
    sibling += self.extension();
    return sibling;
}

} // namespace signalbox::link
