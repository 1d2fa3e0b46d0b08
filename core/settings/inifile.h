// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QList>
#include <QString>
#include <QStringList>

namespace slipway::settings {

/// The text of slipway.ini: `[group]` lines, `key = value` lines, comments after `#` or `;`. A key is the group's name, a
/// dot and the name on the line; without a group the line names the whole key. Edits touch one line and keep the rest as
/// a person wrote it. Value type, any thread.
class IniFile {
public:
    struct Entry {
        QString key, value;
        int line = 0; ///< from 1
    };

    /// Invalid names the first line that is neither a comment, a group nor `key = value`.
    [[nodiscard]] static Result<IniFile> parse(const QByteArray &text);

    [[nodiscard]] const QList<Entry> &entries() const { return m_entries; }
    /// Replaces the key's line (the last one that counts), or adds one to its group; an empty value removes it.
    void set(const QString &key, const QString &value);
    [[nodiscard]] QByteArray text() const;

private:
    void index();
    QStringList m_lines;
    QList<Entry> m_entries;
};

} // namespace slipway::settings
