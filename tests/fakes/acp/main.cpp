// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Plays an agent that speaks the Agent Client Protocol on stdin and stdout. A good one writes its prompt to `made.txt` in the
// working directory, having asked for permission, and answers "Done." Options `--<name>=<value>` make it another one:
//
//   answer=TEXT      what it answers             then=TEXT        what it answers to the second prompt of a session
//   version=N        protocol version            stop=REASON      stop reason
//   auth=1           wants `authenticate`        auth=never       and never gets what it wants
//   lost=1           cannot load sessions        no-load=1        does not offer it
//   path=PATH        the file that it writes     calls=METHOD     asks the client for METHOD first, and tells how it went
//   noise=N          N lines that are no messages                 giant=BYTES   one line of that size
//   prompt-error=M   error M for the prompt      exit=N           ends at the prompt with code N, M on stderr
//   silent=1         never answers a prompt      ignore-cancel=1  and does not care for session/cancel
//   ignore-term=1    nor for SIGTERM             child=PATH       starts a child, and appends its number to PATH
//   stay=1           stays when stdin is closed  log=PATH         appends every message that it gets to PATH
#include <QByteArray>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <csignal>
#include <cstdio>
#include <iostream>
#include <string>
#include <unistd.h>

namespace {

QHash<QString, QString> g_options;
int g_prompts = 0;
int g_number = 100; // of our own requests
bool g_isAuthenticated = false;

QString option(const char *name)
{
    return g_options.value(QLatin1String(name));
}

void say(QJsonObject message)
{
    message.insert(QLatin1String("jsonrpc"), QLatin1String("2.0"));
    std::cout << QJsonDocument(message).toJson(QJsonDocument::Compact).constData() << '\n' << std::flush;
}

void reply(const QJsonValue &id, const QJsonValue &result)
{
    say({ { QStringLiteral("id"), id }, { QStringLiteral("result"), result } });
}

void fail(const QJsonValue &id, int code, const QString &message)
{
    const QJsonObject error { { QStringLiteral("code"), code }, { QStringLiteral("message"), message } };
    say({ { QStringLiteral("id"), id }, { QStringLiteral("error"), error } });
}

void update(const QJsonObject &update)
{
    const QJsonObject params { { QStringLiteral("sessionId"), QStringLiteral("s1") },
                               { QStringLiteral("update"), update } };
    say({ { QStringLiteral("method"), QStringLiteral("session/update") }, { QStringLiteral("params"), params } });
}

void chunk(const char *kind, const QString &text)
{
    const QJsonObject block { { QStringLiteral("type"), QStringLiteral("text") }, { QStringLiteral("text"), text } };
    update({ { QStringLiteral("sessionUpdate"), QLatin1String(kind) }, { QStringLiteral("content"), block } });
}

/// The next message; empty at the end of stdin.
QJsonObject next()
{
    std::string line;
    if (!std::getline(std::cin, line))
        return {};
    if (const QString path = option("log"); !path.isEmpty()) {
        QFile file(path);
        if (file.open(QIODevice::WriteOnly | QIODevice::Append))
            file.write(QByteArray::fromStdString(line) + '\n');
    }
    return QJsonDocument::fromJson(QByteArray::fromStdString(line)).object();
}

/// Asks the client and waits for its answer.
QJsonObject ask(const QString &method, const QJsonObject &params)
{
    const int id = ++g_number;
    say({ { QStringLiteral("id"), id }, { QStringLiteral("method"), method }, { QStringLiteral("params"), params } });
    for (QJsonObject message = next(); !message.isEmpty(); message = next()) {
        if (message.value(QLatin1String("id")).toInt() == id && !message.contains(QLatin1String("method")))
            return message;
    }
    return {};
}

bool isAllowed(const QJsonObject &call)
{
    const auto choice = [](const char *id, const char *kind) {
        return QJsonObject { { QStringLiteral("optionId"), QLatin1String(id) },
                             { QStringLiteral("name"), QLatin1String(id) },
                             { QStringLiteral("kind"), QLatin1String(kind) } };
    };
    const QJsonArray options { choice("ever", "allow_always"), choice("yes", "allow_once"),
                               choice("no", "reject_once") };
    const QJsonObject answer = ask(QStringLiteral("session/request_permission"),
                                   { { QStringLiteral("sessionId"), QStringLiteral("s1") },
                                     { QStringLiteral("toolCall"), call },
                                     { QStringLiteral("options"), options } });
    const QJsonObject outcome
        = answer.value(QLatin1String("result")).toObject().value(QLatin1String("outcome")).toObject();
    return outcome.value(QLatin1String("optionId")).toString() == QLatin1String("yes");
}

/// One tool call: writes the prompt to a file.
void work(const QString &prompt)
{
    char buffer[4096];
    const QString folder = QFile::decodeName(getcwd(buffer, sizeof buffer) ? buffer : "");
    const QString path = option("path").isEmpty() ? folder + QLatin1String("/made.txt") : option("path");
    const QJsonObject location { { QStringLiteral("path"), path } };
    update({ { QStringLiteral("sessionUpdate"), QStringLiteral("tool_call") },
             { QStringLiteral("toolCallId"), QStringLiteral("c1") },
             { QStringLiteral("title"), QStringLiteral("Write made.txt") },
             { QStringLiteral("kind"), QStringLiteral("edit") },
             { QStringLiteral("status"), QStringLiteral("pending") },
             { QStringLiteral("locations"), QJsonArray { location } } });
    bool done = false;
    if (isAllowed({ { QStringLiteral("toolCallId"), QStringLiteral("c1") } })) {
        QFile file(path);
        done = file.open(QIODevice::WriteOnly) && file.write(prompt.toUtf8()) >= 0;
    }
    update({ { QStringLiteral("sessionUpdate"), QStringLiteral("tool_call_update") },
             { QStringLiteral("toolCallId"), QStringLiteral("c1") },
             { QStringLiteral("status"), done ? QStringLiteral("completed") : QStringLiteral("failed") } });
}

void noise()
{
    for (int i = 0; i < option("noise").toInt(); ++i)
        std::cout << "\x01\xff{[ not a message " << i << '\n';
    if (const qint64 size = option("giant").toLongLong(); size > 0) {
        const std::string block(65536, 'x');
        std::cout << R"({"jsonrpc":"2.0","method":"session/update","params":{"text":")";
        for (qint64 written = 0; written < size; written += 65536)
            std::cout << block;
        std::cout << "\"}}\n";
    }
    std::cout << std::flush;
}

