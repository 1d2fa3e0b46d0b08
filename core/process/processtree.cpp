// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processtree.h"

#include "core/process/childprocess.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <charconv>
#include <cstdio>
#include <cstring>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace slipway::process {

namespace {

struct Entry {
    pid_t pid = 0, parent = 0, group = 0, session = 0;
    char state = 0;
};

template <size_t Size>
std::string_view readSmall(int folder, const char *path, std::array<char, Size> &buffer)
{
    const FileDescriptor fd(::openat(folder, path, O_RDONLY | O_CLOEXEC));
    if (!fd.isOpen())
        return {};
    const ssize_t size = ::read(fd.value(), buffer.data(), buffer.size());
    return size > 0 ? std::string_view(buffer.data(), static_cast<size_t>(size)) : std::string_view();
}

// "pid (name) state ppid pgrp session …"; the name may contain anything, so the fields count from the last bracket.
bool parseStat(std::string_view text, Entry &entry)
{
    const size_t bracket = text.rfind(')');
    if (bracket == std::string_view::npos || bracket + 2 >= text.size())
        return false;
    const std::string fields(text.substr(bracket + 2, 128));
    return std::sscanf(fields.c_str(), "%c %d %d %d", &entry.state, &entry.parent, &entry.group, &entry.session) == 4;
}

// Process numbers rise until they wrap, so only those above the root can belong to it. Cheap for short-lived children.
pid_t lastPid()
{
    std::array<char, 128> buffer {};
    const auto text = readSmall(AT_FDCWD, "/proc/loadavg", buffer);
    const size_t space = text.find_last_of(' ');
    pid_t pid = 0;
    if (space != std::string_view::npos)
        std::from_chars(text.data() + space + 1, text.data() + text.size(), pid);
    return pid;
}

std::vector<Entry> entriesAbove(pid_t root, int proc, DIR *folder)
{
    const bool wrapped = lastPid() < root;
    std::vector<Entry> result;
    std::array<char, 512> buffer {};
    while (const dirent *item = ::readdir(folder)) { // NOLINT(concurrency-mt-unsafe): the stream is ours alone
        if (item->d_name[0] < '0' || item->d_name[0] > '9')
            continue;
        Entry entry;
        std::from_chars(item->d_name, item->d_name + std::strlen(item->d_name), entry.pid);
        if (entry.pid == root || (!wrapped && entry.pid < root))
            continue;
        std::array<char, 32> path {};
        std::snprintf(path.data(), path.size(), "%d/stat", entry.pid);
        if (parseStat(readSmall(proc, path.data(), buffer), entry) && entry.state != 'Z' && entry.state != 'X')
            result.push_back(entry);
    }
    return result;
}

bool carriesMark(int proc, pid_t pid, const QByteArray &mark)
{
    std::array<char, 32> path {};
    std::snprintf(path.data(), path.size(), "%d/environ", pid);
    const FileDescriptor fd(::openat(proc, path.data(), O_RDONLY | O_CLOEXEC));
    if (!fd.isOpen())
        return false;
    QByteArray environment;
    std::array<char, 8192> buffer {};
    ssize_t size = 0;
    while ((size = ::read(fd.value(), buffer.data(), buffer.size())) > 0 && environment.size() < 1024 * 1024)
        environment.append(buffer.data(), size);
    environment.prepend('\0');
    environment.append('\0');
    const QByteArray entry = '\0' + mark + '\0';
    return environment.contains(entry);
}

QList<pid_t> membersSeen(pid_t root, const QByteArray &mark, bool groupToo)
{
    QList<pid_t> result;
    DIR *folder = ::opendir("/proc");
    if (!folder)
        return result;
    const int proc = ::dirfd(folder);
    if (proc < 0) {
        ::closedir(folder);
        return result;
    }
    auto entries = entriesAbove(root, proc, folder);
    std::set<pid_t> known { root };
    const auto take = [&](const Entry &entry) {
        known.insert(entry.pid);
        result.append(entry.pid);
    };
    std::erase_if(entries, [&](const Entry &entry) {
        const bool ours = (groupToo && (entry.group == root || entry.session == root))
            || (!mark.isEmpty() && carriesMark(proc, entry.pid, mark));
        if (ours)
            take(entry);
        return ours;
    });
    // Children of members, until nothing is added: readdir gives no order of descent.
    for (bool added = true; added;) {
        added = std::erase_if(entries,
                              [&](const Entry &entry) {
                                  const bool ours = known.contains(entry.parent);
                                  if (ours)
                                      take(entry);
                                  return ours;
                              })
            > 0;
    }
    ::closedir(folder);
    return result;
}

/// Who forks and ends while /proc is read is in neither half of the list. Nobody was seen only if nobody was born meanwhile, or
/// if it is said again.
QList<pid_t> membersOf(pid_t root, const QByteArray &mark, bool groupToo)
{
    const pid_t before = lastPid();
    auto seen = membersSeen(root, mark, groupToo);
    if (seen.isEmpty() && lastPid() != before)
        seen = membersSeen(root, mark, groupToo);
    return seen;
}

} // namespace

ProcessTree::ProcessTree(pid_t root, QByteArray mark)
    : m_root(root)
    , m_mark(std::move(mark))
{
}

QList<pid_t> ProcessTree::members() const
{
    return membersOf(m_root, m_mark, true);
}

QList<pid_t> ProcessTree::descendants(pid_t top)
{
    return membersOf(top, {}, false);
}

} // namespace slipway::process
