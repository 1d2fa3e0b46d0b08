// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerclient.h"

#include "core/deploy/dockererrors.h"

#include <QDir>
#include <QJsonDocument>

#include <array>

namespace slipway::deploy {

namespace {

constexpr std::chrono::milliseconds pingTimeout(3000);
constexpr std::array passed { "DOCKER_HOST",       "DOCKER_CONTEXT", "DOCKER_CONFIG",   "DOCKER_CERT_PATH",
                              "DOCKER_TLS_VERIFY", "CONTAINER_HOST", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME",
                              "SSH_AUTH_SOCK",     "HTTP_PROXY",     "HTTPS_PROXY",     "NO_PROXY",
                              "http_proxy",        "https_proxy",    "no_proxy" };

bool isMissing(const process::ProcessOutcome &outcome)
{
    return outcome.err.contains("No such") || outcome.err.contains("no such") || outcome.err.contains("not known")
        || outcome.err.contains("does not exist") || outcome.err.contains(" not found");
}

} // namespace

DockerClient::DockerClient(process::ProcessRunner &runner, QString program, QMap<QString, QString> environment)
    : m_runner(runner)
    , m_program(std::move(program))
    , m_environment(process::baseEnvironment())
{
    for (const char *name : passed) {
        if (qEnvironmentVariableIsSet(name))
            m_environment.insert(QLatin1String(name), qEnvironmentVariable(name));
    }
    m_environment.insert(environment);
}

bool DockerClient::isPodman() const
{
    return m_program.section(QLatin1Char('/'), -1).startsWith(QLatin1String("podman"));
}

DockerClient::Call DockerClient::call(QString what, QStringList arguments)
{
    Call call;
    call.what = std::move(what);
    call.arguments = std::move(arguments);
    return call;
}

QCoro::Task<process::ProcessOutcome> DockerClient::run(Call call, process::LineSink sink, std::stop_token stop)
{
    process::ProcessSpec spec;
    spec.program = m_program;
    spec.arguments = call.arguments;
    spec.workingDirectory = QDir::rootPath();
    spec.environment = m_environment;
    spec.environment.insert(call.environment);
    spec.timeout = call.timeout;
    co_return co_await m_runner.run(spec, sink, stop);
}

QCoro::Task<bool> DockerClient::probesAtStart()
{
    if (isPodman())
        co_return false;
    const Call asking = call(QStringLiteral("Asking the engine's version"),
                             { QStringLiteral("version"), QStringLiteral("--format"),
                               QStringLiteral("{{.Client.APIVersion}} {{.Server.APIVersion}}") });
    const auto answer = co_await output(asking);
    if (!answer)
        co_return false;
    constexpr int firstMinor = 44; // API 1.44
    const QStringList versions = answer->trimmed().split(QLatin1Char(' '));
    const auto knows = [](const QString &version) {
        const int dot = static_cast<int>(version.indexOf(QLatin1Char('.')));
        return dot > 0 && (version.left(dot).toInt() > 1 || version.mid(dot + 1).toInt() >= firstMinor);
    };
    co_return versions.size() == 2 && std::ranges::all_of(versions, knows);
}

Error DockerClient::errorOf(const process::ProcessOutcome &outcome, const QString &what) const
{
    switch (outcome.end) {
    case process::ProcessEnd::FailedToStart:
        return { ErrorCode::Unavailable,
                 QStringLiteral("%1 cannot be started: %2").arg(m_program, outcome.error),
                 QStringLiteral("Install it, or set SLIPWAY_RUNTIME=process"),
                 {} };
    case process::ProcessEnd::TimedOut:
        return { ErrorCode::Timeout, QStringLiteral("%1 took too long").arg(what),
                 QStringLiteral("Check that the container engine is well"), QString::fromUtf8(outcome.err) };
    case process::ProcessEnd::Cancelled:
        return { ErrorCode::Cancelled, QStringLiteral("%1 was cancelled").arg(what), {}, {} };
    case process::ProcessEnd::Finished:
    case process::ProcessEnd::Crashed:
        break;
    }
    return dockerError(m_program, what, QString::fromUtf8(outcome.out), QString::fromUtf8(outcome.err));
}

Async<QString> DockerClient::output(Call call, std::stop_token stop)
{
    const QString what = call.what;
    const auto outcome = co_await run(std::move(call), {}, stop);
    if (!outcome.ok())
        co_return std::unexpected(errorOf(outcome, what));
    co_return QString::fromUtf8(outcome.out).trimmed();
}

Async<QJsonArray> DockerClient::inspect(QString kind, QStringList names)
{
    if (names.isEmpty())
        co_return QJsonArray();
    Call call;
    call.what = QStringLiteral("Looking at a %1").arg(kind);
    call.arguments << kind << QStringLiteral("inspect") << names;
    const auto outcome = co_await run(call);
    if (!outcome.ok() && !(outcome.end == process::ProcessEnd::Finished && isMissing(outcome)))
        co_return std::unexpected(errorOf(outcome, call.what));
    co_return QJsonDocument::fromJson(outcome.out).array(); // those that exist are printed also when one does not
}

Async<> DockerClient::ping()
{
    Call call;
    call.what = QStringLiteral("Asking the container engine");
    call.timeout = pingTimeout;
    if (isPodman())
        call.arguments << QStringLiteral("info") << QStringLiteral("--format") << QStringLiteral("{{.Host.OS}}");
    else
        call.arguments << QStringLiteral("version") << QStringLiteral("--format")
                       << QStringLiteral("{{.Server.Version}}");
    const auto answer = co_await output(call);
    if (!answer)
        co_return forward(answer);
    co_return {};
}

} // namespace slipway::deploy
