// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/login.h"

#include "app/cli/prompt.h"

#include "core/base/files.h"
#include "core/forge/github/githubforge.h"
#include "core/git/git.h"
#include "core/net/httpclient.h"
#include "core/process/hostprocessrunner.h"
#include "core/settings/secretstore.h"

#include <QFileInfo>
#include <QJsonObject>
#include <QStandardPaths>

#include <unistd.h>

namespace slipway::app {

using settings::Key;

namespace {

process::ProcessSpec toolSpec(const QString &program, const QStringList &arguments)
{
    process::ProcessSpec spec;
    spec.program = program;
    spec.arguments = arguments;
    spec.environment = process::baseEnvironment();
    spec.environment.insert(QStringLiteral("HOME"), QDir::homePath()); // where the tool keeps its own login
    spec.timeout = std::chrono::minutes(10);
    return spec;
}

} // namespace

Login::Login(const Home &home, const Output &output, std::stop_token stop)
    : m_home(home)
    , m_output(output)
    , m_stop(std::move(stop))
{
}

Async<QString> Login::readToken(QString question)
{
    if (::isatty(STDIN_FILENO) == 0) {
        QFile input;
        if (!input.open(STDIN_FILENO, QIODevice::ReadOnly))
            co_return fail(ErrorCode::Invalid, QStringLiteral("There is no token on standard input"));
        const QString token = QString::fromUtf8(input.readLine(4096)).trimmed();
        if (token.isEmpty())
            co_return fail(ErrorCode::Invalid, QStringLiteral("There is no token on standard input"),
                           QStringLiteral("Pipe it in, or run this on a terminal"));
        co_return token;
    }
    CO_TRY(const QString token, co_await askSecretly(question, m_stop));
    if (token.isEmpty())
        co_return fail(ErrorCode::Cancelled, QStringLiteral("No token was given"));
    co_return token;
}

Async<QString> Login::tokenOfGhCli()
{
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::None) };
    const QStringList arguments { QStringLiteral("auth"), QStringLiteral("token") };
    const auto outcome = co_await runner.run(toolSpec(QStringLiteral("gh"), arguments), {}, m_stop);
    const QString token = QString::fromUtf8(outcome.out).trimmed();
    if (!outcome.ok() || token.isEmpty())
        co_return fail(ErrorCode::Denied, QStringLiteral("The gh command is not signed in"),
                       QStringLiteral("Sign in with `gh auth login -s workflow`, or leave --from-gh out"),
                       QString::fromUtf8(outcome.err));
    co_return token;
}

Async<QJsonObject> Login::keep(QString service, QString setting, QString token, QString account)
{
    settings::KeychainSecretStore keychain;
    const auto kept = co_await keychain.write(setting, token);
    if (!kept) {
        Error error = kept.error();
        const QString variable = setting == QLatin1String("github.token")
            ? QStringLiteral("GITHUB_TOKEN_FILE")
            : QStringLiteral("SLIPWAY_DISCORD_TOKEN_FILE");
        error.message = QStringLiteral("The token of %1 works, but there is no keychain to keep it in").arg(account);
        error.hint = QStringLiteral("Put it into a file that only you can read and set %1 to its path").arg(variable);
        error.answered = true; // the service was reached
        co_return std::unexpected(std::move(error));
    }
    CO_CHECK(m_home.rememberInKeychain(setting));
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("service"), service },
                            { QStringLiteral("account"), account } };
}

Async<QJsonObject> Login::gitHub(bool fromGhCli)
{
    const QString question = QStringLiteral(
        "GitHub token (classic: repo, workflow; fine-grained: contents, issues, pull requests, workflows): ");
    CO_TRY(const QString token, fromGhCli ? co_await tokenOfGhCli() : co_await readToken(question));
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::None) };
    git::Git git(runner);
    const net::SystemTiming timing;
    forge::GitHubSettings settings;
    settings.apiRoot = QUrl(m_home.settings.string(Key::GithubApiUrl));
    settings.token = [token] { return token; };
    settings.stateFolder = m_home.paths.state;
    forge::GitHubForge gitHub(settings, git, timing);
    const auto account = co_await gitHub.account();
    co_await gitHub.drain();
    if (!account)
        co_return forward(account);
    if (!account->missingScopes.isEmpty()) {
        co_return fail(ErrorCode::Denied,
                       QStringLiteral("The token of %1 lacks: %2")
                           .arg(account->login, account->missingScopes.join(QStringLiteral(", "))),
                       QStringLiteral("Make one with these scopes at github.com/settings/tokens, and sign in again"));
    }
    co_return co_await keep(QStringLiteral("github"), QStringLiteral("github.token"), token, account->login);
}

Async<QJsonObject> Login::discord()
{
    CO_TRY(const QString token, co_await readToken(QStringLiteral("Discord bot token: ")));
    net::HttpClient client("Slipway (https://slipway.invalid, " SLIPWAY_VERSION ")");
    net::HttpRequest request;
    request.url = net::joinUrl(QUrl(m_home.settings.string(Key::DiscordApiUrl)), QStringLiteral("/users/@me"));
    request.headers.append({ "Authorization", "Bot " + token.toUtf8() });
    const auto answer = co_await client.send(request, m_stop);
    if (answer.status == 401)
        co_return fail(ErrorCode::Denied, QStringLiteral("Discord refuses this token"),
                       QStringLiteral("Copy the bot's token again from the developer portal (Bot, Reset Token)"));
    if (!answer.isSuccess())
        co_return fail(ErrorCode::Unavailable, QStringLiteral("Discord cannot be asked: %1").arg(answer.error),
                       QStringLiteral("Check the network, then try again"));
    const QString name = base::parseObject(answer.body).value(QLatin1String("username")).toString();
    co_return co_await keep(QStringLiteral("discord"), QStringLiteral("discord.token"), token, name);
}

Async<QJsonObject> Login::cloudflare()
{
    const QString program = m_home.settings.string(Key::CloudflaredPath);
    if (QStandardPaths::findExecutable(program).isEmpty()) {
        co_return fail(ErrorCode::NotFound, QStringLiteral("%1 is not installed").arg(program),
                       QStringLiteral("Install cloudflared, or set SLIPWAY_CLOUDFLARED to its path"));
    }
    m_output.progress(QStringLiteral("cloudflared shows an address: open it in a browser and choose the domain."));
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::None) };
    const auto show = [this](process::OutputChannel, const QByteArray &chunk) {
        m_output.progress(QString::fromUtf8(chunk).trimmed());
    };
    const QStringList arguments { QStringLiteral("tunnel"), QStringLiteral("login") };
    const auto outcome = co_await runner.run(toolSpec(program, arguments), show, m_stop);
    const QString certificate = QDir::homePath() + QStringLiteral("/.cloudflared/cert.pem");
    if (!outcome.ok() && !QFileInfo::exists(certificate)) {
        co_return fail(ErrorCode::Denied, QStringLiteral("cloudflared was not given access"),
                       QStringLiteral("Run `%1 tunnel login` to see why").arg(program), QString::fromUtf8(outcome.err));
    }
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("service"), QStringLiteral("cloudflare") },
                            { QStringLiteral("account"), certificate } };
}

} // namespace slipway::app
