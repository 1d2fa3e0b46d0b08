// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/ingressrule.h"

#include <QRegularExpression>
#include <QStringList>
#include <QUrl>

namespace slipway::deploy {

namespace {

QString problemOfService(const QString &service)
{
    static const QStringList words { QStringLiteral("hello_world"), QStringLiteral("hello-world"),
                                     QStringLiteral("bastion"), QStringLiteral("socks-proxy") };
    static const QStringList schemes { QStringLiteral("http"), QStringLiteral("https"), QStringLiteral("ws"),
                                       QStringLiteral("wss"),  QStringLiteral("tcp"),   QStringLiteral("ssh"),
                                       QStringLiteral("rdp"),  QStringLiteral("smb") };
    if (words.contains(service) || service.startsWith(QLatin1String("unix:"))
        || service.startsWith(QLatin1String("unix+tls:")))
        return {};
    if (service.startsWith(QLatin1String("http_status:"))) {
        const int status = service.mid(12).toInt();
        return status >= 100 && status <= 999 ? QString() : QStringLiteral("%1 is no HTTP status").arg(service.mid(12));
    }
    const QUrl url(service, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty() || !schemes.contains(url.scheme()))
        return QStringLiteral("%1 is not an address with a scheme and a host").arg(service);
    return url.path().isEmpty() ? QString()
                                : QStringLiteral("%1 has a path, which a service may not have").arg(service);
}

QString problemOf(const IngressRule &rule, bool last)
{
    if (last && !rule.isCatchAll())
        return QStringLiteral("the last rule has to match everything (no hostname, no path)");
    if (!last && rule.isCatchAll())
        return QStringLiteral("it matches everything, so what follows is never reached");
    if (rule.hostname.contains(QLatin1Char(':')))
        return QStringLiteral("the hostname %1 contains a port").arg(rule.hostname);
    if (rule.hostname.lastIndexOf(QLatin1Char('*')) > 0
        || (rule.hostname.size() > 1 && rule.hostname.startsWith(QLatin1Char('*'))
            && !rule.hostname.startsWith(QLatin1String("*."))))
        return QStringLiteral("in %1 the * is not the whole first label").arg(rule.hostname);
    if (!rule.path.isEmpty() && !QRegularExpression(rule.path).isValid())
        return QStringLiteral("the path %1 is no regular expression").arg(rule.path);
    return problemOfService(rule.service);
}

} // namespace

bool IngressRule::matchesHost(const QString &host) const
{
    if (hostname.isEmpty() || hostname == QLatin1String("*") || hostname == host)
        return true;
    return hostname.startsWith(QLatin1String("*.")) && host.endsWith(QStringView(hostname).mid(1))
        && host.size() > hostname.size() - 1;
}

qsizetype matchingRule(const QList<IngressRule> &rules, const QString &host, const QString &path)
{
    for (qsizetype i = 0; i < rules.size(); ++i) {
        const auto &rule = rules.at(i);
        if (rule.matchesHost(host) && (rule.path.isEmpty() || QRegularExpression(rule.path).match(path).hasMatch()))
            return i;
    }
    return -1;
}

Result<> checkIngress(const QList<IngressRule> &rules)
{
    if (rules.isEmpty())
        return fail(ErrorCode::Invalid, QStringLiteral("The tunnel's configuration has no ingress rules"));
    for (qsizetype i = 0; i < rules.size(); ++i) {
        if (const QString problem = problemOf(rules.at(i), i + 1 == rules.size()); !problem.isEmpty())
            return fail(ErrorCode::Invalid, QStringLiteral("Ingress rule %1: %2").arg(i + 1).arg(problem));
    }
    return {};
}

} // namespace slipway::deploy
