// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QStringList>

#include <chrono>
#include <optional>

namespace slipway::agents {

/// A recording that the replay agent can play, embedded at `:/slipway/recipes/<name>/`. Value type, any thread.
/// See resources/recipes/README.md for the format.
class Recipe final {
public:
    /// The recipe whose idea patterns match; NotFound with the list of ideas.
    [[nodiscard]] static Result<Recipe> forIdea(const QString &idea);
    [[nodiscard]] static Result<Recipe> byName(const QString &name);
    [[nodiscard]] static QStringList ideas();

    [[nodiscard]] const QString &name() const { return m_name; }
    [[nodiscard]] QString title() const;
    /// Bytes of a file of the recipe; NotFound if it is not part of it.
    [[nodiscard]] Result<QByteArray> file(const QString &path) const;
    [[nodiscard]] QStringList files(const QString &under) const; ///< recursive, relative to `under`
    /// The most specific scene for a request (exact subject before `*`, then a named round, then a named attempt);
    /// NotFound when the recording has none.
    [[nodiscard]] Result<QJsonObject> scene(const QString &purpose, const QString &subject, int round,
                                            int attempt = 1) const;
    /// This scene's own stall limit at `pace`, if it has one (at least 200 ms).
    [[nodiscard]] static std::optional<std::chrono::milliseconds> idleLimit(const QJsonObject &scene, double pace);
    [[nodiscard]] const QJsonObject &manifest() const { return m_manifest; }

private:
    QString m_name;
    QJsonObject m_manifest;
};

} // namespace slipway::agents
