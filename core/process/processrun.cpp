// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processrun.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>

#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace slipway::process {

namespace {

constexpr qsizetype readPerTurn = 4 * 1024 * 1024; // then the other runs get their turn
constexpr qsizetype readAtEnd = 256 * 1024 * 1024; // what a pipe can still give after the end is far less
constexpr std::chrono::milliseconds killAgain { 20 };

QByteArray newMark()
{
    return "SLIPWAY_RUN=" + QByteArray::number(QRandomGenerator::global()->generate64(), 16);
}

ChildRequest requestFor(const ProcessJob &job, const QByteArray &mark)
{
    const ProcessSpec &spec = job.spec;
    ChildRequest request;
    request.program = QFile::encodeName(spec.program);
    request.arguments.append(request.program);
    if (job.sandboxed) {
        request.withStatus = true;
        request.arguments << "--json-status-fd" << "3";
    }
    for (const QString &argument : spec.arguments)
        request.arguments.append(argument.toLocal8Bit());
    // The mark is for processes on the host; in a sandbox everything ends with its process 1.
    if (!job.sandboxed)
        request.environment.append(mark);
    for (const auto &[name, value] : spec.environment.asKeyValueRange())
        request.environment.append((name + QLatin1Char('=') + value).toLocal8Bit());
    request.workingDirectory = QFile::encodeName(spec.workingDirectory);
    request.withInput = !spec.input.isEmpty() || spec.talk;
    return request;
}

// SIGPIPE is directed at the writing thread; blocked there, a child that closes its input early is only EPIPE.
void blockBrokenPipeSignal()
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGPIPE);
    ::pthread_sigmask(SIG_BLOCK, &set, nullptr);
}

} // namespace

ProcessRun::ProcessRun(std::shared_ptr<ProcessJob> job, QByteArray &readBuffer, QObject *parent)
    : QObject(parent)
    , m_job(std::move(job))
    , m_readBuffer(readBuffer)
    , m_mark(newMark())
    , m_input(m_job->spec.input)
    , m_out(m_job->spec)
    , m_err(m_job->spec)
{
    m_timeout.setSingleShot(true);
    m_timeout.setTimerType(Qt::PreciseTimer);
    m_grace.setSingleShot(true);
    m_grace.setTimerType(Qt::PreciseTimer);
    m_poll.setSingleShot(true);
    m_poll.setTimerType(Qt::PreciseTimer);
    connect(&m_timeout, &QTimer::timeout, this, [this] { terminate(ProcessEnd::TimedOut, m_job->spec.grace); });
    connect(&m_grace, &QTimer::timeout, this, [this] {
        killTree();
        m_grace.start(killAgain); // until it is gone: a process may have forked just then
    });
    connect(&m_poll, &QTimer::timeout, this, [this] { poll(); });
}

ProcessRun::~ProcessRun()
{
    if (m_reported)
        return;
    killTree();
    m_forced = ProcessEnd::Cancelled;
    report(outcome());
}

void ProcessRun::start()
{
    m_clock.start();
    blockBrokenPipeSignal();
    auto child = startChild(requestFor(*m_job, m_mark));
    if (!child) {
        ProcessOutcome failed;
        failed.error = child.error().message;
        report(std::move(failed));
        return;
    }
    m_child = std::move(*child);
    m_out.fd = std::move(m_child.output);
    m_err.fd = std::move(m_child.error);
    watch();
    if (m_job->spec.talk) {
        // Any thread may say something; report() drops the hook before this can be deleted.
        m_job->spec.talk->setHook(
            [this] { QMetaObject::invokeMethod(this, [this] { writeInput(); }, Qt::QueuedConnection); });
    }
    writeInput();
    if (m_job->spec.timeout.count() > 0)
        m_timeout.start(m_job->spec.timeout);
}

void ProcessRun::watch()
{
    for (const auto which : { OutputChannel::Out, OutputChannel::Err }) {
        auto &watched = channel(which);
        watched.notifier = std::make_unique<QSocketNotifier>(watched.fd.value(), QSocketNotifier::Read);
        connect(watched.notifier.get(), &QSocketNotifier::activated, this, [this, which] {
            readFrom(which);
            m_job->flush();
        });
    }
    if (m_child.status.isOpen()) {
        m_statusNotifier = std::make_unique<QSocketNotifier>(m_child.status.value(), QSocketNotifier::Read);
        connect(m_statusNotifier.get(), &QSocketNotifier::activated, this, [this] { readStatus(); });
    }
    if (m_child.pidFd.isOpen()) {
        m_endNotifier = std::make_unique<QSocketNotifier>(m_child.pidFd.value(), QSocketNotifier::Read);
        connect(m_endNotifier.get(), &QSocketNotifier::activated, this, [this] { poll(); });
    } else {
        m_poll.start(killAgain); // a kernel without process descriptors: look now and then
    }
}

