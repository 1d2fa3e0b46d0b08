// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/childprocess.h"

#include <fcntl.h>
#include <linux/close_range.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>

namespace slipway::process {

void FileDescriptor::reset(int fd)
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = fd;
}

FileDescriptor openPidFd(pid_t pid)
{
    const int fd = static_cast<int>(::syscall(SYS_pidfd_open, pid, 0));
    if (fd >= 0)
        ::fcntl(fd, F_SETFD, FD_CLOEXEC);
    return FileDescriptor(fd);
}

namespace {

struct Pipe {
    FileDescriptor read, write;
};

bool makePipe(Pipe &pipe)
{
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return false;
    pipe.read.reset(ends[0]);
    pipe.write.reset(ends[1]);
    return true;
}

void setNonBlocking(const FileDescriptor &fd)
{
    if (fd.isOpen())
        ::fcntl(fd.value(), F_SETFL, ::fcntl(fd.value(), F_GETFL) | O_NONBLOCK);
}

QList<char *> pointers(const QList<QByteArray> &list)
{
    QList<char *> result;
    result.reserve(list.size() + 1);
    for (const QByteArray &item : list)
        result.append(const_cast<char *>(item.constData()));
    result.append(nullptr);
    return result;
}

enum class Stage : int { None, Directory, Execute };

/// All that the child needs until exec, prepared before: the child may only make system calls.
struct Plan {
    const char *program;
    char *const *argv;
    char *const *envp;
    const char *directory;
    std::array<int, 4> fds; ///< for stdin, stdout, stderr, 3; -1: none
    pid_t parent;
    Stage failedStage = Stage::None; ///< written by the child: the memory is shared until exec
    int failedErrno = 0;
};

[[noreturn]] void childSide(Plan *plan)
{
    struct sigaction byDefault = {};
    byDefault.sa_handler = SIG_DFL;
    for (int signal = 1; signal < 32; ++signal)
        ::sigaction(signal, &byDefault, nullptr);
    sigset_t none;
    sigemptyset(&none);
    ::pthread_sigmask(SIG_SETMASK, &none, nullptr);

    ::setsid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != plan->parent) // the parent died before prctl: nobody would end us
        ::_exit(127);
    const rlimit noCore = { 0, 0 }; // a core file of an agent could hold what it was told in confidence
    ::setrlimit(RLIMIT_CORE, &noCore);

    // Sources were moved to 10 or above, so no dup2 overwrites one that is still needed.
    int last = 2;
    for (int target = 0; target < 4; ++target) {
        if (plan->fds[static_cast<size_t>(target)] >= 0) {
            ::dup2(plan->fds[static_cast<size_t>(target)], target);
            last = std::max(last, target);
        }
    }
    // Libraries that open descriptors without O_CLOEXEC must not hand a Redis socket to an agent.
    ::syscall(SYS_close_range, static_cast<unsigned>(last + 1), ~0U, CLOSE_RANGE_CLOEXEC);

    if (::chdir(plan->directory) != 0) {
        plan->failedStage = Stage::Directory;
    } else {
        ::execve(plan->program, plan->argv, plan->envp);
        plan->failedStage = Stage::Execute;
    }
    plan->failedErrno = errno;
    ::_exit(127);
}

int childEntry(void *plan)
{
    childSide(static_cast<Plan *>(plan));
}

// As vfork does it: the memory is shared and this thread stands still until exec, so a large program starts a child as
// fast as a small one. A stack of its own keeps the child out of our frames.
pid_t spawn(Plan *plan)
{
    alignas(16) std::array<char, 64 * 1024> stack;
    return ::clone(childEntry, stack.data() + stack.size(), CLONE_VM | CLONE_VFORK | SIGCHLD, plan);
}

FileDescriptor moveUp(const FileDescriptor &fd)
{
    return FileDescriptor(fd.isOpen() ? ::fcntl(fd.value(), F_DUPFD_CLOEXEC, 10) : -1);
}

std::unexpected<Error> systemFailure(const QString &what, int code)
{
    return fail(ErrorCode::Unavailable, QStringLiteral("%1: %2").arg(what, qt_error_string(code)));
}

} // namespace

Result<ChildProcess> startChild(const ChildRequest &request)
{
    Pipe input, output, error, status;
    FileDescriptor null;
    if (request.withInput ? !makePipe(input) : (null.reset(::open("/dev/null", O_RDONLY | O_CLOEXEC)), !null.isOpen()))
        return systemFailure(QStringLiteral("Cannot open its input"), errno);
    if (!makePipe(output) || !makePipe(error) || (request.withStatus && !makePipe(status)))
        return systemFailure(QStringLiteral("Cannot open a pipe for its output"), errno);

    const FileDescriptor in = moveUp(request.withInput ? input.read : null);
    const FileDescriptor out = moveUp(output.write);
    const FileDescriptor err = moveUp(error.write);
    const FileDescriptor stat = moveUp(status.write);
    const auto argv = pointers(request.arguments);
    const auto envp = pointers(request.environment);
    Plan plan { request.program.constData(),
                argv.constData(),
                envp.constData(),
                request.workingDirectory.constData(),
                { in.value(), out.value(), err.value(), stat.value() },
                ::getpid() };

    // No handler of ours may run in the child while it shares our memory.
    sigset_t all, before;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before);
    const pid_t pid = spawn(&plan);
    const int spawnErrno = errno;
    ::pthread_sigmask(SIG_SETMASK, &before, nullptr);
    if (pid < 0)
        return systemFailure(QStringLiteral("Cannot create a process"), spawnErrno);
    if (plan.failedStage != Stage::None) {
        ::waitpid(pid, nullptr, 0);
        return systemFailure(
            plan.failedStage == Stage::Directory
                ? QStringLiteral("Cannot enter %1").arg(QString::fromLocal8Bit(request.workingDirectory))
                : QStringLiteral("Cannot execute %1").arg(QString::fromLocal8Bit(request.program)),
            plan.failedErrno);
    }

    ChildProcess child;
    child.pid = pid;
    child.pidFd = openPidFd(pid);
    child.input = std::move(input.write);
    child.output = std::move(output.read);
    child.error = std::move(error.read);
    child.status = std::move(status.read);
    for (const auto *fd : { &child.input, &child.output, &child.error, &child.status })
        setNonBlocking(*fd);
    return child;
}

} // namespace slipway::process
