// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTimer>

#include <functional>

namespace slipway::ui {

/// Runs an update once for many changes: at most every `milliseconds`, so that a burst of events costs one repaint.
class Coalescer final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(Coalescer)
public:
    Coalescer(int milliseconds, std::function<void()> update, QObject *parent)
        : QObject(parent)
        , m_update(std::move(update))
    {
        m_timer.setSingleShot(true);
        m_timer.setInterval(milliseconds);
        connect(&m_timer, &QTimer::timeout, this, [this] { m_update(); });
    }
    void poke()
    {
        if (!m_timer.isActive())
            m_timer.start();
    }
    /// What is due, now.
    void flush()
    {
        if (!m_timer.isActive())
            return;
        m_timer.stop();
        m_update();
    }

private:
    QTimer m_timer;
    std::function<void()> m_update;
};

} // namespace slipway::ui
