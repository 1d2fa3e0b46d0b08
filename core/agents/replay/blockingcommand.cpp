// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/replay/blockingcommand.h"

#include <QFile>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <vector>

namespace slipway::agents {

namespace {

constexpr qsizetype keptOutput = 16 * 1024;

/// Everything until the other end is closed; only the tail is kept.
QByteArray readTail(int descriptor)
{
    QByteArray tail;
    std::array<char, 8192> buffer {};
    for (;;) {
        const ssize_t count = ::read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return tail.right(keptOutput);
        tail.append(buffer.data(), count);
        if (tail.size() > 4 * keptOutput)
            tail = tail.right(keptOutput);
    }
}

int waitFor(pid_t pid)
{
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0) {
        if (errno != EINTR)
            return 127;
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

BlockingOutcome runBlocking(const QStringList &command, const QString &folder)
{
    if (command.isEmpty())
        return { 127, "There is no command" };
    std::array<int, 2> ends {};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return { 127, std::strerror(errno) };
    std::vector<QByteArray> encoded;
    encoded.reserve(static_cast<size_t>(command.size()));
    for (const QString &argument : command)
        encoded.push_back(QFile::encodeName(argument));
    std::vector<char *> arguments;
    arguments.reserve(encoded.size() + 1);
    for (QByteArray &argument : encoded)
        arguments.push_back(argument.data());
    arguments.push_back(nullptr);

    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_addchdir_np(&actions, QFile::encodeName(folder).constData());
    ::posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    pid_t pid = 0;
    const int failure = ::posix_spawnp(&pid, arguments.front(), &actions, nullptr, arguments.data(), environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    BlockingOutcome outcome;
    if (failure == 0) {
        outcome.output = readTail(ends[0]);
        outcome.exitCode = waitFor(pid);
    } else {
        outcome.output = QByteArray("Cannot start ") + encoded.front() + ": " + std::strerror(failure);
    }
    ::close(ends[0]);
    return outcome;
}

} // namespace slipway::agents
