// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/processtable.h"

#include <charconv>
#include <cstdio>
#include <cstring>
#include <dirent.h>
#include <fcntl.h>
#include <set>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

namespace slipway::deploy {

namespace {

QByteArray readAll(const std::string &path)
{
    QByteArray content;
    const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (file < 0)
        return content;
    char buffer[8192];
    for (ssize_t size = 0; (size = ::read(file, buffer, sizeof buffer)) > 0;)
        content.append(buffer, size);
    ::close(file);
    return content;
}

std::vector<pid_t> allProcesses()
{
    std::vector<pid_t> list;
    DIR *folder = ::opendir("/proc");
    while (const dirent *item = folder ? ::readdir(folder) : nullptr) {
        pid_t pid = 0;
        if (std::from_chars(item->d_name, item->d_name + std::strlen(item->d_name), pid).ec == std::errc())
            list.push_back(pid);
    }
    if (folder)
        ::closedir(folder);
    return list;
}

/// 0 for a zombie, or if it is gone.
pid_t parentOf(pid_t pid)
{
    const QByteArray stat = readAll("/proc/" + std::to_string(pid) + "/stat");
    const qsizetype bracket = stat.lastIndexOf(')'); // the name before it may hold anything
    char state = 'X';
    pid_t parent = 0;
    if (bracket < 0 || std::sscanf(stat.constData() + bracket + 1, " %c %d", &state, &parent) != 2)
        return 0;
    return state == 'Z' || state == 'X' ? 0 : parent;
}

} // namespace

QList<pid_t> descendantsOf(pid_t top)
{
    std::vector<std::pair<pid_t, pid_t>> table;
    for (const pid_t pid : allProcesses()) {
        if (const pid_t parent = parentOf(pid); parent > 0 && pid != top)
            table.emplace_back(pid, parent);
    }
    QList<pid_t> result;
    std::set<pid_t> known { top };
    for (bool added = true; added;) {
        added = std::erase_if(table,
                              [&](const auto &entry) {
                                  if (!known.contains(entry.second))
                                      return false;
                                  known.insert(entry.first);
                                  result.append(entry.first);
                                  return true;
                              })
            > 0;
    }
    return result;
}

QList<pid_t> processesMarked(const QByteArray &entry)
{
    QList<pid_t> result;
    const QByteArray needle = '\0' + entry + '\0';
    for (const pid_t pid : allProcesses()) {
        const QByteArray environment = '\0' + readAll("/proc/" + std::to_string(pid) + "/environ") + '\0';
        if (environment.contains(needle))
            result.append(pid);
    }
    return result;
}

} // namespace slipway::deploy
