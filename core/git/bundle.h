// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QByteArrayView>
#include <QList>
#include <QString>
#include <QStringList>

namespace slipway::git {

/// A git bundle read from its file: the header parsed, the pack as it is. Nothing in it is trusted; the pack is checked by
/// git when it is unpacked. Value type, any thread.
class Bundle final {
public:
    struct Ref {
        QString sha, name;
    };

    /// Reads a file: NotFound if there is none, Invalid if it is no bundle (or no plain file: a link is not followed),
    /// Exhausted if it is larger than `maxBytes`.
    [[nodiscard]] static Result<Bundle> read(const QString &path, qsizetype maxBytes);

    [[nodiscard]] const QStringList &prerequisites() const { return m_prerequisites; }
    [[nodiscard]] const QList<Ref> &refs() const { return m_refs; }
    /// The commit of HEAD if it is in there, else of the first ref.
    [[nodiscard]] QString head() const;
    [[nodiscard]] QByteArray pack() const;
    /// How many objects the pack says it has.
    [[nodiscard]] quint32 objectCount() const;

private:
    [[nodiscard]] bool parse();

    QByteArray m_data;
    qsizetype m_packStart = 0;
    QStringList m_prerequisites;
    QList<Ref> m_refs;
};

} // namespace slipway::git
