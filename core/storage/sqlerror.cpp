// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/sqlerror.h"

#include <QSqlError>

namespace slipway::storage {

Error errorOf(const QSqlError &error, const QString &path)
{
    // Qt gives SQLite's extended result code; its low byte is the kind of failure.
    const int code = error.nativeErrorCode().toInt();
    const QString detail = QStringLiteral("SQLite %1: %2 %3").arg(code).arg(error.driverText(), error.databaseText());
    const auto make = [&](ErrorCode kind, const QString &what, const QString &hint) {
        return Error { kind, what.arg(path), hint, detail };
    };
    switch (code & 0xff) {
    case 13: // SQLITE_FULL
        return make(ErrorCode::Exhausted, QStringLiteral("There is no space left to write %1"),
                    QStringLiteral("Free some disk space; nothing of the failed step was kept"));
    case 5: // SQLITE_BUSY
    case 6: // SQLITE_LOCKED
        return make(ErrorCode::Unavailable, QStringLiteral("Another program holds %1"),
                    QStringLiteral("Close the program that has the database open and try again"));
    case 8: // SQLITE_READONLY
    case 14: // SQLITE_CANTOPEN
    case 23: // SQLITE_AUTH
        return make(ErrorCode::Denied, QStringLiteral("The database %1 cannot be opened for writing"),
                    QStringLiteral("Check that its folder exists and belongs to you"));
    case 11: // SQLITE_CORRUPT
    case 26: // SQLITE_NOTADB
        return make(ErrorCode::Invalid, QStringLiteral("%1 is damaged or no database"),
                    QStringLiteral("Move the file away or restore it from a backup, then start again"));
    case 10: // SQLITE_IOERR
        return make(ErrorCode::Exhausted, QStringLiteral("Reading or writing %1 failed"),
                    QStringLiteral("Check the disk: its free space, its quota and the system log"));
    case 19: // SQLITE_CONSTRAINT
        return make(ErrorCode::Conflict, QStringLiteral("A rule of the database %1 forbids the change"), {});
    default:
        return make(ErrorCode::Internal, QStringLiteral("A query on %1 failed"),
                    QStringLiteral("This is a bug; the log has the details"));
    }
}

} // namespace slipway::storage
