// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/runlog.h"

#include "core/base/clock.h"
#include "core/base/files.h"
#include "core/base/logging.h"
#include "core/base/redaction.h"

#include <QDir>
#include <QRegularExpression>

namespace slipway::agents {

namespace {

constexpr qint64 maxTranscript = 32 * 1024 * 1024;
constexpr qsizetype maxData = 16 * 1024;

QString cut(const QString &text, qsizetype limit)
{
    if (text.size() <= limit)
        return text;
    // Both ends matter: the start says what it is, the end how it went.
    return text.left(limit / 2) + QStringLiteral("\n… %1 characters left out …\n").arg(text.size() - limit)
        + text.right(limit / 2);
}

/// A run id is ours, but it names a file: nothing but plain characters.
QString fileNameOf(const QString &run)
{
    static const QRegularExpression other(QStringLiteral("[^A-Za-z0-9._-]"));
    QString name = run;
    name.replace(other, QStringLiteral("_"));
    return name.isEmpty() || name.startsWith(QLatin1Char('.')) ? QStringLiteral("run") + name : name;
}

} // namespace

TranscriptEvent cleaned(TranscriptEvent event)
{
    event.text = cut(base::redact(event.text), maxEventText);
    if (!event.data.isEmpty()) {
        const QByteArray raw = base::redact(base::compact(event.data));
        event.data = raw.size() <= maxData
            ? base::parseObject(raw)
            : QJsonObject { { QStringLiteral("cut"), true }, { QStringLiteral("bytes"), raw.size() } };
    }
    return event;
}

RunLog::RunLog(const QString &folder, const AgentDriver &driver, const AgentRequest &request, const QDateTime &now)
    : m_driver(driver.name())
    , m_run(request.run)
{
    if (const auto made = base::makeFolder(folder + QStringLiteral("/runs"), true); !made) {
        qCWarning(lcBase) << made.error().message;
        return;
    }
    m_transcript.setFileName(folder + QStringLiteral("/runs/") + fileNameOf(request.run) + QStringLiteral(".jsonl"));
    if (!m_transcript.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        qCWarning(lcBase) << "no transcript for run" << m_run << m_transcript.errorString();
    m_day.setFileName(folder + QLatin1Char('/') + driver.logName()
                      + now.toUTC().toString(QStringLiteral("'_'yyyyMMdd'.log'")));
    // Appended with one write() a line: several runs share the file.
    if (!m_day.open(QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered))
        qCWarning(lcBase) << "no day log" << m_day.fileName() << m_day.errorString();
    writeDay(now,
             QStringLiteral("started %1 %2 round %3 in %4")
                 .arg(request.purpose, request.subject)
                 .arg(request.round)
                 .arg(request.workspace));
}

void RunLog::request(const AgentRequest &request)
{
    writeLine({ { QStringLiteral("kind"), QStringLiteral("request") },
                { QStringLiteral("run"), request.run },
                { QStringLiteral("driver"), m_driver },
                { QStringLiteral("project"), request.project },
                { QStringLiteral("task"), request.task },
                { QStringLiteral("role"), request.role },
                { QStringLiteral("purpose"), request.purpose },
                { QStringLiteral("subject"), request.subject },
                { QStringLiteral("round"), request.round },
                { QStringLiteral("workspace"), request.workspace },
                { QStringLiteral("resume"), request.resumeSession },
                { QStringLiteral("system_prompt"), cut(base::redact(request.systemPrompt), maxEventText) },
                { QStringLiteral("prompt"), cut(base::redact(request.prompt), 4 * maxEventText) },
                { QStringLiteral("limits"),
                  QJsonObject { { QStringLiteral("usd"), request.limits.usd },
                                { QStringLiteral("tokens"), request.limits.tokens },
                                { QStringLiteral("turns"), request.limits.turns },
                                { QStringLiteral("total_ms"), qint64(request.limits.total.count()) },
                                { QStringLiteral("idle_ms"), qint64(request.limits.idle.count()) } } } });
}

void RunLog::event(const TranscriptEvent &event)
{
    writeLine(toJson(event));
    if (const QString activity = activityOf(event); !activity.isEmpty())
        writeDay(event.time, activity);
}

void RunLog::result(const AgentResult &result, const process::ProcessOutcome &outcome, const QDateTime &now)
{
    const QString failure = domain::toString(result.failure);
    QJsonObject json { { QStringLiteral("kind"), QStringLiteral("result") },
                       { QStringLiteral("time"), now.toUTC().toString(Qt::ISODateWithMs) },
                       { QStringLiteral("ok"), result.ok() },
                       { QStringLiteral("failure"), failure },
                       { QStringLiteral("detail"), cut(base::redact(result.detail), maxEventText) },
                       { QStringLiteral("text"), cut(base::redact(result.text), 4 * maxEventText) },
                       { QStringLiteral("session"), result.session },
                       { QStringLiteral("usage"), usageToJson(result.usage) },
                       { QStringLiteral("exit_code"), outcome.exitCode },
                       { QStringLiteral("duration_ms"), qint64(outcome.duration.count()) },
                       { QStringLiteral("stderr"),
                         cut(base::redact(QString::fromUtf8(outcome.err.right(maxEventText))), maxEventText) } };
    if (!result.structured.isEmpty())
        json.insert(QStringLiteral("structured"), base::parseObject(base::redact(base::compact(result.structured))));
    if (result.resumeAt.isValid())
        json.insert(QStringLiteral("resume_at"), base::isoTime(result.resumeAt));
    writeLine(json, true);
    writeDay(now,
             result.ok()
                 ? QStringLiteral("ended well after %1 s").arg(static_cast<double>(outcome.duration.count()) / 1000)
                 : QStringLiteral("ended: %1: %2").arg(failure, result.detail));
}

void RunLog::writeLine(const QJsonObject &json, bool always)
{
    if (!m_transcript.isOpen() || (m_isFull && !always))
        return;
    QByteArray line = base::compact(json);
    if (!always && m_written + line.size() > maxTranscript) {
        m_isFull = true;
        line = "{\"kind\":\"warning\",\"text\":\"The transcript is full: the events that follow are not kept\"}";
    }
    line.append('\n');
    m_written += line.size();
    m_transcript.write(line);
}

void RunLog::writeDay(const QDateTime &time, const QString &text)
{
    if (!m_day.isOpen())
        return;
    const QString line = time.toUTC().toString(Qt::ISODateWithMs) + QLatin1Char(' ') + m_run + QLatin1Char(' ')
        + base::redact(text).replace(QLatin1Char('\n'), QLatin1Char(' ')) + QLatin1Char('\n');
    m_day.write(line.toUtf8());
}

} // namespace slipway::agents
