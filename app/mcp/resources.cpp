// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/mcp/resources.h"

#include "core/base/files.h"

#include <QJsonDocument>
#include <QRegularExpression>

namespace slipway::app::mcp {

namespace {

const QString statusUri = QStringLiteral("slipway://status");
const QString json = QStringLiteral("application/json");
const QString markdown = QStringLiteral("text/markdown");
const QString jsonLines = QStringLiteral("application/x-ndjson");
constexpr int pageSize = 100;
constexpr qsizetype maxTranscript = 2 * 1024 * 1024; // bytes; the newest are kept

QString projectUri(const QString &project, const QString &what)
{
    return QStringLiteral("slipway://projects/%1/%2").arg(project, what);
}

QString transcriptUri(const QString &project, const QString &number)
{
    return QStringLiteral("slipway://tasks/%1/%2/transcript").arg(project, number);
}

QJsonObject entry(const QString &uri, const QString &name, const QString &description, const QString &mime)
{
    return { { QStringLiteral("uri"), uri },
             { QStringLiteral("name"), name },
             { QStringLiteral("description"), description },
             { QStringLiteral("mimeType"), mime } };
}

QString text(const QJsonObject &object, const char *name)
{
    return object.value(QLatin1String(name)).toString();
}

/// What a URI names; empty strings where it says nothing of it.
struct Target {
    QString what; ///< status, prd, plan, transcript; empty: no resource of ours
    QString project, number;
};

Target targetOf(const QString &uri)
{
    static const QRegularExpression document(
        QStringLiteral("\\Aslipway://projects/([a-z0-9][a-z0-9-]{0,79})/(prd|plan)\\z"));
    static const QRegularExpression transcript(
        QStringLiteral("\\Aslipway://tasks/([a-z0-9][a-z0-9-]{0,79})/([0-9]{1,9})/transcript\\z"));
    if (uri == statusUri)
        return { QStringLiteral("status"), {}, {} };
    if (const auto match = document.match(uri); match.hasMatch())
        return { match.captured(2), match.captured(1), {} };
    if (const auto match = transcript.match(uri); match.hasMatch())
        return { QStringLiteral("transcript"), match.captured(1), match.captured(2) };
    return {};
}

std::unexpected<Refusal> refusalOf(const Error &error, const QString &uri)
{
    const bool missing = error.code == ErrorCode::NotFound;
    const QString message = error.hint.isEmpty() ? error.message : error.message + QStringLiteral(". ") + error.hint;
    return std::unexpected(Refusal { missing ? ResourceNotFound : InternalError, message,
                                     uri.isEmpty() ? QJsonObject() : QJsonObject { { QStringLiteral("uri"), uri } } });
}

QJsonArray documentsOf(const domain::Snapshot &snapshot)
{
    QJsonArray list { entry(statusUri, QStringLiteral("Status"),
                            QStringLiteral("Engine, projects, queues, workers, waiting decisions"), json) };
    for (const auto &project : snapshot.projects) {
        if (project.stage == QLatin1String("prd"))
            continue; // being written
        list.append(entry(projectUri(project.name, QStringLiteral("prd")), project.name + QStringLiteral(": PRD"),
                          QStringLiteral("Product requirements: %1").arg(project.idea), markdown));
        if (project.stage != QLatin1String("plan"))
            list.append(entry(projectUri(project.name, QStringLiteral("plan")), project.name + QStringLiteral(": plan"),
                              QStringLiteral("The planned issues"), json));
    }
    return list;
}

void addTranscripts(QJsonArray &list, const QJsonArray &runs)
{
    QSet<QString> seen;
    for (const auto &run : runs) {
        const QString task = text(run.toObject(), "task");
        const QString uri = transcriptUri(task.section(QLatin1Char(':'), 0, 0), task.section(QLatin1Char(':'), 1));
        if (task.isEmpty() || seen.contains(uri) || !isResource(uri))
            continue;
        seen.insert(uri);
        list.append(entry(uri, QStringLiteral("%1: transcript").arg(task),
                          QStringLiteral("Its newest run: %1").arg(text(run.toObject(), "id")), jsonLines));
    }
}

Async<QByteArray> transcriptOf(std::shared_ptr<Session> session, Target target)
{
    const QString task = target.project + QLatin1Char(':') + target.number;
    const QJsonObject ofTask { { QStringLiteral("task"), task } };
    CO_TRY(const QJsonObject runs, co_await session->query(QStringLiteral("runs"), ofTask));
    const QJsonObject newest = runs.value(QLatin1String("runs")).toArray().first().toObject();
    if (newest.isEmpty())
        co_return fail(ErrorCode::NotFound, QStringLiteral("No agent has run for %1 yet").arg(task));
    QByteArray lines;
    QJsonObject page { { QStringLiteral("run"), newest.value(QLatin1String("id")) } };
    while (true) {
        CO_TRY(const QJsonObject answer, co_await session->query(QStringLiteral("transcript"), page));
        const auto events = answer.value(QLatin1String("events")).toArray();
        for (const auto &event : events)
            lines += base::compact(event.toObject()) + '\n';
        if (lines.size() > maxTranscript)
            lines.remove(0, lines.indexOf('\n', lines.size() - maxTranscript) + 1);
        if (answer.value(QLatin1String("done")).toBool() || events.isEmpty())
            co_return lines;
        page.insert(QStringLiteral("from"), answer.value(QLatin1String("next")));
    }
}

Async<QByteArray> contentOf(std::shared_ptr<Session> session, Target target)
{
    if (target.what == QLatin1String("transcript"))
        co_return co_await transcriptOf(session, target);
    if (target.what == QLatin1String("status")) {
        CO_TRY(const domain::Snapshot snapshot, co_await session->snapshot());
        co_return QJsonDocument(domain::statusDocument(snapshot)).toJson();
    }
    const QJsonObject ofProject { { QStringLiteral("project"), target.project } };
    CO_TRY(const QJsonObject answer, co_await session->query(target.what, ofProject));
    if (target.what == QLatin1String("prd"))
        co_return text(answer, "markdown").toUtf8();
    co_return QJsonDocument(answer).toJson();
}

} // namespace

bool isResource(const QString &uri)
{
    return !targetOf(uri).what.isEmpty();
}

QCoro::Task<Answer> listResources(std::shared_ptr<Session> session, QString cursor)
{
    bool good = true;
    const int from = cursor.isEmpty() ? 0 : cursor.toInt(&good);
    if (!good || from < 0)
        co_return std::unexpected(Refusal { InvalidParams, QStringLiteral("Invalid params: unknown cursor") });
    const auto snapshot = co_await session->snapshot();
    if (!snapshot)
        co_return refusalOf(snapshot.error(), {});
    QJsonArray all = documentsOf(*snapshot);
    const QJsonObject everything;
    const auto runs = co_await session->query(QStringLiteral("runs"), everything);
    if (runs)
        addTranscripts(all, runs->value(QLatin1String("runs")).toArray());
    if (from > 0 && from >= all.size())
        co_return std::unexpected(Refusal { InvalidParams, QStringLiteral("Invalid params: unknown cursor") });
    QJsonArray page;
    for (qsizetype i = from; i < qMin<qsizetype>(all.size(), from + pageSize); ++i)
        page.append(all.at(i));
    QJsonObject answer { { QStringLiteral("resources"), page } };
    if (from + page.size() < all.size())
        answer.insert(QStringLiteral("nextCursor"), QString::number(from + page.size()));
    co_return answer;
}

QJsonObject resourceTemplates()
{
    const auto pattern = [](const QString &uri, const char *name, const QString &mime) {
        return QJsonObject { { QStringLiteral("uriTemplate"), uri },
                             { QStringLiteral("name"), QLatin1String(name) },
                             { QStringLiteral("mimeType"), mime } };
    };
    return {
        { QStringLiteral("resourceTemplates"),
          QJsonArray {
              pattern(projectUri(QStringLiteral("{project}"), QStringLiteral("prd")), "Product requirements", markdown),
              pattern(projectUri(QStringLiteral("{project}"), QStringLiteral("plan")), "Plan of a project", json),
              pattern(transcriptUri(QStringLiteral("{project}"), QStringLiteral("{number}")),
                      "Newest transcript of a task", jsonLines) } }
    };
}

QCoro::Task<Answer> readResource(std::shared_ptr<Session> session, QString uri)
{
    const Target target = targetOf(uri);
    const auto content = co_await contentOf(session, target);
    if (!content)
        co_return refusalOf(content.error(), uri);
    const QString mime = target.what == QLatin1String("prd") ? markdown
        : target.what == QLatin1String("transcript")         ? jsonLines
                                                             : json;
    const QJsonObject part { { QStringLiteral("uri"), uri },
                             { QStringLiteral("mimeType"), mime },
                             { QStringLiteral("text"), QString::fromUtf8(*content) } };
    co_return QJsonObject { { QStringLiteral("contents"), QJsonArray { part } } };
}

} // namespace slipway::app::mcp
