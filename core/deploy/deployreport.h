// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QElapsedTimer>
#include <QMap>
#include <QString>

#include <functional>
#include <memory>

namespace slipway::deploy {

/// Takes what a deploy says, and measures its steps. Copies share the measurements. Engine thread.
class DeployReport final {
public:
    using Line = std::function<void(const QString &)>;
    explicit DeployReport(Line line = {});
    /// The same measurements, with the lines to somebody else.
    [[nodiscard]] DeployReport to(Line line) const;
    void operator()(const QString &line) const;
    /// The former step is over, this one begins.
    void step(const char *name) const;
    /// It serves: what follows does not count as time to live.
    void live() const;
    /// By step, with `live` (from the begin until it served) and `total`.
    [[nodiscard]] QMap<QString, int> milliseconds() const;

private:
    struct Times {
        QElapsedTimer all, current;
        QString name;
        QMap<QString, int> done;
    };
    Line m_line;
    std::shared_ptr<Times> m_times;
};

} // namespace slipway::deploy
