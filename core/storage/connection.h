// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QDateTime>
#include <QHash>
#include <QSqlDatabase>
#include <QSqlQuery>
#include <QVariant>

#include <memory>
#include <optional>

namespace slipway::storage {

/// One row of a result; columns by the name (or alias) in the SELECT. A plain value, any thread.
class Row final {
public:
    Row(std::shared_ptr<const QStringList> columns, QVariantList values);

    /// An unknown column is a bug: it is logged and reads as null.
    [[nodiscard]] QVariant value(const char *column) const;
    [[nodiscard]] QString text(const char *column) const { return value(column).toString(); }
    [[nodiscard]] qint64 number(const char *column) const { return value(column).toLongLong(); }
    [[nodiscard]] int integer(const char *column) const { return value(column).toInt(); }
    [[nodiscard]] double real(const char *column) const { return value(column).toDouble(); }
    [[nodiscard]] bool flag(const char *column) const { return value(column).toLongLong() != 0; }
    [[nodiscard]] QByteArray bytes(const char *column) const { return value(column).toByteArray(); }
    [[nodiscard]] bool isNull(const char *column) const { return value(column).isNull(); }
    /// A column of milliseconds since the epoch; invalid for null and 0.
    [[nodiscard]] QDateTime time(const char *column) const;

private:
    std::shared_ptr<const QStringList> m_columns;
    QVariantList m_values;
};

/// Milliseconds for a column that Row::time() reads; 0 for an invalid time.
[[nodiscard]] inline qint64 storedTime(const QDateTime &time)
{
    return time.isValid() ? time.toMSecsSinceEpoch() : 0;
}

/// An open SQLite file, seen only by the functions that Database::run() and read() execute, in the storage thread.
/// Values are bound to `?` in order. A null QString is stored as the empty text; bind QVariant() for NULL. Statements
/// are prepared once and kept. Errors: see errorOf().
class Connection final {
public:
    Connection(QSqlDatabase database, QString path);
    ~Connection();
    Connection(const Connection &) = delete;
    Connection &operator=(const Connection &) = delete;

    /// Runs a statement; the number of rows that it changed.
    template <typename... Values>
    [[nodiscard]] Result<qint64> exec(const QString &sql, const Values &...values)
    {
        return execWith(sql, QVariantList { QVariant(values)... });
    }
    /// Runs an INSERT; the new row's id.
    template <typename... Values>
    [[nodiscard]] Result<qint64> insert(const QString &sql, const Values &...values)
    {
        return insertWith(sql, QVariantList { QVariant(values)... });
    }
    /// All rows of a query.
    template <typename... Values>
    [[nodiscard]] Result<QList<Row>> rows(const QString &sql, const Values &...values)
    {
        return rowsWith(sql, QVariantList { QVariant(values)... });
    }
    /// The first row of a query, or none.
    template <typename... Values>
    [[nodiscard]] Result<std::optional<Row>> row(const QString &sql, const Values &...values)
    {
        return rowWith(sql, QVariantList { QVariant(values)... });
    }

    [[nodiscard]] Result<qint64> execWith(const QString &sql, const QVariantList &values);
    [[nodiscard]] Result<qint64> insertWith(const QString &sql, const QVariantList &values);
    [[nodiscard]] Result<QList<Row>> rowsWith(const QString &sql, const QVariantList &values);
    [[nodiscard]] Result<std::optional<Row>> rowWith(const QString &sql, const QVariantList &values);

    [[nodiscard]] const QString &path() const { return m_path; }

private:
    struct Statement {
        QSqlQuery query;
        std::shared_ptr<const QStringList> columns;
    };
    [[nodiscard]] Result<Statement *> start(const QString &sql, const QVariantList &values);

    QSqlDatabase m_database;
    QString m_path;
    QHash<QString, std::shared_ptr<Statement>> m_statements;
};

} // namespace slipway::storage
