// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/replay/replayplayer.h"

#include "core/agents/agentdriver.h"
#include "core/agents/replay/blockingcommand.h"
#include "core/base/files.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

#include <unistd.h>

#include <cstdio>
#include <thread>

namespace slipway::agents {

namespace {

QStringList strings(const QJsonValue &value)
{
    QStringList list;
    for (const auto &item : value.toArray())
        list.append(item.toString());
    return list;
}

void writeToStdout(const QByteArray &line)
{
    std::fwrite(line.constData(), 1, static_cast<size_t>(line.size()), stdout);
    std::fputc('\n', stdout);
    std::fflush(stdout);
}

TranscriptEvent eventOf(TranscriptEvent::Kind kind, const QString &text)
{
    TranscriptEvent event;
    event.kind = kind;
    event.text = text;
    return event;
}

} // namespace

ReplayPlayer::ReplayPlayer(LineWriter writer)
    : m_writer(writer ? std::move(writer) : LineWriter(writeToStdout))
{
}

int ReplayPlayer::runReplay(const QByteArray &requestJson)
{
    m_request = base::parseObject(requestJson);
    m_workspace = m_request.value(QLatin1String("workspace")).toString();
    m_pace = std::max(0.0, m_request.value(QLatin1String("pace")).toDouble(1));
    const QString purpose = m_request.value(QLatin1String("purpose")).toString();
    if (purpose.isEmpty() || !QFileInfo(m_workspace).isDir()) {
        endWith({ ErrorCode::Invalid, QStringLiteral("The replay agent got no request it can play"), {}, {} });
        return 2;
    }
    const auto recipe = Recipe::byName(m_request.value(QLatin1String("recipe")).toString());
    if (!recipe)
        return endWith(recipe.error());
    m_recipe = *recipe;
    const auto scene = m_recipe.scene(purpose, m_request.value(QLatin1String("subject")).toString(),
                                      m_request.value(QLatin1String("round")).toInt(),
                                      m_request.value(QLatin1String("attempt")).toInt(1));
    if (!scene)
        return endWith(scene.error());
    emitEvent(eventOf(TranscriptEvent::Kind::Started,
                      QStringLiteral("Recording \"%1\": no model is asked").arg(m_recipe.title())));
    for (const auto &step : scene->value(QLatin1String("steps")).toArray()) {
        if (const auto played = play(step.toObject()); !played)
            return endWith(played.error());
    }
    const auto answer = answerOf(*scene);
    if (!answer)
        return endWith(answer.error());
    const auto structured = structuredOf(*scene);
    if (!structured)
        return endWith(structured.error());
    auto finished = eventOf(TranscriptEvent::Kind::Finished, *answer);
    finished.data.insert(QStringLiteral("usage"), scene->value(QLatin1String("usage")).toObject());
    if (!structured->isEmpty())
        finished.data.insert(QStringLiteral("structured"), *structured);
    emitEvent(finished);
    return 0;
}

void ReplayPlayer::emitEvent(TranscriptEvent event)
{
    event.time = QDateTime::currentDateTimeUtc();
    m_writer(base::compact(toJson(event)));
}

int ReplayPlayer::endWith(const Error &error)
{
    auto event = eventOf(TranscriptEvent::Kind::Finished, error.message);
    event.isError = true;
    event.data.insert(QStringLiteral("error"), base::toJson(error));
    emitEvent(event);
    return 1;
}

Result<> ReplayPlayer::play(const QJsonObject &step)
{
    wait(step.value(QLatin1String("ms")).toDouble());
    if (step.contains(QLatin1String("say")))
        emitEvent(eventOf(TranscriptEvent::Kind::Text, step.value(QLatin1String("say")).toString()));
    if (step.contains(QLatin1String("write")))
        CHECK(write(step.value(QLatin1String("write")).toString()));
    if (step.contains(QLatin1String("delete")))
        CHECK(remove(strings(step.value(QLatin1String("delete")))));
    if (step.contains(QLatin1String("run")))
        CHECK(runCommand(strings(step.value(QLatin1String("run")))));
    while (step.value(QLatin1String("stall")).toBool())
        ::pause(); // until a signal ends this process
    return {};
}

Result<> ReplayPlayer::write(const QString &folder)
{
    const QStringList files = m_recipe.files(folder);
    if (files.isEmpty())
        return fail(ErrorCode::NotFound, QStringLiteral("The recording has no files below %1").arg(folder));
    for (const QString &path : files) {
        TRY(const QByteArray content, m_recipe.file(folder + QLatin1Char('/') + path));
        TRY(const QString target, base::pathBelow(m_workspace, path));
        auto call = eventOf(TranscriptEvent::Kind::ToolCall, path);
        call.tool = QFile::exists(target) ? QStringLiteral("Edit") : QStringLiteral("Write");
        call.toolId = QStringLiteral("replay_%1").arg(++m_toolCount);
        emitEvent(call);
        CHECK(base::makeFolder(QFileInfo(target).path()));
        CHECK(base::writeFileAtomically(target, content));
        // Resources have no file modes: a script says itself that it is one.
        auto mode = QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther;
        if (content.startsWith("#!"))
            mode |= QFile::ExeOwner | QFile::ExeGroup | QFile::ExeOther;
        QFile::setPermissions(target, mode);
        auto result = eventOf(TranscriptEvent::Kind::ToolResult, QStringLiteral("%1 lines").arg(content.count('\n')));
        result.tool = call.tool;
        result.toolId = call.toolId;
        emitEvent(result);
    }
    return {};
}

Result<> ReplayPlayer::remove(const QStringList &paths)
{
    for (const QString &path : paths) {
        TRY(const QString target, base::pathBelow(m_workspace, path));
        auto call = eventOf(TranscriptEvent::Kind::ToolCall, path);
        call.tool = QStringLiteral("Delete");
        emitEvent(call);
        const QFileInfo info(target);
        const bool gone = info.isDir() && !info.isSymLink() ? QDir(target).removeRecursively()
                                                            : !info.exists() || QFile::remove(target);
        if (!gone)
            return fail(ErrorCode::Denied, QStringLiteral("Cannot delete %1 in the workspace").arg(path));
    }
    return {};
}

Result<> ReplayPlayer::runCommand(const QStringList &command)
{
    auto call = eventOf(TranscriptEvent::Kind::ToolCall, command.join(QLatin1Char(' ')));
    call.tool = QStringLiteral("Run");
    call.toolId = QStringLiteral("replay_%1").arg(++m_toolCount);
    emitEvent(call);
    const auto outcome = runBlocking(command, m_workspace);
    // A command that fails is part of the story (an agent sees it too): shown, not hidden, and not the end.
    auto result = eventOf(
        TranscriptEvent::Kind::ToolResult,
        outcome.exitCode == 0
            ? QString::fromUtf8(outcome.output)
            : QStringLiteral("Exit code %1\n%2").arg(outcome.exitCode).arg(QString::fromUtf8(outcome.output)));
    result.tool = call.tool;
    result.toolId = call.toolId;
    result.isError = outcome.exitCode != 0;
    emitEvent(result);
    return {};
}

void ReplayPlayer::wait(double milliseconds) const
{
    const double scaled = milliseconds * m_pace;
    if (scaled >= 1)
        std::this_thread::sleep_for(std::chrono::microseconds(qRound64(scaled * 1000)));
}

Result<QString> ReplayPlayer::answerOf(const QJsonObject &scene) const
{
    const QString path = scene.value(QLatin1String("answer")).toString();
    if (path.isEmpty())
        return QString();
    TRY(const QByteArray bytes, m_recipe.file(path));
    return QString::fromUtf8(bytes);
}

Result<QJsonObject> ReplayPlayer::structuredOf(const QJsonObject &scene) const
{
    QJsonObject structured;
    const QJsonValue value = scene.value(QLatin1String("structured"));
    if (value.isObject()) {
        structured = value.toObject();
    } else if (!value.toString().isEmpty()) {
        TRY(const QByteArray bytes, m_recipe.file(value.toString()));
        structured = base::parseObject(bytes);
        if (structured.isEmpty())
            return fail(ErrorCode::Invalid,
                        QStringLiteral("%1 of the recording is not a JSON object").arg(value.toString()));
    }
    const bool isReview = m_request.value(QLatin1String("purpose")).toString() == QLatin1String("review");
    if (isReview && !structured.isEmpty() && !structured.contains(QLatin1String("criteria"))) {
        QJsonArray criteria;
        for (const QString &criterion : strings(m_request.value(QLatin1String("acceptance")))) {
            criteria.append(QJsonObject { { QStringLiteral("criterion"), criterion },
                                          { QStringLiteral("met"), true },
                                          { QStringLiteral("evidence"), QStringLiteral("As recorded") } });
        }
        structured.insert(QStringLiteral("criteria"), criteria);
    }
    return structured;
}

int replayMain()
{
    QFile input;
    if (!input.open(stdin, QIODevice::ReadOnly))
        return 2;
    return ReplayPlayer().runReplay(input.readAll());
}

} // namespace slipway::agents
