// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>

namespace slipway::deploy {

/// One rule of a tunnel's ingress, as cloudflared understands it; the first that matches wins.
struct IngressRule {
    QString hostname; ///< empty or `*`: every host; `*.x.y`: what ends with `.x.y`
    QString path; ///< regular expression, searched anywhere in the path; empty: every path
    QString service;

    bool operator==(const IngressRule &) const = default;
    [[nodiscard]] bool matchesHost(const QString &host) const;
    [[nodiscard]] bool isCatchAll() const
    {
        return (hostname.isEmpty() || hostname == QLatin1String("*")) && path.isEmpty();
    }
};

/// Index of the rule that answers, -1 if none does. Any thread.
[[nodiscard]] qsizetype matchingRule(const QList<IngressRule> &rules, const QString &host, const QString &path);
/// What `cloudflared tunnel ingress validate` would refuse, in the same cases; Invalid with the rule's number.
[[nodiscard]] Result<> checkIngress(const QList<IngressRule> &rules);

} // namespace slipway::deploy
