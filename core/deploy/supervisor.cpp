// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/supervisor.h"

#include "core/deploy/processtable.h"
#include "core/deploy/resourceuse.h"
#include "core/deploy/supervisedapp.h"
#include "core/deploy/supervisorspec.h"

#include <QByteArray>
#include <QFile>
#include <QFileInfo>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>
#include <vector>

namespace slipway::deploy {

namespace {

// Names the descriptor on which the background process reports to the one that was called; its presence says which of
// the two this process is.
constexpr const char *reportVariable = "SLIPWAY_SUPERVISOR_REPORT";
constexpr int reportDescriptor = 3;
constexpr int startTimeoutMs = 30000;
constexpr int lockPatienceMs = 2000;
constexpr int folderCheckMs = 5000;
constexpr int useCheckMs = 1000;
constexpr int folderChecks = 2; // in a row, before a folder counts as removed

std::string fileIn(const QString &folder, const char *name)
{
    return QFile::encodeName(folder).toStdString() + '/' + name;
}

/// The process in the background: keeps one app running.
class Supervisor final {
public:
    Supervisor(SupervisorSpec spec, QString folder)
        : m_spec(std::move(spec))
        , m_folder(std::move(folder))
        , m_log(QFile::encodeName(m_folder + QStringLiteral("/log")), m_spec.logBytes, m_spec.logFiles)
        , m_app(m_spec, m_log)
    {
    }

    bool takeLock();
    bool prepareSignals();
    /// Tells the waiting caller, once.
    void report(const char *text);
    int run();

private:
    void publish(const char *state);
    bool startApp();
    void superviseOnce(); ///< until the app ended or a stop was requested
    void waitBeforeRestart();
    /// Kills an app that takes more than it may; the usual restart follows.
    void checkUse();
    /// An app whose home was deleted could never be found or stopped again, so it ends with it.
    void checkFolder();
    int nextDelay();
    /// Handles signals and output for at most `timeoutMs` (-1: until something happened).
    void handleEvents(int timeoutMs);

