// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/cievidence.h"

#include <QRegularExpression>

namespace slipway::monitor {

namespace {

QString plain(QString line)
{
    static const QRegularExpression colour(QStringLiteral("\\x1b\\[[0-9;]*[A-Za-z]"));
    static const QRegularExpression timestamp(QStringLiteral("^\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z "));
    line.remove(colour);
    line.remove(timestamp);
    return line;
}

} // namespace

QStringList stepLines(const QString &log, const QString &step)
{
    const QString opening = QStringLiteral("##[group]") + step;
    QStringList all, section;
    bool inside = false, found = false;
    const auto lines = log.split(QLatin1Char('\n'));
    for (const QString &raw : lines) {
        const QString line = plain(raw);
        if (line.startsWith(QLatin1String("##[group]"))) {
            inside = line == opening;
            found = found || inside;
            continue;
        }
        if (line.startsWith(QLatin1String("##[endgroup]")))
            continue;
        all.append(line);
        if (inside)
            section.append(line);
    }
    return found ? section : all;
}

Async<QJsonObject> gatherEvidence(forge::Forge *forge, QString repo, QString runId, int maxLines)
{
    CO_TRY(const domain::CiRun run, co_await forge->ciRun(repo, runId));
    QJsonObject evidence { { QStringLiteral("workflow"), run.workflow },
                           { QStringLiteral("url"), run.url },
                           { QStringLiteral("run"), run.id },
                           { QStringLiteral("sha"), run.sha },
                           { QStringLiteral("log"), run.reason } };
    for (const auto &job : run.jobs) {
        if (job.state != domain::CiState::Failure)
            continue;
        evidence.insert(QStringLiteral("job"), job.name);
        const auto step
            = std::ranges::find_if(job.steps, [](const auto &s) { return s.state == domain::CiState::Failure; });
        const QString stepName = step == job.steps.end() ? QString() : step->name;
        evidence.insert(QStringLiteral("step"), stepName);
        evidence.insert(QStringLiteral("exit_code"), step == job.steps.end() ? 1 : step->exitCode);
        const auto log = co_await forge->ciLog(repo, run.id, job.id, 1024 * 1024);
        if (log) {
            const QStringList lines = stepLines(QString::fromUtf8(*log), stepName);
            evidence.insert(QStringLiteral("log"),
                            lines.mid(qMax<qsizetype>(0, lines.size() - maxLines)).join(QLatin1Char('\n')));
        }
        break;
    }
    co_return evidence;
}

} // namespace slipway::monitor
