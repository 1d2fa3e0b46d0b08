// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/criticalpath.h"

#include <QMap>

namespace slipway::domain {

namespace {

struct Chain {
    int length = 0; ///< 0: not known yet
    int before = 0; ///< the issue that has to be closed right before, 0 if none
    bool isBeingMeasured = false;
};

using Chains = QMap<int, Chain>;

/// The longest chain that ends with this issue. Depth is bounded by the number of issues of one project.
int measure(int number, const QMap<int, const Task *> &open, Chains *chains)
{
    Chain &chain = (*chains)[number];
    if (chain.length > 0 || chain.isBeingMeasured) // the queue takes no cycle; one here must not be the end of us
        return chain.length;
    chain.isBeingMeasured = true;
    int longest = 0, before = 0;
    for (const int dependency : open.value(number)->dependsOn) {
        if (!open.contains(dependency))
            continue;
        const int length = measure(dependency, open, chains);
        if (length > longest || (length == longest && length > 0 && dependency < before)) {
            longest = length;
            before = dependency;
        }
    }
    Chain &measured = (*chains)[number];
    measured.isBeingMeasured = false;
    measured.before = before;
    return measured.length = longest + 1;
}

bool isOpen(const Task &task)
{
    return task.kind != QLatin1String("review") && task.phase != TaskPhase::Done && task.phase != TaskPhase::Cancelled;
}

} // namespace

QList<int> criticalPath(const QList<Task> &tasks)
{
    QMap<int, const Task *> open;
    for (const Task &task : tasks) {
        if (isOpen(task))
            open.insert(task.key.number, &task);
    }
    Chains chains;
    int last = 0, longest = 1; // a chain of one is none
    for (auto it = open.cbegin(); it != open.cend(); ++it) {
        const int length = measure(it.key(), open, &chains);
        if (length > longest) {
            longest = length;
            last = it.key();
        }
    }
    QList<int> path;
    for (int number = last; number != 0 && path.size() <= open.size(); number = chains.value(number).before)
        path.prepend(number);
    return path;
}

} // namespace slipway::domain
