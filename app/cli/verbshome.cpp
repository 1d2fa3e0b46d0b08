// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// The verbs about this home and machine: settings, accounts, what works here.
#include "app/cli/doctor.h"
#include "app/cli/login.h"
#include "app/cli/reports.h"
#include "app/cli/verbs.h"

namespace slipway::app {

QCoro::Task<int> Verbs::login()
{
    Login login(m_home, m_output, m_stop);
    const QString service = m_invocation.verb.section(QLatin1Char('.'), 1);
    Result<QJsonObject> result;
    if (service == QLatin1String("github"))
        result = co_await login.gitHub(m_invocation.arguments.value(QLatin1String("from_gh")).toBool());
    else if (service == QLatin1String("discord"))
        result = co_await login.discord();
    else
        result = co_await login.cloudflare();
    if (!result)
        co_return m_output.failure(result.error());
    m_output.document(*result);
    m_output.text(
        QStringLiteral("Signed in to %1: %2").arg(service, result->value(QLatin1String("account")).toString()));
    if (service == QLatin1String("discord"))
        m_output.text(
            QStringLiteral("Now say where and who (`slipway config set discord.channel ID`, discord.users), and "
                           "open the address that `slipway doctor` shows, which invites the bot."));
    co_return Done;
}

QCoro::Task<int> Verbs::config()
{
    const QString key = argument("key");
    if (m_invocation.verb == QLatin1String("config.set")) {
        const auto set = m_home.settings.set(key, argument("value"));
        if (!set)
            co_return m_output.failure(set.error());
    }
    const auto entry = [](const settings::Described &d) {
        return QJsonObject { { QStringLiteral("key"), d.name },
                             { QStringLiteral("value"), d.value },
                             { QStringLiteral("source"), d.source.text },
                             { QStringLiteral("environment"), d.environment },
                             { QStringLiteral("help"), d.help } };
    };
    if (!key.isEmpty()) {
        const auto described = m_home.settings.describe(key);
        if (!described)
            co_return m_output.failure(described.error());
        m_output.document(entry(*described));
        m_output.text(
            m_invocation.verb == QLatin1String("config.get")
                ? described->value
                : QStringLiteral("%1 = %2 (%3)").arg(described->name, described->value, described->source.text));
        co_return Done;
    }
    QJsonArray all;
    QList<QStringList> rows;
    const auto settings = m_home.settings.describe();
    for (const auto &described : settings) {
        all.append(entry(described));
        rows.append({ described.name, described.value, described.source.text, described.help });
    }
    m_output.document({ { QStringLiteral("settings"), all } });
    m_output.text(
        table({ QStringLiteral("key"), QStringLiteral("value"), QStringLiteral("from"), QStringLiteral("what") }, rows,
              m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::doctor()
{
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::Bubblewrap) };
    const auto findings = co_await examine(m_home, runner);
    m_output.document(doctorDocument(findings, m_home));
    m_output.text(doctorText(findings, m_home, m_output));
    co_return Done;
}

QCoro::Task<int> Verbs::completion()
{
    m_output.text(completionScript(argument("shell")));
    co_return Done;
}

} // namespace slipway::app
