// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/bootstrap/home.h"

#include "core/notifications/noticeport.h"

#include <QDateTime>

namespace slipway::app {

/// The rules for notices as a home's settings have them now: the file is looked at again when it has changed, so that
/// `slipway config set notifications.quiet …` needs no restart. One thread.
class NoticeSettings final {
public:
    explicit NoticeSettings(const Home &home);
    /// For a face of the same thread; this object has to outlive it.
    [[nodiscard]] notifications::NoticePort port();
    [[nodiscard]] notifications::NoticeRules rules();

private:
    [[nodiscard]] Result<> set(settings::Key key, const QString &value);
    void read(const settings::Settings &settings);
    settings::Settings m_settings;
    QDateTime m_readAt; ///< of the file
    notifications::NoticeRules m_rules;
};

} // namespace slipway::app
