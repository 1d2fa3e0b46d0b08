// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QSet>
#include <QString>
#include <QTime>

namespace slipway::chat {

/// Which notices reach the channel, and when. Kept in a file of the home, changed by `!quiet` and `!notify`.
struct NoticeRules {
    QTime quietFrom, quietTo; ///< local time; invalid: no quiet hours
    QSet<QString> muted; ///< kinds that are never told

    enum class Delivery {
        Now,
        Silently, ///< posted without a sound: it needs a person, but not at night
        Later, ///< in the digest after the quiet hours
        Never,
    };
    [[nodiscard]] Delivery deliveryOf(const QString &kind, const QTime &now) const;
    [[nodiscard]] bool isQuiet(const QTime &now) const;

    /// The rules of a file that is not there are those above. Invalid if it cannot be read.
    [[nodiscard]] static Result<NoticeRules> load(const QString &file);
    [[nodiscard]] Result<> save(const QString &file) const;
    /// Takes `22:00-07:00`, `22-7` or `off`.
    [[nodiscard]] Result<> setQuiet(const QString &text);
    [[nodiscard]] QString description() const;
};

/// The kinds of notices that the engine publishes.
[[nodiscard]] QStringList noticeKinds();
/// A sign in front of a notice, by its kind.
[[nodiscard]] QString noticeSign(const QString &kind);

} // namespace slipway::chat
