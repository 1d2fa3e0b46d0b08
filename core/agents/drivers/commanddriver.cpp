// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/commanddriver.h"

#include "core/agents/drivers/claudedriver.h"
#include "core/agents/drivers/programspec.h"
#include "core/base/files.h"
#include "core/process/commandwords.h"

#include <QFileInfo>
#include <QJsonDocument>

namespace slipway::agents {

namespace {

constexpr qsizetype maxText = 4 * 1024 * 1024;

/// Lines are text, unless the first ones are Claude Code's events (other CLIs print that stream too).
class CommandParser final : public TranscriptParser {
public:
    explicit CommandParser(const AgentRequest &request)
        : m_request(request)
    {
    }

    QList<TranscriptEvent> line(const QByteArray &line) override
    {
        if (!m_stream && m_text.isEmpty() && isStreamStart(line))
            m_stream = ClaudeDriver::makeStreamParser(m_request);
        if (m_stream)
            return m_stream->line(line);
        if (m_text.size() < maxText)
            m_text += QString::fromUtf8(line) + QLatin1Char('\n');
        if (line.trimmed().isEmpty())
            return {};
        TranscriptEvent event;
        event.kind = TranscriptEvent::Kind::Text;
        event.text = QString::fromUtf8(line);
        return { event };
    }

    AgentResult finish(const process::ProcessOutcome &outcome) override
    {
        if (m_stream)
            return m_stream->finish(outcome);
        AgentResult result;
        result.text = m_text.trimmed();
        if (!outcome.ok()) {
            result.failure = domain::FailureClass::AgentError;
            const QString why = QString::fromUtf8(outcome.err).trimmed().section(QLatin1Char('\n'), -1);
            result.detail = QStringLiteral("The command ended with exit code %1%2")
                                .arg(outcome.exitCode)
                                .arg(why.isEmpty() ? QString() : QStringLiteral(": ") + why.left(300));
            return result;
        }
        if (!m_request.schema.isEmpty())
            result.structured = lastJsonObject(result.text);
        return result;
    }

private:
    static bool isStreamStart(const QByteArray &line)
    {
        const QJsonObject json = base::parseObject(line);
        return json.value(QLatin1String("type")).toString() == QLatin1String("system")
            && json.value(QLatin1String("subtype")).toString() == QLatin1String("init");
    }

    AgentRequest m_request;
    std::unique_ptr<TranscriptParser> m_stream;
    QString m_text;
};

/// End (exclusive) of the object that starts at `start`, by counting braces outside of strings; -1 if it never ends.
qsizetype objectEnd(const QByteArray &text, qsizetype start)
{
    int depth = 0;
    bool inString = false;
    for (qsizetype i = start; i < text.size(); ++i) {
        const char c = text.at(i);
        if (inString) {
            if (c == '\\')
                ++i;
            else if (c == '"')
                inString = false;
        } else if (c == '"') {
            inString = true;
        } else if (c == '{') {
            ++depth;
        } else if (c == '}' && --depth == 0) {
            return i + 1;
        }
    }
    return -1;
}

} // namespace

QJsonObject lastJsonObject(const QString &text)
{
    const QByteArray bytes = text.toUtf8();
    QJsonObject last;
    for (qsizetype start = bytes.indexOf('{'); start >= 0; start = bytes.indexOf('{', start)) {
        const qsizetype end = objectEnd(bytes, start);
        QJsonParseError error {};
        const auto document
            = end < 0 ? QJsonDocument() : QJsonDocument::fromJson(bytes.mid(start, end - start), &error);
        if (end < 0 || error.error != QJsonParseError::NoError) {
            ++start; // a brace of ordinary text: look behind it
            continue;
        }
        last = document.object();
        start = end;
    }
    return last;
}

QByteArray wholePrompt(const AgentRequest &request)
{
    QString text = request.systemPrompt.isEmpty() ? request.prompt
                                                  : request.systemPrompt + QStringLiteral("\n\n") + request.prompt;
    if (!request.schema.isEmpty()) {
        text
            += QStringLiteral("\n\nEnd your answer with exactly one JSON object (and nothing behind it) that fits this "
                              "JSON schema:\n")
            + QString::fromUtf8(base::compact(request.schema)) + QLatin1Char('\n');
    }
    return text.toUtf8();
}

Result<std::shared_ptr<const AgentDriver>> CommandDriver::fromName(const QString &name)
{
    const QStringList command = process::commandWords(name.mid(prefix().size()));
    if (command.isEmpty()) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The agent \"%1\" names no program, or a quote in it is not closed").arg(name),
                    QStringLiteral("Write it as command:PROGRAM ARGS"));
    }
    return std::make_shared<CommandDriver>(name, command);
}

CommandDriver::CommandDriver(QString name, QStringList command)
    : m_name(std::move(name))
    , m_command(std::move(command))
{
}

Async<AgentAvailability> CommandDriver::detect(process::ProcessRunner &) const
{
    AgentAvailability found;
    found.path = process::findProgram(m_command.constFirst());
    found.installed = !found.path.isEmpty();
    found.signedIn = found.installed; // its own affair: nothing to look at
    if (!found.installed)
        found.hint = installHint(m_command.constFirst());
    co_return found;
}

Result<process::ProcessSpec> CommandDriver::command(const AgentRequest &request) const
{
    TRY(process::ProcessSpec spec, programSpec(m_command, request));
    spec.input = wholePrompt(request);
    return spec;
}

std::unique_ptr<TranscriptParser> CommandDriver::makeParser(const AgentRequest &request) const
{
    return std::make_unique<CommandParser>(request);
}

} // namespace slipway::agents