void ProcessRun::writeInput()
{
    if (!m_child.input.isOpen())
        return;
    for (;;) {
        if (m_written == m_input.size()) {
            // Asked before the words are taken: what was said before close() is among them then.
            const bool isLast = !m_job->spec.talk || m_job->spec.talk->isClosed();
            // Taken only when the last were written: what waits beyond that is bounded where it is queued.
            m_input = m_job->spec.talk ? m_job->spec.talk->take() : QByteArray();
            m_written = 0;
            if (m_input.isEmpty()) {
                if (isLast)
                    endInput();
                else
                    dropInputNotifier();
                return;
            }
        }
        const auto size = ::write(m_child.input.value(), m_input.constData() + m_written,
                                  static_cast<size_t>(m_input.size() - m_written));
        if (size < 0 && errno == EINTR)
            continue;
        if (size < 0 && errno == EAGAIN) {
            if (!m_inputNotifier) {
                m_inputNotifier = std::make_unique<QSocketNotifier>(m_child.input.value(), QSocketNotifier::Write);
                connect(m_inputNotifier.get(), &QSocketNotifier::activated, this, [this] { writeInput(); });
            }
            return;
        }
        if (size < 0) {
            endInput(); // it does not want to read any more
            return;
        }
        m_written += size;
    }
}

void ProcessRun::dropInputNotifier()
{
    if (!m_inputNotifier)
        return;
    m_inputNotifier->setEnabled(false);
    m_inputNotifier.release()->deleteLater(); // this may be its own signal
}

void ProcessRun::endInput()
{
    dropInputNotifier();
    m_child.input.reset();
}

void ProcessRun::readFrom(OutputChannel which)
{
    auto &source = channel(which);
    const qsizetype limit = m_ended ? readAtEnd : readPerTurn;
    for (qsizetype total = 0; source.fd.isOpen() && total < limit;) {
        const auto size = ::read(source.fd.value(), m_readBuffer.data(), static_cast<size_t>(m_readBuffer.size()));
        if (size > 0) {
            consume(which, QByteArrayView(m_readBuffer.constData(), size));
            total += size;
        } else if (size < 0 && errno == EINTR) {
            continue;
        } else if (size < 0 && errno == EAGAIN) {
            return;
        } else {
            source.notifier->setEnabled(false);
            source.fd.reset();
        }
    }
}

void ProcessRun::readAvailable()
{
    readFrom(OutputChannel::Out);
    readFrom(OutputChannel::Err);
    m_job->flush();
}

void ProcessRun::consume(OutputChannel which, QByteArrayView data)
{
    auto &target = channel(which);
    target.tail.append(data);
    if (m_job->wantsLines())
        target.lines.feed(data, [this, which](QByteArray line) { m_job->addLine(which, std::move(line)); });
}

void ProcessRun::readStatus()
{
    if (!m_child.status.isOpen())
        return;
    std::array<char, 1024> buffer {};
    ssize_t size = 0;
    while ((size = ::read(m_child.status.value(), buffer.data(), buffer.size())) > 0 && m_status.size() < 64 * 1024)
        m_status.append(buffer.data(), size);
    if (m_sandboxInit == 0) {
        const auto line = m_status.first(std::max<qsizetype>(m_status.indexOf('\n'), 0));
        m_sandboxInit = QJsonDocument::fromJson(line).object().value(QLatin1String("child-pid")).toInt();
        if (m_sandboxInit > 0)
            m_sandboxFd = openPidFd(m_sandboxInit);
    }
    if (size == 0) {
        m_statusNotifier->setEnabled(false);
        m_child.status.reset();
    }
}