void startChild()
{
    const QString path = option("child");
    if (path.isEmpty() || fork() != 0)
        return;
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::Append))
        file.write(QByteArray::number(getpid()) + '\n');
    file.close();
    for (int i = 0; i < 3600; ++i)
        sleep(1);
    _exit(0);
}

/// True if the session was cancelled (or stdin closed) while it said nothing.
void beSilent(const QJsonValue &id)
{
    for (QJsonObject message = next(); !message.isEmpty(); message = next()) {
        if (message.value(QLatin1String("method")).toString() == QLatin1String("session/cancel")
            && option("ignore-cancel").isEmpty()) {
            reply(id, QJsonObject { { QStringLiteral("stopReason"), QStringLiteral("cancelled") } });
            return;
        }
    }
}

void prompt(const QJsonValue &id, const QJsonObject &params)
{
    ++g_prompts;
    startChild();
    if (!option("exit").isEmpty()) {
        std::cerr << option("prompt-error").toStdString() << std::endl;
        _exit(option("exit").toInt());
    }
    if (!option("prompt-error").isEmpty())
        return fail(id, -32603, option("prompt-error"));
    noise();
    if (!option("silent").isEmpty())
        return beSilent(id);
    const QString text
        = params.value(QLatin1String("prompt")).toArray().first().toObject().value(QLatin1String("text")).toString();
    chunk("agent_thought_chunk", QStringLiteral("I think"));
    chunk("agent_message_chunk", QStringLiteral("Let me "));
    chunk("agent_message_chunk", QStringLiteral("see.\n"));
    QString answer = option("answer").isEmpty() ? QStringLiteral("Done.") : option("answer");
    if (const QString method = option("calls"); !method.isEmpty()) {
        const int code = ask(method, {}).value(QLatin1String("error")).toObject().value(QLatin1String("code")).toInt();
        answer = QStringLiteral("%1 gave %2").arg(method).arg(code);
    }
    if (g_prompts == 1)
        work(text);
    else if (!option("then").isEmpty())
        answer = option("then");
    chunk("agent_message_chunk", answer.left(answer.size() / 2));
    chunk("agent_message_chunk", answer.mid(answer.size() / 2));
    const QString stop = option("stop").isEmpty() ? QStringLiteral("end_turn") : option("stop");
    const QJsonObject usage { { QStringLiteral("inputTokens"), 100 }, { QStringLiteral("outputTokens"), 20 } };
    reply(id, QJsonObject { { QStringLiteral("stopReason"), stop }, { QStringLiteral("usage"), usage } });
}

