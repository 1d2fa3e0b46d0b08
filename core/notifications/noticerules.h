// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSet>
#include <QString>
#include <QStringList>
#include <QTime>

#include <chrono>

namespace slipway::notifications {

/// How much a notice is meant to be noticed.
enum class Urgency {
    Step, ///< on the way; the log has it, too
    Result, ///< something is there
    Decision, ///< waits for a person
    Failure,
};

/// One kind of notice that the engine publishes (`control::StateStore::noticed`).
struct NoticeKind {
    const char *name;
    Urgency urgency;
    const char *sign; ///< in front of it, UTF-8
    const char *meaning;
};
[[nodiscard]] const QList<NoticeKind> &noticeKinds();
/// A kind that is not known yet is a result.
[[nodiscard]] NoticeKind kindOf(const QString &name);

/// Which notices a person is told, and when: the same rules for the tray and for Discord. Value type, any thread.
struct NoticeRules {
    QTime quietFrom, quietTo; ///< local time; invalid: no quiet hours
    QSet<QString> gathered; ///< kinds that are told together
    QSet<QString> off; ///< kinds that are not told
    std::chrono::milliseconds gatherFor { 30 * 60 * 1000 };

    enum class Delivery {
        Now,
        Silently, ///< it needs a person, but makes no sound in the quiet hours
        Gathered, ///< with others, when `gatherFor` and the quiet hours are over
        Never,
    };
    [[nodiscard]] Delivery deliveryOf(const QString &kind, const QTime &now) const;
    [[nodiscard]] bool isQuiet(const QTime &now) const;

    /// Takes `22:00-07:00`, `22-7`, `off` or nothing. Invalid for anything else.
    [[nodiscard]] Result<> setQuiet(const QString &text);
    /// `Quiet from 22:00 to 07:00. Gathered: pr_ready. Not told: created.`
    [[nodiscard]] QString description() const;
};

/// `22:00-07:00` of what setQuiet() takes; empty for `off`.
[[nodiscard]] Result<QString> quietHours(const QString &text);

} // namespace slipway::notifications
