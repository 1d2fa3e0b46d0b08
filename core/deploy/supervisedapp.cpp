// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/supervisedapp.h"

#include "core/deploy/processtable.h"

#include <QDateTime>
#include <QFile>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <string>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <vector>

namespace slipway::deploy {

qint64 monotonicMs()
{
    timespec now {};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return static_cast<qint64>(now.tv_sec) * 1000 + now.tv_nsec / 1000000;
}

namespace {

QString describeExit(int status)
{
    if (WIFEXITED(status))
        return QStringLiteral("exit code %1").arg(WEXITSTATUS(status));
    const int signal = WTERMSIG(status);
    return QStringLiteral("signal %1 (%2)").arg(signal).arg(QString::fromLocal8Bit(::strsignal(signal)));
}

/// Bubblewrap ends at once on SIGTERM and takes the app along without any grace, so it is not asked itself.
bool isSandbox(pid_t pid)
{
    std::array<char, 32> name {};
    const int file = ::open(("/proc/" + std::to_string(pid) + "/comm").c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return false;
    const auto size = ::read(file, name.data(), name.size() - 1);
    ::close(file);
    return size > 0 && std::string_view(name.data(), static_cast<size_t>(size)) == "bwrap\n";
}

} // namespace

SupervisedApp::SupervisedApp(const SupervisorSpec &spec, RotatingLog &log)
    : m_spec(spec)
    , m_log(log)
{
}

SupervisedApp::~SupervisedApp()
{
    closeOutput();
}

void SupervisedApp::closeOutput()
{
    if (m_output >= 0)
        ::close(m_output);
    m_output = -1;
}

void SupervisedApp::runChild(int output, int report, pid_t supervisor) const
{
    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL); // without its supervisor nobody could find or stop it
    if (::getppid() != supervisor)
        ::_exit(127);
    const int null = ::open("/dev/null", O_RDONLY);
    ::dup2(null, 0);
    ::dup2(output, 1);
    ::dup2(output, 2);
    struct sigaction byDefault {};
    byDefault.sa_handler = SIG_DFL;
    for (int signal = 1; signal < 32; ++signal)
        ::sigaction(signal, &byDefault, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    const rlimit noCore { 0, 0 };
    ::setrlimit(RLIMIT_CORE, &noCore);
    ::clearenv();
    for (auto it = m_spec.environment.begin(); it != m_spec.environment.end(); ++it)
        ::setenv(it.key().toLocal8Bit().constData(), it->toLocal8Bit().constData(), 1);

    std::vector<QByteArray> words { QFile::encodeName(m_spec.program) };
    for (const QString &argument : m_spec.arguments)
        words.push_back(argument.toLocal8Bit());
    std::vector<char *> argv;
    for (auto &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    int failure = 0;
    if (::chdir(QFile::encodeName(m_spec.workingDirectory).constData()) != 0)
        failure = -errno;
    else if (::execvp(argv.front(), argv.data()) != 0)
        failure = errno;
    [[maybe_unused]] const auto written = ::write(report, &failure, sizeof failure);
    ::_exit(127);
}

QString SupervisedApp::start()
{
    closeOutput();
    std::array<int, 2> output {}, report {};
    if (::pipe2(output.data(), O_CLOEXEC) != 0)
        return QString::fromLocal8Bit(std::strerror(errno));
    if (::pipe2(report.data(), O_CLOEXEC) != 0) {
        ::close(output.at(0));
        ::close(output.at(1));
        return QString::fromLocal8Bit(std::strerror(errno));
    }
    const pid_t supervisor = ::getpid();
    const pid_t pid = ::fork();
    if (pid == 0)
        runChild(output.at(1), report.at(1), supervisor);
    ::close(output.at(1));
    ::close(report.at(1));
    m_output = output.at(0);
    ::fcntl(m_output, F_SETFL, O_NONBLOCK);
    int failure = 0;
    const bool failed = pid < 0 || ::read(report.at(0), &failure, sizeof failure) == sizeof failure;
    ::close(report.at(0));
    if (failed) {
        if (pid > 0)
            ::waitpid(pid, nullptr, 0);
        const QString why = QString::fromLocal8Bit(std::strerror(failure == 0 ? EAGAIN : std::abs(failure)));
        closeOutput();
        return QStringLiteral("cannot %1: %2")
            .arg(failure < 0 ? QStringLiteral("enter %1").arg(m_spec.workingDirectory)
                             : QStringLiteral("execute %1").arg(m_spec.program),
                 why);
    }
    m_pid = pid;
    m_startMs = monotonicMs();
    m_startedAt = QDateTime::currentDateTimeUtc().toString(Qt::ISODateWithMs);
    return {};
}

void SupervisedApp::readOutput()
{
    std::array<char, 16384> buffer {};
    // Bounded, so that an app that writes without end cannot keep us from its signals.
    for (int round = 0; round < 64 && m_output >= 0; ++round) {
        const auto size = ::read(m_output, buffer.data(), buffer.size());
        if (size > 0)
            m_log.append(buffer.data(), size);
        else if (size == 0)
            closeOutput();
        else if (errno != EINTR)
            return;
    }
}

void SupervisedApp::reap()
{
    int status = 0;
    for (pid_t pid = ::waitpid(-1, &status, WNOHANG); pid > 0; pid = ::waitpid(-1, &status, WNOHANG)) {
        if (pid != m_pid)
            continue; // something it left behind
        m_exitText = describeExit(status);
        m_lastedMs = monotonicMs() - m_startMs;
        m_pid = 0;
    }
}

void SupervisedApp::terminateTree(const Pump &pump)
{
    const auto members = descendantsOf(::getpid());
    for (const pid_t pid : members) {
        if (!isSandbox(pid))
            ::kill(pid, SIGTERM);
    }
    const qint64 deadline = monotonicMs() + m_spec.graceMs;
    while (isRunning() && monotonicMs() < deadline)
        pump(static_cast<int>(std::max<qint64>(1, deadline - monotonicMs())));
    while (isRunning()) {
        ::kill(-m_pid, SIGKILL);
        ::kill(m_pid, SIGKILL);
        pump(100);
    }
}

void SupervisedApp::killLeftovers(const Pump &pump)
{
    // New ones may be born while we kill, so until none is seen; bounded, as one in an unkillable wait would hold us.
    for (int round = 0; round < 100; ++round) {
        const auto members = descendantsOf(::getpid());
        if (members.isEmpty())
            return;
        for (const pid_t pid : members)
            ::kill(pid, SIGKILL);
        pump(20);
    }
}

} // namespace slipway::deploy
