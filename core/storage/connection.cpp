// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/connection.h"

#include "core/base/logging.h"
#include "core/storage/sqlerror.h"

#include <QScopeGuard>
#include <QSqlError>
#include <QSqlRecord>
#include <QTimeZone>

namespace slipway::storage {

namespace {
constexpr qsizetype maxStatements = 256; // generated SQL must not grow the cache without end
}

Row::Row(std::shared_ptr<const QStringList> columns, QVariantList values)
    : m_columns(std::move(columns))
    , m_values(std::move(values))
{
}

QVariant Row::value(const char *column) const
{
    const QLatin1String name(column);
    for (qsizetype i = 0; i < m_columns->size(); ++i) {
        if (m_columns->at(i) == name)
            return m_values.at(i);
    }
    qCCritical(lcBase, "a query has no column %s", column);
    return {};
}

QDateTime Row::time(const char *column) const
{
    const auto ms = number(column);
    return ms == 0 ? QDateTime() : QDateTime::fromMSecsSinceEpoch(ms, QTimeZone::UTC);
}

Connection::Connection(QSqlDatabase database, QString path)
    : m_database(std::move(database))
    , m_path(std::move(path))
{
}

Connection::~Connection()
{
    // Queries and handles go before the connection is removed, else Qt says that it is still in use.
    m_statements.clear();
    const QString name = m_database.connectionName();
    m_database.close();
    m_database = QSqlDatabase();
    QSqlDatabase::removeDatabase(name);
}

Result<Connection::Statement *> Connection::start(const QString &sql, const QVariantList &values)
{
    auto statement = m_statements.value(sql);
    if (!statement) {
        QSqlQuery query(m_database);
        query.setForwardOnly(true);
        if (!query.prepare(sql))
            return std::unexpected(errorOf(query.lastError(), m_path));
        if (m_statements.size() >= maxStatements)
            m_statements.clear();
        statement = std::make_shared<Statement>(std::move(query), nullptr);
        m_statements.insert(sql, statement);
    }
    for (int i = 0; i < values.size(); ++i) {
        const auto &value = values.at(i);
        const bool nullText = value.typeId() == QMetaType::QString && value.toString().isNull();
        statement->query.bindValue(i, nullText ? QVariant(QStringLiteral("")) : value);
    }
    if (!statement->query.exec()) {
        auto error = errorOf(statement->query.lastError(), m_path);
        error.detail += QStringLiteral(" in: ") + sql;
        statement->query.finish();
        return std::unexpected(std::move(error));
    }
    if (!statement->columns && statement->query.isSelect()) {
        QStringList columns;
        const auto record = statement->query.record();
        for (int i = 0; i < record.count(); ++i)
            columns.append(record.fieldName(i));
        statement->columns = std::make_shared<const QStringList>(std::move(columns));
    }
    return statement.get();
}

Result<qint64> Connection::execWith(const QString &sql, const QVariantList &values)
{
    TRY(auto *statement, start(sql, values));
    const qint64 changed = statement->query.numRowsAffected();
    statement->query.finish();
    return changed;
}

Result<qint64> Connection::insertWith(const QString &sql, const QVariantList &values)
{
    TRY(auto *statement, start(sql, values));
    const qint64 id = statement->query.lastInsertId().toLongLong();
    statement->query.finish();
    return id;
}

Result<QList<Row>> Connection::rowsWith(const QString &sql, const QVariantList &values)
{
    TRY(auto *statement, start(sql, values));
    const auto finish = qScopeGuard([statement] { statement->query.finish(); });
    QList<Row> rows;
    while (statement->query.next()) {
        QVariantList cells;
        cells.reserve(statement->columns->size());
        for (int i = 0; i < statement->columns->size(); ++i)
            cells.append(statement->query.value(i));
        rows.append(Row(statement->columns, std::move(cells)));
    }
    // next() is false both at the end and after an error (a disk that fails while reading).
    if (statement->query.lastError().isValid())
        return std::unexpected(errorOf(statement->query.lastError(), m_path));
    return rows;
}

Result<std::optional<Row>> Connection::rowWith(const QString &sql, const QVariantList &values)
{
    TRY(const auto all, rowsWith(sql, values));
    return all.isEmpty() ? std::nullopt : std::optional(all.first());
}

} // namespace slipway::storage
