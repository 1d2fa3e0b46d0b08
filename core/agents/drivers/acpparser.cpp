// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/acpparser.h"

#include "core/agents/drivers/acppolicy.h"
#include "core/agents/drivers/commanddriver.h"
#include "core/agents/drivers/parsing.h"
#include "core/agents/schemacheck.h"
#include "core/base/files.h"

#include <QJsonArray>

#include <algorithm>

namespace slipway::agents {

namespace {

using domain::FailureClass;
using Kind = TranscriptEvent::Kind;
constexpr int protocolVersion = 1;
constexpr int methodNotFound = -32601;
constexpr int invalidParams = -32602;
constexpr int authRequired = -32000;
constexpr int maxRepairs = 2;
constexpr int maxNoise = 20; ///< lines that are no messages and still get into the transcript

QJsonObject objectIn(const QJsonObject &object, const char *key)
{
    return object.value(QLatin1String(key)).toObject();
}

/// Message and, where there is one, the detail behind "Internal error".
QString errorText(const QJsonObject &error)
{
    const QJsonValue data = error.value(QLatin1String("data"));
    QString detail = data.toString();
    for (const char *key : { "details", "message", "error" }) {
        if (detail.isEmpty())
            detail = textOf(data.toObject(), key);
    }
    const QString message = textOf(error, "message");
    return (detail.isEmpty() ? message : message + QStringLiteral(": ") + detail).simplified().left(400);
}

QJsonObject textBlock(const QString &text)
{
    return { { QStringLiteral("type"), QStringLiteral("text") }, { QStringLiteral("text"), text } };
}

QString violationOf(const QJsonObject &answer, const QJsonObject &schema)
{
    return answer.isEmpty() ? QStringLiteral("there is no JSON object in it") : schemaViolation(answer, schema);
}

} // namespace

AcpParser::AcpParser(AgentRequest request, QString signInHint, bool hasKey)
    : m_request(std::move(request))
    , m_signInHint(std::move(signInHint))
    , m_hasKey(hasKey)
    , m_updates(m_request.workspace)
{
    const QJsonObject files { { QStringLiteral("readTextFile"), false }, { QStringLiteral("writeTextFile"), false } };
    const QJsonObject capabilities { { QStringLiteral("fs"), files }, { QStringLiteral("terminal"), false } };
    const QJsonObject self { { QStringLiteral("name"), QStringLiteral("slipway") },
                             { QStringLiteral("title"), QStringLiteral("Slipway") },
                             { QStringLiteral("version"), QStringLiteral(SLIPWAY_VERSION) } };
    call(Step::Initialize, "initialize",
         { { QStringLiteral("protocolVersion"), protocolVersion },
           { QStringLiteral("clientCapabilities"), capabilities },
           { QStringLiteral("clientInfo"), self } });
}

void AcpParser::call(Step step, const char *method, const QJsonObject &params)
{
    m_step = step;
    m_toSay += base::compact(QJsonObject { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") },
                                           { QStringLiteral("id"), ++m_call },
                                           { QStringLiteral("method"), QLatin1String(method) },
                                           { QStringLiteral("params"), params } })
        + '\n';
}

void AcpParser::reply(const QJsonValue &id, const QJsonObject &result)
{
    m_toSay += base::compact(QJsonObject { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") },
                                           { QStringLiteral("id"), id },
                                           { QStringLiteral("result"), result } })
        + '\n';
}

void AcpParser::refuse(const QJsonValue &id, int code, const QString &message)
{
    const QJsonObject error { { QStringLiteral("code"), code }, { QStringLiteral("message"), message } };
    m_toSay += base::compact(QJsonObject { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") },
                                           { QStringLiteral("id"), id },
                                           { QStringLiteral("error"), error } })
        + '\n';
}

QList<TranscriptEvent> AcpParser::line(const QByteArray &line)
{
    const QJsonObject message = base::parseObject(line);
    if (message.isEmpty()) {
        if (line.trimmed().isEmpty() || ++m_noise > maxNoise)
            return {};
        return { eventOf(Kind::Other, QString::fromUtf8(line)) };
    }
    if (isOver())
        return {};
    if (message.contains(QLatin1String("method")))
        return request(message);
    // Only the answer to our last request counts; whatever else has a number is a stranger's or late.
    if (message.value(QLatin1String("id")).toInt(-1) == m_call)
        return answer(message);
    return {};
}

QList<TranscriptEvent> AcpParser::request(const QJsonObject &message)
{
    const QString method = textOf(message, "method");
    const QJsonValue id = message.value(QLatin1String("id"));
    if (method == QLatin1String("session/update")) {
        // What a loaded session tells first is its past.
        if (m_step != Step::Prompt)
            return { eventOf(Kind::Other, {}) };
        return m_updates.update(objectIn(objectIn(message, "params"), "update"));
    }
    if (id.isUndefined() || id.isNull())
        return { eventOf(Kind::Other, {}) }; // a notification of an extension
    if (method == QLatin1String("session/request_permission"))
        return permission(message);
    refuse(id, methodNotFound, QStringLiteral("Slipway does not offer %1").arg(method.left(100)));
    return { eventOf(Kind::Other, {}) };
}

QList<TranscriptEvent> AcpParser::permission(const QJsonObject &message)
{
    const QJsonValue id = message.value(QLatin1String("id"));
    const QJsonObject params = objectIn(message, "params");
    const QJsonArray options = params.value(QLatin1String("options")).toArray();
    if (options.isEmpty()) {
        refuse(id, invalidParams, QStringLiteral("A request for permission needs options to choose from"));
        return { eventOf(Kind::Other, {}) };
    }
    const QJsonObject call = m_updates.known(objectIn(params, "toolCall"));
    AcpPermission decision = decidePermission(m_request, call, options);
    QJsonObject outcome { { QStringLiteral("outcome"), QStringLiteral("cancelled") } };
    if (!m_isLeaving && !decision.option.isEmpty()) {
        outcome = { { QStringLiteral("outcome"), QStringLiteral("selected") },
                    { QStringLiteral("optionId"), decision.option } };
    }
    reply(id, { { QStringLiteral("outcome"), outcome } });
    const QString title = textOf(call, "title");
    if (decision.isAllowed)
        return { eventOf(Kind::Other, QStringLiteral("Allowed: %1").arg(title)) };
    return { eventOf(Kind::Warning, QStringLiteral("Not allowed: %1 (%2)").arg(title, decision.why)) };
}

QList<TranscriptEvent> AcpParser::answer(const QJsonObject &message)
{
    if (const QJsonObject error = objectIn(message, "error"); !error.isEmpty())
        return failed(error);
    const QJsonObject result = objectIn(message, "result");
    switch (m_step) {
    case Step::Initialize: {
        const int version = result.value(QLatin1String("protocolVersion")).toInt();
        if (version != protocolVersion) {
            return over(FailureClass::SetupFailed,
                        QStringLiteral("The agent speaks version %1 of the Agent Client Protocol, Slipway version %2")
                            .arg(version)
                            .arg(protocolVersion));
        }
        initialized(result);
        const QString who = textOf(m_agentInfo, "name") + QLatin1Char(' ') + textOf(m_agentInfo, "version");
        return { eventOf(Kind::Started, who.trimmed()) };
    }
    case Step::Authenticate:
        open();
        break;
    case Step::Load:
        m_result.session = m_request.resumeSession;
        prompt(QString::fromUtf8(wholePrompt(m_request)));
        break;
    case Step::Open:
        m_result.session = textOf(result, "sessionId");
        if (m_result.session.isEmpty())
            return over(FailureClass::AgentError, QStringLiteral("The agent opened a session without an id"));
        prompt(QString::fromUtf8(wholePrompt(m_request)));
        break;
    case Step::Prompt:
        return turnEnded(result);
    case Step::Over:
        break;
    }
    return { eventOf(Kind::Other, {}) };
}

void AcpParser::initialized(const QJsonObject &result)
{
    m_agentInfo = objectIn(result, "agentInfo");
    for (const auto &method : result.value(QLatin1String("authMethods")).toArray())
        m_authMethods.append(textOf(method.toObject(), "id"));
    if (m_onlyIntroduce) {
        m_step = Step::Over;
        return;
    }
    if (m_request.resumeSession.isEmpty()
        || !objectIn(result, "agentCapabilities").value(QLatin1String("loadSession")).toBool()) {
        open();
        return;
    }
    call(Step::Load, "session/load",
         { { QStringLiteral("sessionId"), m_request.resumeSession },
           { QStringLiteral("cwd"), m_request.workspace },
           { QStringLiteral("mcpServers"), QJsonArray {} } });
}

/// Chooses the login by the key that is there. False if there is none: a person has to log in.
bool AcpParser::authenticate()
{
    if (m_wasAuthenticated || !m_hasKey)
        return false;
    const auto byKey = std::ranges::find_if(m_authMethods, [](const QString &id) {
        return id.contains(QLatin1String("api-key")) || id.contains(QLatin1String("apikey"))
            || id.contains(QLatin1String("api_key"));
    });
    if (byKey == m_authMethods.end())
        return false;
    m_wasAuthenticated = true;
    call(Step::Authenticate, "authenticate", { { QStringLiteral("methodId"), *byKey } });
    return true;
}

void AcpParser::open()
{
    call(Step::Open, "session/new",
         { { QStringLiteral("cwd"), m_request.workspace }, { QStringLiteral("mcpServers"), QJsonArray {} } });
}

void AcpParser::prompt(const QString &text)
{
    m_updates.startTurn();
    call(Step::Prompt, "session/prompt",
         { { QStringLiteral("sessionId"), m_result.session },
           { QStringLiteral("prompt"), QJsonArray { textBlock(text) } } });
}

QList<TranscriptEvent> AcpParser::turnEnded(const QJsonObject &result)
{
    QList<TranscriptEvent> events = m_updates.flush();
    m_updates.addUsage(objectIn(result, "usage"));
    m_result.text = m_updates.answer();
    const QString reason = textOf(result, "stopReason");
    if (reason == QLatin1String("cancelled"))
        return events + over(FailureClass::Cancelled, QStringLiteral("The agent broke its turn off"));
    if (reason == QLatin1String("refusal"))
        return events
            + over(FailureClass::AgentError, QStringLiteral("The agent refused: %1").arg(m_result.text.left(300)));
    if (reason == QLatin1String("max_turn_requests"))
        return events + over(FailureClass::Budget, QStringLiteral("The agent used all the steps that it may take"));
    if (reason == QLatin1String("max_tokens"))
        return events + over(FailureClass::AgentError, QStringLiteral("The agent's answer was cut off at its longest"));
    if (reason != QLatin1String("end_turn"))
        return events
            + over(FailureClass::AgentError,
                   QStringLiteral("The agent ended its turn without a reason that is known: %1").arg(reason.left(100)));
    if (m_request.schema.isEmpty())
        return events + over();
    m_result.structured = lastJsonObject(m_result.text);
    const QString violation = violationOf(m_result.structured, m_request.schema);
    if (violation.isEmpty() || m_repairs >= maxRepairs || m_isLeaving)
        return events + over();
    ++m_repairs;
    prompt(QStringLiteral(
               "Your answer is not in the form that was asked for: %1. Do the work that is left for it, if any, "
               "and answer again with exactly one JSON object that fits the JSON schema, and nothing else.")
               .arg(violation));
    events.append(eventOf(Kind::Warning, QStringLiteral("Asked again for the answer: %1").arg(violation)));
    return events;
}

QList<TranscriptEvent> AcpParser::failed(const QJsonObject &error)
{
    const bool needsLogin = error.value(QLatin1String("code")).toInt() == authRequired;
    if (needsLogin && m_step != Step::Authenticate && m_step != Step::Prompt && authenticate())
        return { eventOf(Kind::Other, {}) };
    const QString text = errorText(error);
    if (needsLogin || m_step == Step::Authenticate)
        return over(FailureClass::Auth, QStringLiteral("%1. %2").arg(text, m_signInHint));
    if (m_step == Step::Load) {
        // The session is gone; the prompt makes sense without it.
        open();
        return { eventOf(Kind::Warning,
                         QStringLiteral("The session could not be loaded (%1): a new one begins").arg(text)) };
    }
    QList<TranscriptEvent> events = m_updates.flush();
    m_result.text = m_updates.answer();
    const FailureClass failure = classifyErrorText(text);
    if (failure == FailureClass::UsageLimit)
        m_result.resumeAt = resetTimeIn(text, QDateTime::currentDateTimeUtc());
    return events + over(m_step == Step::Initialize ? FailureClass::SetupFailed : failure, text);
}

QList<TranscriptEvent> AcpParser::over(FailureClass failure, const QString &detail)
{
    m_step = Step::Over;
    m_result.failure = failure;
    m_result.detail = detail;
    m_result.usage = m_updates.usage();
    auto finished = eventOf(Kind::Finished, m_result.ok() ? m_result.text : detail);
    finished.isError = !m_result.ok();
    return { finished };
}

QByteArray AcpParser::farewell()
{
    if (m_step != Step::Prompt || m_isLeaving)
        return {};
    m_isLeaving = true;
    const QJsonObject session { { QStringLiteral("sessionId"), m_result.session } };
    return base::compact(QJsonObject { { QStringLiteral("jsonrpc"), QStringLiteral("2.0") },
                                       { QStringLiteral("method"), QStringLiteral("session/cancel") },
                                       { QStringLiteral("params"), session } })
        + '\n';
}

AgentResult AcpParser::finish(const process::ProcessOutcome &outcome)
{
    if (isOver()) // the protocol has said how the turn ended; how the program ends after that is its own affair
        return AgentResult(m_result);
    AgentResult result = m_result;
    result.text = m_updates.answer();
    result.usage = m_updates.usage();
    const QString why = lastLine(outcome.err);
    const bool neverBegan = m_step == Step::Initialize;
    result.failure = neverBegan ? FailureClass::SetupFailed : FailureClass::AgentError;
    if (const auto said = classifyErrorText(why); !why.isEmpty() && said != FailureClass::AgentError)
        result.failure = said;
    result.detail
        = (neverBegan ? QStringLiteral("The program did not speak the Agent Client Protocol (exit code %1) %2")
                      : QStringLiteral("The agent ended before it had answered (exit code %1) %2"))
              .arg(outcome.exitCode)
              .arg(why)
              .simplified()
              .left(400);
    return result;
}

} // namespace slipway::agents