void initialize(const QJsonValue &id)
{
    const QJsonObject capabilities { { QStringLiteral("loadSession"), option("no-load").isEmpty() } };
    const QJsonObject self { { QStringLiteral("name"), QStringLiteral("fake") },
                             { QStringLiteral("version"), QStringLiteral("1.2.3") } };
    const QJsonObject browser { { QStringLiteral("id"), QStringLiteral("browser") },
                                { QStringLiteral("name"), QStringLiteral("Log in") } };
    const QJsonObject key { { QStringLiteral("id"), QStringLiteral("fake-api-key") },
                            { QStringLiteral("name"), QStringLiteral("Use a key") } };
    reply(id,
          QJsonObject {
              { QStringLiteral("protocolVersion"), option("version").isEmpty() ? 1 : option("version").toInt() },
              { QStringLiteral("agentCapabilities"), capabilities },
              { QStringLiteral("agentInfo"), self },
              { QStringLiteral("authMethods"), QJsonArray { browser, key } } });
}

void load(const QJsonValue &id)
{
    if (!option("lost").isEmpty())
        return fail(id, -32002, QStringLiteral("Session not found"));
    chunk("user_message_chunk", QStringLiteral("what was asked before"));
    chunk("agent_message_chunk", QStringLiteral("what was answered before\n"));
    reply(id, QJsonValue::Null);
}

void handle(const QJsonObject &message)
{
    const QString method = message.value(QLatin1String("method")).toString();
    const QJsonValue id = message.value(QLatin1String("id"));
    if (method == QLatin1String("initialize")) {
        initialize(id);
    } else if (method == QLatin1String("authenticate")) {
        g_isAuthenticated = option("auth") != QLatin1String("never");
        g_isAuthenticated ? reply(id, QJsonObject {}) : fail(id, -32000, QStringLiteral("The key is not valid"));
    } else if (method == QLatin1String("session/new")) {
        if (option("auth").isEmpty() || g_isAuthenticated)
            reply(id, QJsonObject { { QStringLiteral("sessionId"), QStringLiteral("s1") } });
        else
            fail(id, -32000, QStringLiteral("Authentication required"));
    } else if (method == QLatin1String("session/load")) {
        load(id);
    } else if (method == QLatin1String("session/prompt")) {
        prompt(id, message.value(QLatin1String("params")).toObject());
    } else if (!id.isUndefined()) {
        fail(id, -32601, QStringLiteral("Method not found"));
    }
}

} // namespace

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QString argument = QString::fromLocal8Bit(argv[i]);
        if (argument.startsWith(QLatin1String("--")))
            g_options.insert(argument.mid(2).section(QLatin1Char('='), 0, 0), argument.section(QLatin1Char('='), 1));
    }
    if (!option("ignore-term").isEmpty())
        std::signal(SIGTERM, SIG_IGN);
    for (QJsonObject message = next(); !message.isEmpty(); message = next())
        handle(message);
    while (!option("stay").isEmpty())
        sleep(1);
    return 0;
}
