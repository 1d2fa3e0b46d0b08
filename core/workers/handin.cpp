// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/workers/handin.h"

#include "core/base/files.h"
#include "core/base/redaction.h"

#include <QFile>

namespace slipway::workers {

QJsonObject toJson(const RunResult &r)
{
    return { { QStringLiteral("task"), r.task.toString() },
             { QStringLiteral("token"), r.token },
             { QStringLiteral("run"), r.run },
             { QStringLiteral("worker"), r.worker },
             { QStringLiteral("agent"), r.agent },
             { QStringLiteral("failure"), toString(r.failure) },
             { QStringLiteral("detail"), r.detail },
             { QStringLiteral("summary"), r.summary },
             { QStringLiteral("branch"), r.branch },
             { QStringLiteral("base"), r.base },
             { QStringLiteral("head"), r.head },
             { QStringLiteral("files"), QJsonArray::fromStringList(r.files) },
             { QStringLiteral("rescue_ref"), r.rescueRef },
             { QStringLiteral("session"), r.session },
             { QStringLiteral("verdict"), r.verdict },
             { QStringLiteral("tests"), r.tests },
             { QStringLiteral("usd"), r.usage.usd },
             { QStringLiteral("input_tokens"), double(r.usage.inputTokens) },
             { QStringLiteral("output_tokens"), double(r.usage.outputTokens) },
             { QStringLiteral("turns"), r.usage.turns },
             { QStringLiteral("retry_after_ms"), double(r.retryAfterMs) } };
}

RunResult runResultFromJson(const QJsonObject &json)
{
    const auto text = [&](const char *name) { return json.value(QLatin1String(name)).toString(); };
    const auto number = [&](const char *name) { return json.value(QLatin1String(name)).toDouble(); };
    RunResult r;
    r.task = domain::TaskKey::fromString(text("task"));
    r.token = text("token");
    r.run = text("run");
    r.worker = text("worker");
    r.agent = text("agent");
    r.failure = domain::failureClassFromString(text("failure"));
    r.detail = text("detail");
    r.summary = text("summary");
    r.branch = text("branch");
    r.base = text("base");
    r.head = text("head");
    r.files = json.value(QLatin1String("files")).toVariant().toStringList();
    r.rescueRef = text("rescue_ref");
    r.session = text("session");
    r.verdict = json.value(QLatin1String("verdict")).toObject();
    r.tests = json.value(QLatin1String("tests")).toObject();
    r.usage = { number("usd"), qint64(number("input_tokens")), qint64(number("output_tokens")), int(number("turns")) };
    r.retryAfterMs = qint64(number("retry_after_ms"));
    return r;
}

QString transcriptBlob(const QString &run)
{
    return run + QStringLiteral("-transcript");
}

namespace {

constexpr qint64 maxTranscript = 8 * 1024 * 1024;

/// The first line says what run it was, the last how it ended: both are kept whatever is cut.
Result<QByteArray> readTranscript(const QString &path)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return fail(ErrorCode::NotFound, QStringLiteral("Cannot read %1").arg(path));
    QByteArray text = file.readLine();
    if (file.size() - file.pos() > maxTranscript) {
        file.seek(file.size() - maxTranscript);
        file.readLine(); // the rest of a line that was cut
    }
    return QByteArray(text + file.readAll());
}

} // namespace

Async<> handIn(redis::RedisClient *client, queue::Keys keys, RunResult result, HandInFiles files)
{
    QList<QList<QByteArray>> commands { { "MULTI" } };
    if (!files.bundle.isEmpty()) {
        CO_TRY(const QByteArray bundle, base::readFile(files.bundle));
        commands.append({ "SET", keys.blob(result.run), bundle, "EX", "86400" });
    }
    if (!files.transcript.isEmpty()) {
        const auto transcript = readTranscript(files.transcript);
        if (transcript) // else the run did not come so far as to have one
            commands.append({ "SET", keys.blob(transcriptBlob(result.run)), *transcript, "EX", "86400" });
    }
    const QByteArray json = base::redact(base::compact(toJson(result)));
    commands.append({ "XADD", keys.results(), "*", "json", json });
    commands.append({ "EXEC" });
    const auto done = co_await client->pipeline(commands);
    if (!done)
        co_return forward(done);
    co_return Result<> {};
}

} // namespace slipway::workers
