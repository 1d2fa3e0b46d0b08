// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/output.h"

#include "core/base/redaction.h"

#include <QJsonDocument>

#include <cstdio>
#include <unistd.h>

namespace slipway::app {

namespace {
void put(std::FILE *stream, const QString &text)
{
    const QByteArray bytes = base::redact(text).toUtf8();
    std::fwrite(bytes.constData(), 1, size_t(bytes.size()), stream);
    std::fputc('\n', stream);
    std::fflush(stream);
}
} // namespace

Output::Output(bool json)
    : m_json(json)
    , m_terminal(::isatty(STDERR_FILENO) != 0)
    , m_colour(::isatty(STDOUT_FILENO) != 0 && qEnvironmentVariableIsEmpty("NO_COLOR") && qgetenv("TERM") != "dumb")
{
}

void Output::text(const QString &text) const
{
    if (!m_json)
        put(stdout, text);
}

void Output::progress(const QString &line) const
{
    put(stderr, line);
}

void Output::document(const QJsonObject &json) const
{
    if (m_json)
        put(stdout, QString::fromUtf8(QJsonDocument(json).toJson(QJsonDocument::Indented)).trimmed());
}

int Output::failure(const Error &error) const
{
    if (m_json) {
        document({ { QStringLiteral("success"), false }, { QStringLiteral("error"), base::toJson(error) } });
    } else {
        QString line = QStringLiteral("slipway: ") + error.message;
        if (!error.hint.isEmpty())
            line += QStringLiteral(". ") + error.hint;
        put(stderr, line);
    }
    if (!error.detail.isEmpty())
        qWarning("%s: %s", qUtf8Printable(error.message), qUtf8Printable(error.detail));
    return exitCodeOf(error);
}

QString Output::coloured(const QString &text, int ansi) const
{
    return m_colour ? QStringLiteral("\x1b[%1m%2\x1b[0m").arg(ansi).arg(text) : text;
}

QString Output::bold(const QString &text) const
{
    return coloured(text, 1);
}

QString Output::dim(const QString &text) const
{
    return coloured(text, 2);
}

int exitCodeOf(const Error &error)
{
    switch (error.code) {
    case ErrorCode::Waiting:
        return WaitingForPerson;
    case ErrorCode::Unavailable:
        return error.answered ? Failed : Unreachable;
    case ErrorCode::Cancelled:
        return error.answered ? Failed : Interrupted;
    default:
        return Failed;
    }
}

QString table(const QStringList &head, const QList<QStringList> &rows, const Output &output)
{
    QList<qsizetype> widths;
    for (const QString &cell : head)
        widths.append(cell.size());
    for (const QStringList &row : rows) {
        for (qsizetype i = 0; i < row.size() && i < widths.size(); ++i)
            widths[i] = qMax(widths[i], row[i].size());
    }
    const auto line = [&](const QStringList &cells) {
        QString text;
        for (qsizetype i = 0; i < cells.size(); ++i)
            text += i + 1 < cells.size() ? cells[i].leftJustified(widths.value(i) + 2) : cells[i];
        return text;
    };
    QStringList lines { output.bold(line(head)) };
    for (const QStringList &row : rows)
        lines.append(line(row));
    return lines.join(QLatin1Char('\n'));
}

} // namespace slipway::app
