// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/triggerparser.h"

namespace slipway::forge {

namespace {

void enable(const QString &event, const BranchFilter &filter, Workflow &workflow)
{
    if (event == QLatin1String("push"))
        workflow.push = filter;
    else if (event == QLatin1String("pull_request"))
        workflow.pullRequest = filter;
}

/// Whether a pull request that is opened or gets a new head is among the activities asked for.
bool coversNewHeads(const QStringList &types)
{
    return types.isEmpty() || types.contains(QLatin1String("opened")) || types.contains(QLatin1String("synchronize"))
        || types.contains(QLatin1String("reopened"));
}

} // namespace

Result<> readTriggers(const YAML::Node &on, Workflow &workflow)
{
    if (!on.IsDefined() || on.IsNull())
        return fail(ErrorCode::Invalid, QStringLiteral("it has no 'on'"));
    if (!on.IsMap()) {
        const auto events = yaml::textList(on);
        for (const auto &event : events)
            enable(event, {}, workflow);
        return {};
    }
    for (const auto &entry : on) {
        const QString event = yaml::scalar(entry.first);
        const auto &options = entry.second;
        const BranchFilter filter { yaml::textList(yaml::child(options, "branches")),
                                    yaml::textList(yaml::child(options, "branches-ignore")) };
        const bool tagsOnly = filter.branches.isEmpty() && filter.ignored.isEmpty()
            && (yaml::child(options, "tags").IsDefined() || yaml::child(options, "tags-ignore").IsDefined());
        if (event == QLatin1String("push") && tagsOnly)
            continue;
        if (event == QLatin1String("pull_request") && !coversNewHeads(yaml::textList(yaml::child(options, "types"))))
            continue;
        enable(event, filter, workflow);
    }
    return {};
}

} // namespace slipway::forge