    SupervisorSpec m_spec;
    QString m_folder;
    RotatingLog m_log;
    SupervisedApp m_app;
    int m_signals = -1;
    int m_lock = -1;
    bool m_stopping = false;
    bool m_reported = false;
    int m_folderMissing = 0;
    qint64 m_nextFolderCheckMs = 0;
    qint64 m_nextUseCheckMs = 0;
    QString m_excess;
    int m_restarts = 0;
    int m_quickFailures = 0;
    QString m_lastExit;
};

bool Supervisor::takeLock()
{
    m_lock = ::open(fileIn(m_folder, "lock").c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    struct flock lock {};
    lock.l_type = F_WRLCK;
    lock.l_whence = SEEK_SET;
    // A predecessor that is just ending may hold it a little longer.
    for (int waited = 0; m_lock >= 0 && waited < lockPatienceMs; waited += 20) {
        if (::fcntl(m_lock, F_SETLK, &lock) == 0)
            return true;
        ::usleep(20000);
    }
    return false;
}

bool Supervisor::prepareSignals()
{
    sigset_t set;
    ::sigemptyset(&set);
    for (const int signal : { SIGTERM, SIGINT, SIGCHLD })
        ::sigaddset(&set, signal);
    ::sigprocmask(SIG_BLOCK, &set, nullptr);
    ::signal(SIGHUP, SIG_IGN); // neither a terminal's end nor a closed pipe is a reason to stop an app
    ::signal(SIGPIPE, SIG_IGN);
    m_signals = ::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
    return m_signals >= 0;
}

void Supervisor::report(const char *text)
{
    if (std::exchange(m_reported, true))
        return;
    // Nobody waits any more (the caller gave up or was killed): what nobody knows of must not stay.
    if (::write(reportDescriptor, text, std::strlen(text)) < 0)
        m_stopping = true;
    ::close(reportDescriptor);
}

void Supervisor::publish(const char *state)
{
    SupervisorState now;
    now.state = QLatin1String(state);
    now.supervisorPid = ::getpid();
    now.appPid = m_app.pid();
    now.port = m_spec.port;
    now.restarts = m_restarts;
    now.lastExit = m_lastExit;
    now.startedAt = m_app.startedAt();
    static_cast<void>(writeState(m_folder + QStringLiteral("/state.json"), now)); // a full disk must not end the app
}

bool Supervisor::startApp()
{
    const auto error = m_app.start();
    if (!error.isEmpty()) {
        m_lastExit = error;
        m_log.note("could not be started: " + error.toUtf8());
        const QByteArray text = '!' + error.toUtf8() + '\n';
        report(text.constData());
        return false;
    }
    m_log.note("started, process " + QByteArray::number(static_cast<qint64>(m_app.pid())) + ", port "
               + QByteArray::number(m_spec.port));
    publish("running");
    report("ok\n");
    return true;
}

void Supervisor::handleEvents(int timeoutMs)
{
    std::array<pollfd, 2> fds { pollfd { m_signals, POLLIN, 0 }, pollfd { m_app.output(), POLLIN, 0 } };
    const int count = m_app.output() >= 0 ? 2 : 1;
    const int ready = ::poll(fds.data(), static_cast<nfds_t>(count), timeoutMs);
    checkFolder();
    if (ready <= 0)
        return;
    if (count == 2 && fds.at(1).revents != 0)
        m_app.readOutput();
    signalfd_siginfo info {};
    while (::read(m_signals, &info, sizeof info) == sizeof info) {
        if (info.ssi_signo == SIGCHLD)
            m_app.reap();
        else
            m_stopping = true;
    }
}

void Supervisor::checkFolder()
{
    if (monotonicMs() < m_nextFolderCheckMs)
        return;
    m_nextFolderCheckMs = monotonicMs() + folderCheckMs;
    const bool missing = ::access(fileIn(m_folder, "spec.json").c_str(), F_OK) != 0 && errno == ENOENT;
    m_folderMissing = missing ? m_folderMissing + 1 : 0;
    if (m_folderMissing >= folderChecks)
        m_stopping = true;
}

void Supervisor::checkUse()
{
    if (monotonicMs() < m_nextUseCheckMs)
        return;
    m_nextUseCheckMs = monotonicMs() + useCheckMs;
    m_excess = excessOf(resourceUseBelow(m_app.pid()), m_spec.memoryMb, m_spec.processes);
    if (m_excess.isEmpty())
        return;
    m_log.note(m_excess.toUtf8());
    auto tree = descendantsOf(m_app.pid());
    tree.append(m_app.pid());
    for (const pid_t pid : std::as_const(tree))
        ::kill(pid, SIGKILL);
}

void Supervisor::superviseOnce()
{
    const bool limited = m_spec.memoryMb > 0 || m_spec.processes > 0;
    while (!m_stopping && m_app.isRunning()) {
        handleEvents(limited ? useCheckMs : folderCheckMs);
        if (limited && m_app.isRunning())
            checkUse();
    }
    if (m_stopping && m_app.isRunning()) {
        m_log.note("stopping");
        m_app.terminateTree([this](int ms) { handleEvents(ms); });
    }
    m_app.killLeftovers([this](int ms) { handleEvents(ms); });
    m_app.readOutput();
}

int Supervisor::nextDelay()
{
    if (m_app.lastedMs() >= m_spec.healthyAfterMs)
        m_quickFailures = 0;
    ++m_quickFailures;
    if (m_quickFailures >= m_spec.crashLoopAfter)
        return m_spec.crashLoopDelayMs;
    const auto &delays = m_spec.restartDelaysMs;
    return delays.isEmpty() ? 1000 : delays.at(std::min<qsizetype>(m_quickFailures, delays.size()) - 1);
}

void Supervisor::waitBeforeRestart()
{
    const int delay = nextDelay();
    const bool loop = m_quickFailures >= m_spec.crashLoopAfter;
    ++m_restarts;
    m_log.note(
        "ended with " + m_lastExit.toUtf8() + "; starting it again in " + QByteArray::number(delay) + " ms"
        + (loop ? " (it ended " + QByteArray::number(m_quickFailures) + " times soon after its start)" : QByteArray()));
    publish(loop ? "crash_loop" : "restarting");
    const qint64 end = monotonicMs() + delay;
    for (qint64 left = delay; left > 0 && !m_stopping; left = end - monotonicMs())
        handleEvents(static_cast<int>(std::min<qint64>(left, folderCheckMs)));
}

int Supervisor::run()
{
    bool ever = false;
    while (!m_stopping) {
        publish("starting");
        if (startApp()) {
            ever = true;
            superviseOnce();
            m_lastExit = m_excess.isEmpty() ? m_app.exitText() : std::exchange(m_excess, {});
        } else if (!ever) {
            break; // a first start that is impossible (no such program) is the caller's to hear, not to be tried for ever
        }
        if (!m_stopping)
            waitBeforeRestart();
    }
    m_log.note(m_stopping ? "stopped on request" : "given up");
    publish("stopped");
    ::unlink(fileIn(m_folder, "pid").c_str());
    return m_stopping ? 0 : 1;
}

int superviseInBackground(const QString &specFile)
{
    ::umask(0077);
    ::prctl(PR_SET_NAME, "slipway-superv");
    ::prctl(PR_SET_CHILD_SUBREAPER, 1); // whatever the app leaves behind comes to us, and is ended with it
    [[maybe_unused]] const int root = ::chdir("/");
    const auto spec = readSpec(specFile);
    const QString folder = QFileInfo(specFile).absolutePath();
    if (!spec) {
        const QByteArray text = '!' + spec.error().message.toUtf8() + '\n';
        [[maybe_unused]] const auto written
            = ::write(reportDescriptor, text.constData(), static_cast<size_t>(text.size()));
        return 1;
    }
    Supervisor supervisor(*spec, folder);
    if (!supervisor.takeLock()) {
        supervisor.report("held\n");
        return 0;
    }
    if (!supervisor.prepareSignals()) {
        supervisor.report("!signals cannot be received\n");
        return 1;
    }
    const auto pid = std::to_string(::getpid()) + '\n';
    const int file = ::open(fileIn(folder, "pid").c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (file >= 0) {
        [[maybe_unused]] const auto written = ::write(file, pid.data(), pid.size());
        ::close(file);
    }
    return supervisor.run();
}

/// Child side of the second fork: becomes the background process by executing this program again with an environment
/// that carries no mark of whoever started us.
[[noreturn]] void executeInBackground(const QByteArray &specFile, int report)
{
    std::vector<std::string> environment { std::string(reportVariable) + "=1" };
    for (const char *name : { "PATH", "HOME", "LANG", "LC_ALL", "TZ", "LD_LIBRARY_PATH" }) {
        if (const char *value = std::getenv(name))
            environment.push_back(std::string(name) + '=' + value);
    }
    std::vector<char *> envp;
    for (auto &entry : environment)
        envp.push_back(entry.data());
    envp.push_back(nullptr);
    std::array<std::string, 3> words { "slipway", "internal-supervise", specFile.toStdString() };
    std::array<char *, 4> argv { words.at(0).data(), words.at(1).data(), words.at(2).data(), nullptr };

    const int null = ::open("/dev/null", O_RDWR);
    const int high = ::fcntl(report, F_DUPFD, 10);
    for (int target = 0; target < 3; ++target)
        ::dup2(null, target);
    ::dup2(high, reportDescriptor);
    ::close_range(reportDescriptor + 1, ~0U, 0);
    struct sigaction byDefault {};
    byDefault.sa_handler = SIG_DFL;
    for (int signal = 1; signal < 32; ++signal)
        ::sigaction(signal, &byDefault, nullptr);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::execve("/proc/self/exe", argv.data(), envp.data());
    ::_exit(127);
}

int launch(const QString &specFile)
{
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        std::fprintf(stderr, "Cannot open a pipe: %s\n", std::strerror(errno));
        return 1;
    }
    const QByteArray file = QFile::encodeName(QFileInfo(specFile).absoluteFilePath());
    const pid_t first = ::fork();
    if (first == 0) {
        ::setsid();
        if (::fork() == 0)
            executeInBackground(file, ends.at(1));
        ::_exit(0);
    }
    ::close(ends.at(1));
    if (first > 0)
        ::waitpid(first, nullptr, 0);

    // The background process keeps its end open until it has something to say; its death closes it too.
    std::string answer;
    std::array<char, 512> buffer {};
    pollfd wait { ends.at(0), POLLIN, 0 };
    while (answer.find('\n') == std::string::npos && ::poll(&wait, 1, startTimeoutMs) > 0) {
        const auto size = ::read(ends.at(0), buffer.data(), buffer.size());
        if (size <= 0)
            break;
        answer.append(buffer.data(), static_cast<size_t>(size));
    }
    ::close(ends.at(0));
    if (answer == "ok\n" || answer == "held\n")
        return 0;
    if (!answer.empty() && answer.front() == '!')
        std::fputs(answer.c_str() + 1, stderr);
    else
        std::fputs("The supervisor ended before it could start the app\n", stderr);
    return 1;
}

} // namespace

int superviseMain(const QString &specFile)
{
    return std::getenv(reportVariable) ? superviseInBackground(specFile) : launch(specFile);
}

} // namespace slipway::deploy
