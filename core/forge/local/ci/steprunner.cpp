// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/forge/local/ci/steprunner.h"

#include "core/base/files.h"
#include "core/forge/local/ci/unsupported.h"

#include <QFile>
#include <QFileInfo>

namespace slipway::forge {

using domain::CiState;
using process::ProcessEnd;

namespace {

/// Says what is there, and gives Debian's python3 the two names that workflows use. $1: the program.
const char *setUpScript = R"(command -v "$1" >/dev/null 2>&1 || exit 127
if [ "$1" = python3 ]; then
    bin="$RUNNER_TEMP/tools/bin"
    mkdir -p "$bin"
    if ! command -v python >/dev/null 2>&1; then
        printf '#!/bin/sh\nexec python3 "$@"\n' > "$bin/python" && chmod +x "$bin/python"
    fi
    if ! command -v pip >/dev/null 2>&1 && python3 -m pip --version >/dev/null 2>&1; then
        printf '#!/bin/sh\nexec python3 -m pip "$@"\n' > "$bin/pip" && chmod +x "$bin/pip"
    fi
fi
echo "Using $(command -v "$1") of this machine:"
case "$1" in go) go version ;; java) java -version 2>&1 ;; *) "$1" --version ;; esac
exit 0
)";

StepOutcome failed(int exitCode = 1)
{
    return { CiState::Failure, exitCode, {}, {} };
}

StepOutcome unsupported(const QString &reason)
{
    return { CiState::Unsupported, -1, {}, reason };
}

Result<std::chrono::milliseconds> minutesOf(const QString &text, const ExpressionScope &scope)
{
    TRY(const QString value, expression::interpolate(text, scope));
    bool ok = false;
    const double minutes = value.trimmed().toDouble(&ok);
    if (!ok || minutes <= 0 || minutes > 1e6)
        return fail(ErrorCode::Invalid, QStringLiteral("timeout-minutes '%1' is no positive number").arg(value));
    return std::chrono::milliseconds(static_cast<qint64>(minutes * 60'000));
}

} // namespace

Result<> writePlainFile(const QString &path, const QByteArray &content)
{
    QFile file(path);
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly) && file.write(content) == content.size())
        return {};
    return fail(ErrorCode::Exhausted, QStringLiteral("Cannot write %1: %2").arg(path, file.errorString()),
                QStringLiteral("Check the free disk space"));
}

StepRunner::StepRunner(process::ProcessRunner &runner, const JobPlan &plan, const JobFolders &folders,
                       JobContext &context, JobLog &log)
    : m_runner(runner)
    , m_plan(plan)
    , m_folders(folders)
    , m_context(context)
    , m_log(log)
{
}

QCoro::Task<StepOutcome> StepRunner::run(WorkflowStep step, int number, std::chrono::milliseconds limit,
                                         std::stop_token stop)
{
    if (!step.uses.isEmpty()) {
        const auto action = knownAction(step.uses);
        if (action.kind == KnownAction::Kind::Setup)
            co_return co_await setUp(step, action.program, number, stop);
        m_log.note(action.kind == KnownAction::Kind::Cache
                       ? QStringLiteral("Local CI keeps no cache: nothing was restored")
                       : QStringLiteral("Checked out %1").arg(m_plan.sha));
        co_return StepOutcome {};
    }
    const auto prepared = prepare(step, number, limit);
    if (!prepared) {
        m_log.error(prepared.error().message);
        co_return prepared.error().code == ErrorCode::Unsupported ? unsupported(prepared.error().message) : failed();
    }
    const process::LineSink sink
        = [log = &m_log](process::OutputChannel, const QByteArray &line) { log->output(line); };
    const auto outcome = co_await m_runner.run(prepared->spec, sink, stop);
    co_return concluded(outcome, *prepared);
}

Result<StepRunner::Prepared> StepRunner::prepare(const WorkflowStep &step, int number,
                                                 std::chrono::milliseconds limit) const
{
    TRY(const auto environment, m_context.evaluated(step.environment));
    const auto scope = m_context.scope(environment);
    TRY(const QString folder, workingDirectory(step, scope));
    TRY(const QStringList arguments, command(step, number, scope));
    Prepared prepared { {}, CommandFiles(m_folders.step(number)) };
    CHECK(prepared.files.create());
    auto variables = m_context.variables(environment);
    variables.insert(prepared.files.environment());
    prepared.spec = specFor(variables, arguments, prepared.files.folder());
    prepared.spec.workingDirectory = folder;
    prepared.spec.timeout = limit;
    if (!step.timeoutMinutes.isEmpty()) {
        TRY(const auto own, minutesOf(step.timeoutMinutes, scope));
        prepared.spec.timeout = std::min(limit, own);
    }
    return prepared;
}

Result<QString> StepRunner::workingDirectory(const WorkflowStep &step, const ExpressionScope &scope) const
{
    const QString written
        = step.workingDirectory.isEmpty() ? m_plan.job.defaults.workingDirectory : step.workingDirectory;
    TRY(QString folder, expression::interpolate(written, scope));
    const QString workspace = m_folders.repository();
    if (folder == workspace || folder.startsWith(workspace + QLatin1Char('/')))
        folder = folder.mid(workspace.size() + 1);
    if (folder.isEmpty() || folder == QLatin1String(".") || folder == QLatin1String("./"))
        return workspace;
    TRY(const QString path, base::pathBelow(workspace, folder));
    if (!QFileInfo(path).isDir())
        return fail(ErrorCode::NotFound, QStringLiteral("The working-directory %1 does not exist").arg(folder));
    return path;
}

