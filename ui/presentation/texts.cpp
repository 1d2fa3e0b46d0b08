// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/presentation/texts.h"

#include <QCoreApplication>
#include <QLocale>

namespace slipway::ui {

namespace {

struct Texts {
    Q_DECLARE_TR_FUNCTIONS(slipway::ui::Texts)
};

} // namespace

Label labelOf(domain::TaskPhase phase)
{
    using domain::TaskPhase;
    switch (phase) {
    case TaskPhase::Blocked:
        return { Texts::tr("Blocked"), Tone::Neutral };
    case TaskPhase::Ready:
        return { Texts::tr("Ready"), Tone::Accent };
    case TaskPhase::Delayed:
        return { Texts::tr("Delayed"), Tone::Warning };
    case TaskPhase::Running:
        return { Texts::tr("Running"), Tone::Accent };
    case TaskPhase::InReview:
        return { Texts::tr("In review"), Tone::Violet };
    case TaskPhase::Done:
        return { Texts::tr("Done"), Tone::Success };
    case TaskPhase::Dead:
        return { Texts::tr("Needs attention"), Tone::Danger };
    case TaskPhase::Cancelled:
        return { Texts::tr("Cancelled"), Tone::Neutral };
    }
    return {};
}

Label labelOf(const domain::Task &task)
{
    return labelOf(task.phase);
}

Label labelOf(domain::CiState state)
{
    using domain::CiState;
    switch (state) {
    case CiState::None:
        return { Texts::tr("No runs"), Tone::Neutral };
    case CiState::Queued:
        return { Texts::tr("Queued"), Tone::Neutral };
    case CiState::Running:
        return { Texts::tr("Running"), Tone::Accent };
    case CiState::Success:
        return { Texts::tr("Passed"), Tone::Success };
    case CiState::Failure:
        return { Texts::tr("Failed"), Tone::Danger };
    case CiState::Cancelled:
        return { Texts::tr("Cancelled"), Tone::Neutral };
    case CiState::Skipped:
        return { Texts::tr("Skipped"), Tone::Neutral };
    case CiState::Unsupported:
        return { Texts::tr("Not supported here"), Tone::Warning };
    }
    return {};
}

Label labelOf(domain::DeployState state)
{
    using domain::DeployState;
    switch (state) {
    case DeployState::None:
        return { Texts::tr("Not deployed"), Tone::Neutral };
    case DeployState::Building:
        return { Texts::tr("Building"), Tone::Accent };
    case DeployState::Starting:
        return { Texts::tr("Starting"), Tone::Accent };
    case DeployState::Live:
        return { Texts::tr("Live"), Tone::Success };
    case DeployState::Failed:
        return { Texts::tr("Failed"), Tone::Danger };
    case DeployState::RolledBack:
        return { Texts::tr("Rolled back"), Tone::Warning };
    }
    return {};
}

Label projectLabel(const QString &state, const QString &stage)
{
    if (state == QLatin1String("planning"))
        return { Texts::tr("Planning"), Tone::Accent };
    if (state == QLatin1String("waiting"))
        return { Texts::tr("Waiting for you"), Tone::Warning };
    if (state == QLatin1String("running"))
        return { Texts::tr("Running"), Tone::Accent };
    if (state == QLatin1String("paused"))
        return { Texts::tr("Paused"), Tone::Warning };
    if (state == QLatin1String("failed"))
        return { Texts::tr("Failed"), Tone::Danger };
    if (state == QLatin1String("idle") && stage == QLatin1String("done"))
        return { Texts::tr("Done"), Tone::Success };
    if (state == QLatin1String("idle"))
        return { Texts::tr("Idle"), Tone::Neutral };
    return { state, Tone::Neutral };
}

Label workerLabel(const QString &state)
{
    if (state == QLatin1String("busy"))
        return { Texts::tr("Busy"), Tone::Accent };
    if (state == QLatin1String("paused"))
        return { Texts::tr("Paused"), Tone::Warning };
    if (state == QLatin1String("stalled"))
        return { Texts::tr("Stalled"), Tone::Danger };
    if (state == QLatin1String("stopping"))
        return { Texts::tr("Stopping"), Tone::Warning };
    return { Texts::tr("Idle"), Tone::Neutral };
}

Label gateLabel(const QString &kind)
{
    if (kind == QLatin1String("plan"))
        return { Texts::tr("Plan"), Tone::Accent };
    if (kind == QLatin1String("budget"))
        return { Texts::tr("Budget"), Tone::Warning };
    if (kind == QLatin1String("breaker"))
        return { Texts::tr("Stopped loop"), Tone::Danger };
    if (kind == QLatin1String("publish"))
        return { Texts::tr("Publish"), Tone::Violet };
    if (kind == QLatin1String("account"))
        return { Texts::tr("Account"), Tone::Violet };
    if (kind == QLatin1String("unsupported"))
        return { Texts::tr("Not supported"), Tone::Warning };
    if (kind == QLatin1String("weakened_checks"))
        return { Texts::tr("Weaker checks"), Tone::Danger };
    if (kind == QLatin1String("needs_attention"))
        return { Texts::tr("Needs attention"), Tone::Danger };
    return { kind, Tone::Neutral };
}

QString typeText(domain::AgentType type)
{
    switch (type) {
    case domain::AgentType::Backend:
        return Texts::tr("Backend");
    case domain::AgentType::Frontend:
        return Texts::tr("Frontend");
    case domain::AgentType::Database:
        return Texts::tr("Database");
    case domain::AgentType::Devops:
        return Texts::tr("DevOps");
    case domain::AgentType::Qa:
        return Texts::tr("QA");
    }
    return {};
}

QString typeText(const QString &type)
{
    const auto known = domain::agentTypeFromString(type);
    return known ? typeText(*known) : type;
}

QString typeIcon(domain::AgentType type)
{
    switch (type) {
    case domain::AgentType::Backend:
        return QStringLiteral("code-context");
    case domain::AgentType::Frontend:
        return QStringLiteral("view-preview");
    case domain::AgentType::Database:
        return QStringLiteral("server-database");
    case domain::AgentType::Devops:
        return QStringLiteral("run-build");
    case domain::AgentType::Qa:
        return QStringLiteral("checkbox");
    }
    return {};
}

const QStringList &stageNames()
{
    static const QStringList names { QStringLiteral("prd"),      QStringLiteral("plan"),  QStringLiteral("repository"),
                                     QStringLiteral("scaffold"), QStringLiteral("queue"), QStringLiteral("deploy"),
                                     QStringLiteral("workers"),  QStringLiteral("done") };
    return names;
}

QString stageText(const QString &stage)
{
    static const char *const texts[] = {
        QT_TRANSLATE_NOOP("slipway::ui::Texts", "PRD"),        QT_TRANSLATE_NOOP("slipway::ui::Texts", "Plan"),
        QT_TRANSLATE_NOOP("slipway::ui::Texts", "Repository"), QT_TRANSLATE_NOOP("slipway::ui::Texts", "Scaffold"),
        QT_TRANSLATE_NOOP("slipway::ui::Texts", "Queue"),      QT_TRANSLATE_NOOP("slipway::ui::Texts", "First deploy"),
        QT_TRANSLATE_NOOP("slipway::ui::Texts", "Workers"),    QT_TRANSLATE_NOOP("slipway::ui::Texts", "Done")
    };
    const auto index = stageNames().indexOf(stage);
    return index < 0 ? stage : Texts::tr(texts[index]);
}

QString engineText(const QString &mode)
{
    if (mode == QLatin1String("desktop"))
        return Texts::tr("Engine in this window");
    if (mode == QLatin1String("server"))
        return Texts::tr("Server engine");
    if (mode == QLatin1String("build"))
        return Texts::tr("Engine of a build command");
    return Texts::tr("No engine");
}

QString ageText(const QDateTime &since, const QDateTime &now)
{
    if (!since.isValid())
        return {};
    const qint64 seconds = since.secsTo(now);
    if (seconds < 5)
        return Texts::tr("just now");
    if (seconds < 60)
        return Texts::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return Texts::tr("%1 min").arg(seconds / 60);
    if (seconds < 48 * 3600)
        return Texts::tr("%1 h").arg(seconds / 3600);
    return Texts::tr("%1 d").arg(seconds / 86400);
}

QString durationText(qint64 milliseconds)
{
    const qint64 seconds = std::max<qint64>(0, milliseconds / 1000);
    if (seconds < 60)
        return Texts::tr("%1 s").arg(seconds);
    if (seconds < 3600)
        return Texts::tr("%1 min %2 s").arg(seconds / 60).arg(seconds % 60, 2, 10, QLatin1Char('0'));
    return Texts::tr("%1 h %2 min").arg(seconds / 3600).arg(seconds / 60 % 60, 2, 10, QLatin1Char('0'));
}

QString moneyText(double usd)
{
    return QLocale::c().toString(usd, 'f', 2).prepend(QLatin1Char('$'));
}

QString tokensText(qint64 tokens)
{
    if (tokens >= 1'000'000)
        return Texts::tr("%1 M").arg(double(tokens) / 1e6, 0, 'f', 1);
    if (tokens >= 1000)
        return Texts::tr("%1 k").arg(double(tokens) / 1e3, 0, 'f', tokens < 10'000 ? 1 : 0);
    return QString::number(tokens);
}

QString shortCommit(const QString &sha)
{
    return sha.left(8);
}

} // namespace slipway::ui
