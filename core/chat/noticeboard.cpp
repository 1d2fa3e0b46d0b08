// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/chat/noticeboard.h"

#include "core/chat/chatanswers.h"
#include "core/chat/messagetext.h"

namespace slipway::chat {

namespace {

using notifications::Notice;

constexpr int suppressNotifications = 4096;
constexpr qsizetype mostGathered = 15;

QString lineOf(const Notice &notice)
{
    QString line = QString::fromUtf8(notifications::kindOf(notice.kind).sign) + QLatin1Char(' ');
    if (!notice.project.isEmpty())
        line += QStringLiteral("**%1** · ").arg(foreignText(notice.project, 100));
    line += foreignText(notice.title);
    const QString url = urlText(notice.text);
    if (!url.isEmpty())
        line += QLatin1Char(' ') + url;
    else if (!notice.text.isEmpty() && notice.text != notice.title)
        line += QStringLiteral(": ") + foreignText(notice.text, 500);
    return line;
}

/// The goal whose progress message tells the same.
std::optional<ProgressGoal> goalOf(const QString &kind)
{
    if (kind == QLatin1String("created"))
        return ProgressGoal::Created;
    if (kind == QLatin1String("drained"))
        return ProgressGoal::Drained;
    if (kind == QLatin1String("deploy_live"))
        return ProgressGoal::Pipeline;
    return std::nullopt;
}

/// A thread has every step; results, decisions and failures are for the channel, a red CI for both.
bool isOfThread(const QString &kind)
{
    return notifications::kindOf(kind).urgency == notifications::Urgency::Step || kind == QLatin1String("ci_failed");
}

QString kindsText()
{
    QStringList lines;
    for (const auto &kind : notifications::noticeKinds())
        lines.append(QStringLiteral("`%1` %2").arg(QLatin1String(kind.name), QLatin1String(kind.meaning)));
    return lines.join(QLatin1Char('\n'));
}

} // namespace

NoticeBoard::NoticeBoard(control::StateStore &store, DiscordApi &api, notifications::NoticePort notices,
                         ProjectProgress &progress, ProjectThreads &threads, base::TaskScope &scope, QString channel,
                         QObject *parent)
    : QObject(parent)
    , m_api(api)
    , m_notices(std::move(notices))
    , m_progress(progress)
    , m_threads(threads)
    , m_scope(scope)
    , m_channel(std::move(channel))
    , m_digest(m_notices.rules)
{
    if (m_channel.isEmpty())
        return;
    connect(&store, &control::StateStore::noticed, this, &NoticeBoard::noticed);
    connect(&m_digest, &notifications::Digest::due, this,
            [this](const Notice &notice, bool silently) { tell({}, lineOf(notice), silently); });
    connect(&m_digest, &notifications::Digest::gathered, this, [this](const QList<Notice> &list) {
        const qsizetype left = std::max<qsizetype>(0, list.size() - mostGathered);
        QStringList lines;
        if (left > 0)
            lines.append(QStringLiteral("… and %1 before these").arg(left));
        for (const Notice &notice : list.mid(left))
            lines.append(lineOf(notice));
        tell({}, lines.join(QLatin1Char('\n')), true);
    });
}

void NoticeBoard::noticed(const QString &kind, const QString &project, const QString &title, const QString &text)
{
    if (kind == QLatin1String("gate"))
        return;
    const Notice notice { kind, project, title, text };
    const bool isOff = m_notices.rules().off.contains(kind);
    if (!isOff && !project.isEmpty() && isOfThread(kind))
        tell(project, lineOf(notice), true);
    const auto goal = goalOf(kind);
    if (!goal || !m_progress.tells(project, *goal))
        m_digest.take(notice);
}

void NoticeBoard::tell(const QString &project, const QString &line, bool silently)
{
    auto &queue = m_queues[project];
    queue.lines.append(line);
    queue.silently = queue.silently && silently;
    if (!std::exchange(queue.sending, true))
        m_scope.start(send(project), "discord notice");
}

QCoro::Task<> NoticeBoard::send(QString project)
{
    while (!m_queues[project].lines.isEmpty()) {
        const QStringList parts = splitText(std::exchange(m_queues[project].lines, {}).join(QLatin1Char('\n')));
        QJsonObject message;
        if (std::exchange(m_queues[project].silently, true))
            message.insert(QStringLiteral("flags"), suppressNotifications);
        for (const QString &part : parts) {
            message.insert(QStringLiteral("content"), part);
            const auto sent = co_await sendPart(project, message);
            bool &saidTrouble = m_queues[project].saidTrouble;
            if (!sent && sent.error().code != ErrorCode::Cancelled && !std::exchange(saidTrouble, true))
                Q_EMIT troubled(sent.error());
            else if (sent)
                saidTrouble = false;
        }
    }
    m_queues[project].sending = false;
}

Async<> NoticeBoard::sendPart(QString project, QJsonObject message)
{
    QString where = m_channel;
    if (!project.isEmpty()) {
        CO_TRY(where, co_await m_threads.threadOf(project));
    }
    auto sent = co_await m_api.post(where, message);
    if (!sent && sent.error().code == ErrorCode::NotFound && where != m_channel) {
        m_threads.forget(project); // somebody deleted it
        CO_TRY(where, co_await m_threads.threadOf(project));
        sent = co_await m_api.post(where, message);
    }
    co_return sent ? Result<> {} : Result<>(forward(sent));
}

bool NoticeBoard::isOwn(const QStringList &words)
{
    return words.value(0) == QLatin1String("quiet") || words.value(0) == QLatin1String("notify");
}

std::optional<QString> NoticeBoard::answerTo(const QStringList &words)
{
    if (!isOwn(words))
        return std::nullopt;
    const auto changed = changeRules(words);
    return changed ? *changed : errorText(changed.error());
}

Result<QString> NoticeBoard::changeRules(const QStringList &words)
{
    auto rules = m_notices.rules();
    if (words[0] == QLatin1String("quiet") && words.size() > 1) {
        CHECK(m_notices.setQuiet(words[1]));
    } else if (words[0] == QLatin1String("notify") && words.size() > 1) {
        const QString kind = words[1], how = words.value(2);
        const bool isKnown = *notifications::kindOf(kind).name != '\0';
        if (!isKnown
            || (how != QLatin1String("now") && how != QLatin1String("gathered") && how != QLatin1String("off")))
            return fail(ErrorCode::Invalid, QStringLiteral("That is not how it is said"),
                        QStringLiteral("Say: notify KIND now | gathered | off; `notify` lists the kinds"));
        if (kind == QLatin1String("gate"))
            return fail(ErrorCode::Invalid, QStringLiteral("A decision that waits is always told at once"));
        rules.off.remove(kind);
        rules.gathered.remove(kind);
        if (how == QLatin1String("off"))
            rules.off.insert(kind);
        else if (how == QLatin1String("gathered"))
            rules.gathered.insert(kind);
        CHECK(m_notices.setKinds(rules));
    } else if (words[0] == QLatin1String("notify")) {
        return m_notices.rules().description() + QLatin1Char('\n') + kindsText();
    }
    return m_notices.rules().description();
}

} // namespace slipway::chat
