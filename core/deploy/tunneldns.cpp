// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/tunneldns.h"

#include <QDir>
#include <QRegularExpression>

namespace slipway::deploy {

namespace {

constexpr std::chrono::seconds patience(60);

Error refusal(const QString &host, const QString &said)
{
    if (said.contains(QLatin1String("record with that host already exists"))
        || said.contains(QLatin1String("record already exists with that host"))) {
        return { ErrorCode::Conflict, QStringLiteral("%1 already has a DNS record that leads elsewhere").arg(host),
                 QStringLiteral("Allow Slipway to overwrite it, or remove it in Cloudflare's dashboard"), said };
    }
    if (said.contains(QLatin1String("origin cert"))) {
        return { ErrorCode::Denied,
                 QStringLiteral("Cloudflare is not logged in, so %1 cannot get a DNS record").arg(host),
                 QStringLiteral("Run: cloudflared tunnel login"), said };
    }
    if (said.contains(QLatin1String("Authentication error"))) {
        return { ErrorCode::Denied, QStringLiteral("Cloudflare refuses the login for %1").arg(host),
                 QStringLiteral("Run: cloudflared tunnel login (its certificate is for one zone only)"), said };
    }
    if (said.contains(QLatin1String("neither the ID nor the name"))) {
        return { ErrorCode::NotFound, QStringLiteral("The account has no such tunnel"),
                 QStringLiteral("Correct SLIPWAY_TUNNEL, or `tunnel:` in its configuration"), said };
    }
    return { ErrorCode::Unavailable, QStringLiteral("The DNS record of %1 could not be made").arg(host),
             QStringLiteral("Check the network; it is tried again at the next deploy"), said };
}

} // namespace

bool isTunnelId(const QString &text)
{
    static const QRegularExpression uuid(QStringLiteral("^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"));
    return uuid.match(text).hasMatch();
}

TunnelDns::TunnelDns(QString program, process::ProcessRunner &runner)
    : m_program(std::move(program))
    , m_runner(runner)
{
}

Async<> TunnelDns::route(QString tunnel, QString host, bool overwrite, QString configPath)
{
    process::ProcessSpec spec;
    spec.program = m_program;
    spec.arguments << QStringLiteral("tunnel") << QStringLiteral("route") << QStringLiteral("dns");
    if (overwrite)
        spec.arguments << QStringLiteral("--overwrite-dns"); // behind the names it would not be read
    spec.arguments << tunnel << host;
    spec.workingDirectory = QDir::rootPath();
    spec.environment = process::baseEnvironment();
    spec.timeout = patience;
    const auto outcome = co_await m_runner.run(spec);
    if (outcome.end == process::ProcessEnd::FailedToStart)
        co_return fail(ErrorCode::Unavailable, outcome.error, QStringLiteral("Install cloudflared"));
    const QString said = QString::fromUtf8(outcome.err + outcome.out).trimmed();
    static const QRegularExpression answer(QStringLiteral(
        "(?:Added CNAME (\\S+) which will route|(\\S+) is already configured to route).*tunnelID=(\\S+)"));
    const auto match = answer.match(said);
    if (!outcome.ok() || !match.hasMatch())
        co_return std::unexpected(refusal(host, said.right(1000)));
    const QString named = match.captured(1).isEmpty() ? match.captured(2) : match.captured(1);
    if (named != host) {
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("Cloudflare made the record %1 instead of %2").arg(named, host),
                       QStringLiteral("The login is for another zone: cloudflared tunnel login for that of %1, and "
                                      "remove the wrong record in the dashboard")
                           .arg(host));
    }
    if (isTunnelId(tunnel) && match.captured(3) != tunnel) {
        co_return fail(ErrorCode::Invalid,
                       QStringLiteral("The record of %1 leads to another tunnel (%2)").arg(host, match.captured(3)),
                       QStringLiteral("Correct `credentials-file` in %1").arg(configPath));
    }
    co_return {};
}

} // namespace slipway::deploy