Result<QStringList> StepRunner::command(const WorkflowStep &step, int number, const ExpressionScope &scope) const
{
    TRY(const QString script, expression::interpolate(step.run, scope));
    const QString file = QStringLiteral("%1/step-%2.sh").arg(m_folders.scripts()).arg(number);
    CHECK(writePlainFile(file, script.toUtf8() + '\n'));
    // The commands that GitHub documents: a shell that is named also fails in the middle of a pipe.
    const QString shell = step.shell.isEmpty() ? m_plan.job.defaults.shell : step.shell;
    // By its full path, so that a step that sets PATH still gets its shell.
    const auto program = [](const QString &name) {
        const QString path = process::findProgram(name);
        return path.isEmpty() ? name : path;
    };
    if (shell == QLatin1String("sh"))
        return QStringList { program(QStringLiteral("sh")), QStringLiteral("-e"), file };
    if (shell == QLatin1String("bash")) {
        return QStringList { program(QStringLiteral("bash")), QStringLiteral("--noprofile"), QStringLiteral("--norc"),
                             QStringLiteral("-eo"),           QStringLiteral("pipefail"),    file };
    }
    return QStringList { program(QStringLiteral("bash")), QStringLiteral("-e"), file };
}

process::ProcessSpec StepRunner::specFor(const QMap<QString, QString> &variables, const QStringList &command,
                                         const QString &stepFolder) const
{
    process::ProcessSpec spec;
    spec.program = QStringLiteral("env");
    for (auto it = variables.cbegin(); it != variables.cend(); ++it) {
        if (isVariableName(it.key()))
            spec.arguments.append(it.key() + QLatin1Char('=') + it.value());
    }
    spec.arguments.append(command);
    spec.environment = process::baseEnvironment();
    spec.environment.insert(QStringLiteral("HOME"), m_folders.home());
    spec.workingDirectory = m_folders.repository();
    spec.maxOutput = 64 * 1024; // the log has the lines
    spec.maxLine = 256 * 1024;
    process::SandboxProfile profile;
    profile.writable = { m_folders.repository(), m_folders.home(), m_folders.temp(), stepFolder };
    profile.readable = { m_plan.repository, m_folders.scripts() };
    profile.network = m_plan.network;
    spec.sandbox = profile;
    return spec;
}

StepOutcome StepRunner::concluded(const process::ProcessOutcome &outcome, const Prepared &prepared)
{
    switch (outcome.end) {
    case ProcessEnd::Cancelled:
        m_log.error(QStringLiteral("The run was cancelled"));
        return { CiState::Cancelled, outcome.exitCode, {}, {} };
    case ProcessEnd::FailedToStart:
        m_log.error(outcome.error);
        return unsupported(QStringLiteral("A step could not be started: %1").arg(outcome.error));
    case ProcessEnd::TimedOut:
        m_log.error(QStringLiteral("The step was stopped after %1 s, its time limit")
                        .arg(std::chrono::duration<double>(prepared.spec.timeout).count(), 0, 'f', 1));
        return failed(outcome.exitCode);
    case ProcessEnd::Crashed:
        m_log.error(QStringLiteral("The shell was ended by a signal"));
        return failed(outcome.exitCode);
    case ProcessEnd::Finished:
        break;
    }
    const auto outputs = takeAssignments(prepared.files);
    if (outcome.exitCode != 0)
        m_log.error(QStringLiteral("Process completed with exit code %1.").arg(outcome.exitCode));
    if (!outputs) {
        m_log.error(outputs.error().message);
        return failed(outcome.exitCode == 0 ? 1 : outcome.exitCode);
    }
    return { outcome.exitCode == 0 ? CiState::Success : CiState::Failure, outcome.exitCode, *outputs, {} };
}

Result<QMap<QString, QString>> StepRunner::takeAssignments(const CommandFiles &files)
{
    TRY(const auto environment, files.assignedEnvironment());
    TRY(const auto paths, files.paths());
    TRY(const auto outputs, files.outputs());
    m_context.assign(environment);
    for (const auto &path : paths)
        m_context.addPath(path);
    return outputs;
}

QCoro::Task<StepOutcome> StepRunner::setUp(WorkflowStep step, QString program, int number, std::stop_token stop)
{
    const CommandFiles files(m_folders.step(number));
    const auto created = files.create();
    if (!created)
        co_return unsupported(created.error().message);
    const QStringList command { QStringLiteral("sh"), QStringLiteral("-c"), QLatin1String(setUpScript),
                                QStringLiteral("setup"), program };
    auto spec = specFor(m_context.variables({}), command, files.folder());
    spec.timeout = std::chrono::minutes(1);
    const process::LineSink sink
        = [log = &m_log](process::OutputChannel, const QByteArray &line) { log->output(line); };
    const auto outcome = co_await m_runner.run(spec, sink, stop);
    if (outcome.end == ProcessEnd::Finished && outcome.exitCode == 127) {
        const QString reason
            = QStringLiteral("The workflow uses %1, but %2 is not installed on this machine").arg(step.uses, program);
        m_log.error(reason);
        co_return unsupported(reason);
    }
    const Prepared prepared { spec, files };
    auto result = concluded(outcome, prepared);
    if (result.state == CiState::Success && program == QLatin1String("python3")) {
        m_context.addPath(m_folders.home() + QStringLiteral("/.local/bin"));
        m_context.addPath(m_folders.temp() + QStringLiteral("/tools/bin"));
        // What pip installs goes to the job's own home; a distribution's marker against that is for people's systems.
        const QMap<QString, QString> pip { { QStringLiteral("PIP_BREAK_SYSTEM_PACKAGES"), QStringLiteral("1") } };
        m_context.assign(pip);
    }
    co_return result;
}

} // namespace slipway::forge