bool ProcessRun::hasEnded()
{
    if (m_ended)
        return true;
    siginfo_t info = {};
    // WNOWAIT keeps the zombie, and with it the number: no stranger can get it while we signal its group.
    if (::waitid(P_PID, static_cast<id_t>(m_child.pid), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == 0)
        return false;
    m_ended = true;
    m_sinceEnd.start();
    (info.si_code == CLD_EXITED ? m_exitCode : m_exitSignal) = info.si_status;
    m_timeout.stop();
    if (m_endNotifier)
        m_endNotifier->setEnabled(false);
    return true;
}

bool ProcessRun::poll()
{
    if (m_reported)
        return true;
    readStatus();
    readAvailable();
    if (hasEnded())
        checkTree();
    else if (!m_child.pidFd.isOpen())
        m_poll.start(killAgain);
    return m_reported;
}

void ProcessRun::checkTree()
{
    const bool gone = m_job->sandboxed ? sandboxIsGone() : ProcessTree(m_child.pid, m_mark).members().isEmpty();
    if (gone) {
        readAvailable();
        report(outcome());
        return;
    }
    if (!m_grace.isActive()) {
        // The program is done and left somebody behind: they are told to go, and then made to.
        signalTree(m_job->sandboxed ? SIGKILL : SIGTERM);
        m_grace.start(m_leftoverGrace);
    }
    m_poll.start(m_sinceEnd.elapsed() < 20 ? 2 : 20);
}

bool ProcessRun::sandboxIsGone() const
{
    if (!m_sandboxFd.isOpen())
        return true;
    pollfd fd { m_sandboxFd.value(), POLLIN, 0 };
    return ::poll(&fd, 1, 0) > 0;
}

void ProcessRun::terminate(ProcessEnd end, std::chrono::milliseconds grace)
{
    if (m_reported || m_child.pid <= 0)
        return;
    if (!m_forced && !m_ended) {
        m_forced = end;
        m_timeout.stop();
        signalTree(SIGTERM);
    }
    if (!m_grace.isActive() || m_grace.remainingTimeAsDuration() > grace)
        m_grace.start(grace);
}

void ProcessRun::killTree()
{
    signalTree(SIGKILL);
}

void ProcessRun::signalTree(int signal)
{
    if (m_reported || m_child.pid <= 0)
        return;
    if (!m_job->sandboxed) {
        ::kill(-m_child.pid, signal); // the leader is not reaped yet, so the number is ours
        const auto members = ProcessTree(m_child.pid, m_mark).members();
        for (const pid_t member : members)
            ::kill(member, signal);
        return;
    }
    readStatus();
    if (signal == SIGKILL) {
        if (m_sandboxInit > 0 && !sandboxIsGone())
            ::kill(m_sandboxInit, SIGKILL);
        ::kill(m_child.pid, SIGKILL);
        return;
    }
    // bubblewrap itself would die of SIGTERM and take everyone along without a moment's grace.
    const auto inside = m_sandboxInit > 0 ? ProcessTree::descendants(m_sandboxInit) : QList<pid_t> {};
    for (const pid_t member : inside)
        ::kill(member, signal);
    if (inside.isEmpty())
        ::kill(m_child.pid, signal);
}

ProcessOutcome ProcessRun::outcome()
{
    ProcessOutcome result;
    result.exitCode = m_exitSignal ? 128 + m_exitSignal : m_exitCode;
    result.end = m_forced.value_or(m_exitSignal ? ProcessEnd::Crashed : ProcessEnd::Finished);
    if (m_job->wantsLines()) {
        m_out.lines.finish([this](QByteArray line) { m_job->addLine(OutputChannel::Out, std::move(line)); });
        m_err.lines.finish([this](QByteArray line) { m_job->addLine(OutputChannel::Err, std::move(line)); });
    }
    result.out = m_out.tail.take();
    result.err = m_err.tail.take();
    result.outputCut = m_out.tail.cut() || m_err.tail.cut() || m_out.lines.droppedLine() || m_err.lines.droppedLine();
    if (m_job->sandboxed && result.end == ProcessEnd::Finished) {
        if (!m_status.contains("\"exit-code\"")) {
            result.end = ProcessEnd::FailedToStart;
            result.error = QStringLiteral("the sandbox could not be set up: ")
                + QString::fromLocal8Bit(result.err.trimmed().right(500));
        } else if (const int signal = m_exitCode - 128; // how bubblewrap passes on a death by signal
                   signal == SIGSEGV || signal == SIGABRT || signal == SIGBUS || signal == SIGILL || signal == SIGFPE
                   || signal == SIGKILL) {
            result.end = ProcessEnd::Crashed;
        }
    }
    return result;
}

void ProcessRun::report(ProcessOutcome result)
{
    m_reported = true;
    if (m_job->spec.talk)
        m_job->spec.talk->setHook({});
    m_timeout.stop();
    m_grace.stop();
    m_poll.stop();
    for (auto *notifier : { m_out.notifier.get(), m_err.notifier.get(), m_inputNotifier.get(), m_endNotifier.get(),
                            m_statusNotifier.get() }) {
        if (notifier)
            notifier->setEnabled(false);
    }
    if (m_child.pid > 0)
        ::waitpid(m_child.pid, nullptr, 0);
    result.duration = std::chrono::milliseconds(m_clock.elapsed());
    m_job->finish(std::move(result));
    Q_EMIT finished();
}

} // namespace slipway::process
