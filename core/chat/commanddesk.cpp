// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/commanddesk.h"

#include "core/chat/chatanswers.h"
#include "core/chat/messagetext.h"

#include <QJsonArray>

namespace slipway::chat {

namespace {

constexpr std::chrono::milliseconds untilAcknowledged { 1200 };

/// Says that it is being worked on, unless the answer is there by then.
QCoro::Task<> acknowledge(std::shared_ptr<ReplyMessage> reply, std::shared_ptr<bool> answered, QString text,
                          std::stop_token stop)
{
    const auto waited = co_await base::sleepFor(untilAcknowledged, stop);
    if (waited && !*answered)
        reply->show(text);
}

std::chrono::milliseconds patienceFor(const QString &verb)
{
    static const QStringList long_ { QStringLiteral("ask"), QStringLiteral("deploy"), QStringLiteral("rollback"),
                                     QStringLiteral("undeploy") };
    return long_.contains(verb) ? std::chrono::minutes(30) : std::chrono::minutes(1);
}

/// What may not be said from afar: an agent that is any program of this machine.
bool namesProgram(const QJsonObject &arguments)
{
    return arguments.value(QLatin1String("agent")).toString().contains(QLatin1Char(':'));
}

} // namespace

CommandDesk::CommandDesk(control::StateStore &store, EnginePort engine, ProjectProgress &progress, NoticeBoard &notices,
                         base::TaskScope &scope)
    : m_store(store)
    , m_engine(std::move(engine))
    , m_progress(progress)
    , m_notices(notices)
    , m_scope(scope)
{
}

void CommandDesk::carryOut(const QString &text, DeskOrder order)
{
    const auto words = splitLine(text);
    if (words)
        carryOut(*words, std::move(order));
    else
        order.reply->show(errorText(words.error()));
}

void CommandDesk::answer(const QString &text, DeskOrder order)
{
    const auto words = splitLine(text);
    const bool isCommand = words && !text.endsWith(QLatin1Char('?'))
        && (NoticeBoard::isOwn(*words) || parseWords(*words, order.project).has_value());
    if (isCommand)
        carryOut(*words, std::move(order));
    else
        carryOut(QStringList { QStringLiteral("ask"), text }, std::move(order));
}

void CommandDesk::carryOut(const QStringList &words, DeskOrder order)
{
    if (const auto answer = m_notices.answerTo(words)) {
        order.reply->show(*answer);
        return;
    }
    const auto line = parseWords(words, order.project);
    if (line)
        carryOut(*line, std::move(order));
    else
        order.reply->show(errorText(line.error()));
}

void CommandDesk::carryOut(const CommandLine &line, DeskOrder order)
{
    if (line.question == QLatin1String("logs"))
        m_scope.start(showLogs(line.arguments.value(QLatin1String("task")).toString(), std::move(order)),
                      "discord logs");
    else if (!line.question.isEmpty())
        order.reply->show(answerOf(line, m_store.snapshot(), order.project));
    else if (namesProgram(line.arguments))
        order.reply->show(QStringLiteral("❌ An agent that is a program of your own is chosen on the machine itself."));
    else
        m_scope.start(execute(line, std::move(order)), "discord command");
}

QCoro::Task<> CommandDesk::execute(CommandLine line, DeskOrder order)
{
    const auto answered = std::make_shared<bool>(false);
    const QString word = QStringLiteral("⏳ %1 …").arg(foreignText(line.verb, 40));
    m_scope.start(acknowledge(order.reply, answered, word, m_scope.stopToken()), "discord acknowledgement");
    const control::Command command { QStringLiteral("discord-") + order.id, order.actor, line.verb, line.arguments };
    const auto answer = co_await m_engine.execute(command, patienceFor(line.verb), m_scope.stopToken());
    *answered = true;
    if (m_scope.stopToken().stop_requested())
        co_return;
    if (answer)
        showAnswer(line, *answer, order);
    else
        order.reply->show(errorText(answer.error()));
}

void CommandDesk::showAnswer(const CommandLine &line, const QJsonObject &answer, const DeskOrder &order)
{
    const QString project = answer.value(QLatin1String("project")).toString();
    if (line.verb == QLatin1String("new")) {
        m_progress.follow(project, ProgressGoal::Created, order.reply);
    } else if (line.verb == QLatin1String("run")) {
        m_progress.follow(project, ProgressGoal::Pipeline, order.reply);
    } else if (line.verb == QLatin1String("workers.start") && !order.project.isEmpty()) {
        m_progress.follow(order.project, ProgressGoal::Drained, order.reply);
    } else {
        order.reply->show(resultText(line.verb, answer));
    }
}

QCoro::Task<> CommandDesk::showLogs(QString task, DeskOrder order)
{
    const auto lines = co_await logLines(task);
    if (!lines)
        order.reply->show(errorText(lines.error()));
    else if (lines->isEmpty())
        order.reply->show(QStringLiteral("Nothing was written for %1 yet.").arg(foreignText(task, 80)));
    else
        order.reply->show(codeBlock(lines->join(QLatin1Char('\n')), 60'000));
}

Async<QStringList> CommandDesk::logLines(QString task)
{
    const QJsonObject which { { QStringLiteral("task"), task } };
    CO_TRY(const QJsonObject answer, co_await m_engine.query(QStringLiteral("runs"), which));
    const QString run
        = answer.value(QLatin1String("runs")).toArray().at(0).toObject().value(QLatin1String("id")).toString();
    if (run.isEmpty())
        co_return QStringList {};
    QStringList lines;
    QJsonObject page { { QStringLiteral("run"), run } };
    for (int i = 0; i < 50; ++i) { // a run has an end; a broken one is not read for ever
        CO_TRY(const QJsonObject got, co_await m_engine.query(QStringLiteral("transcript"), page));
        lines += transcriptLines(got.value(QLatin1String("events")).toArray());
        if (got.value(QLatin1String("done")).toBool() || got.value(QLatin1String("events")).toArray().isEmpty())
            break;
        page.insert(QStringLiteral("from"), got.value(QLatin1String("next")));
    }
    co_return lines;
}

} // namespace slipway::chat
