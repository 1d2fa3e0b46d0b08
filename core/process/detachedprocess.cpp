// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/detachedprocess.h"

#include "core/process/childprocess.h"

#include <QFile>

#include <fcntl.h>
#include <linux/close_range.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>

namespace slipway::process {

namespace {

struct Report {
    pid_t pid = 0;
    int error = 0; ///< sent by a second message when exec failed
};

struct Plan {
    const char *program, *directory;
    char *const *argv;
    char *const *envp;
    int input, log, report;
};

// Between fork and exec of a program with threads: system calls only.
[[noreturn]] void grandchild(const Plan &plan)
{
    const auto sendReport = [&](int error) {
        const Report report { ::getpid(), error };
        [[maybe_unused]] const auto size = ::write(plan.report, &report, sizeof report);
    };
    struct sigaction byDefault = {};
    byDefault.sa_handler = SIG_DFL;
    for (int signal = 1; signal < 32; ++signal)
        ::sigaction(signal, &byDefault, nullptr);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::dup2(plan.input, 0);
    ::dup2(plan.log, 1);
    ::dup2(plan.log, 2);
    ::syscall(SYS_close_range, 3U, ~0U, CLOSE_RANGE_CLOEXEC);
    sendReport(0);
    if (::chdir(plan.directory) == 0)
        ::execve(plan.program, plan.argv, plan.envp);
    sendReport(errno);
    ::_exit(127);
}

QList<char *> pointers(const QList<QByteArray> &list)
{
    QList<char *> result;
    for (const QByteArray &item : list)
        result.append(const_cast<char *>(item.constData()));
    result.append(nullptr);
    return result;
}

std::unexpected<Error> cannot(const QString &what, int code)
{
    return fail(ErrorCode::Unavailable, QStringLiteral("%1: %2").arg(what, QString::fromLocal8Bit(std::strerror(code))),
                QStringLiteral("Check that the program and its folder exist"));
}

} // namespace

Result<qint64> startDetached(const ProcessSpec &spec, const QString &logPath)
{
    const QString path = spec.environment.value(QStringLiteral("PATH"), qEnvironmentVariable("PATH"));
    const QByteArray program = QFile::encodeName(findProgram(spec.program, path));
    if (program.isEmpty())
        return cannot(QStringLiteral("Cannot start %1").arg(spec.program), ENOENT);
    QList<QByteArray> arguments { program };
    for (const QString &argument : spec.arguments)
        arguments.append(argument.toLocal8Bit());
    QList<QByteArray> environment;
    for (const auto &[name, value] : spec.environment.asKeyValueRange())
        environment.append((name + QLatin1Char('=') + value).toLocal8Bit());
    const QByteArray directory
        = QFile::encodeName(spec.workingDirectory.isEmpty() ? QStringLiteral("/") : spec.workingDirectory);
    const auto argv = pointers(arguments);
    const auto envp = pointers(environment);

    const FileDescriptor input(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    const FileDescriptor log(
        ::open(QFile::encodeName(logPath).constData(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600));
    if (!log.isOpen())
        return cannot(QStringLiteral("Cannot write %1").arg(logPath), errno);
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return cannot(QStringLiteral("Cannot open a pipe"), errno);
    const FileDescriptor readEnd(ends[0]);
    FileDescriptor writeEnd(ends[1]);
    const Plan plan { program.constData(), directory.constData(), argv.constData(), envp.constData(),
                      input.value(),       log.value(),           writeEnd.value() };

    // Twice, so that it belongs to the system's init: our own end, or our reaping, does not concern it.
    const pid_t first = ::fork();
    if (first == 0) {
        ::setsid();
        const pid_t second = ::fork();
        if (second == 0)
            grandchild(plan);
        ::_exit(second < 0 ? 1 : 0);
    }
    if (first < 0)
        return cannot(QStringLiteral("Cannot create a process"), errno);
    writeEnd.reset();
    ::waitpid(first, nullptr, 0);
    Report started, failed;
    if (::read(readEnd.value(), &started, sizeof started) != sizeof started)
        return cannot(QStringLiteral("Cannot create a process"), EAGAIN);
    if (::read(readEnd.value(), &failed, sizeof failed) == sizeof failed)
        return cannot(QStringLiteral("Cannot start %1").arg(spec.program), failed.error);
    return started.pid;
}

} // namespace slipway::process
