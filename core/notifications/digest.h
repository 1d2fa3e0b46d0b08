// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/notifications/noticerules.h"

#include <QObject>
#include <QTimer>

#include <functional>

namespace slipway::notifications {

struct Notice {
    QString kind, project, title, text;
};

/// Sorts notices by the rules: hands out at once what is to be told now, and together, later, what may wait. The rules are
/// asked for each time, so that a change takes effect at once. Lives in one thread with an event loop.
class Digest final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Digest)
public:
    using Rules = std::function<NoticeRules()>;
    using LocalTime = std::function<QTime()>;
    explicit Digest(Rules rules, QObject *parent = nullptr, LocalTime now = [] { return QTime::currentTime(); });

    void take(const Notice &notice);

Q_SIGNALS:
    void due(const slipway::notifications::Notice &notice, bool silently);
    void gathered(const QList<slipway::notifications::Notice> &notices); ///< oldest first

private:
    void tell();
    Rules m_rules;
    LocalTime m_now;
    QList<Notice> m_waiting;
    QTimer m_timer;
};

} // namespace slipway::notifications
