// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/proxyroutes.h"

#include "core/base/files.h"
#include "core/deploy/deploylog.h"
#include "core/deploy/servicename.h"

#include <QJsonObject>

namespace slipway::deploy {

namespace {

// A fresh connection to the app for each request: none can meet an app that is just closing it, and none clings to the
// old app. Clients keep theirs; at a reload each is closed by an answer, never between two. A request that met the old app
// in the moment of its end goes to the other one: always if no connection came about (a container's port accepts even
// then, and closes without a word), and only what may be asked twice.
constexpr const char *head = R"(# Made by Slipway at each deploy; changes made by hand are lost.
global
    description @NAME@
    stats socket "@SOCKET@" mode 600 level admin expose-fd listeners
    hard-stop-after 12h
    maxconn 2000
    no strict-limits
    nbthread 2
    tune.bufsize 65536
@USER@
defaults
    mode http
    option http-server-close
    option idle-close-on-response
    retries 3
    option redispatch 1
    retry-on conn-failure empty-response
    timeout connect 2s
    timeout client 1h
    timeout server 1h
    timeout http-request 30s
    timeout http-keep-alive 90s
    timeout queue 10s
    timeout tunnel 24h
)";

constexpr const char *project = R"(
frontend @P@
    bind 127.0.0.1:@PUBLIC@
    http-request disable-l7-retry unless METH_GET or METH_HEAD
    default_backend @P@
backend @P@
    server a 127.0.0.1:@A@
    server b 127.0.0.1:@B@
)";

} // namespace

ProxyRoutes ProxyRoutes::load(const QString &path)
{
    ProxyRoutes routes;
    const auto json = base::readJsonObject(path);
    if (!json) {
        if (json.error().code != ErrorCode::NotFound)
            qCWarning(lcDeploy, "%s; starting without it", qUtf8Printable(json.error().message));
        return routes;
    }
    routes.generation = json->value(QLatin1String("generation")).toInt();
    const auto projects = json->value(QLatin1String("projects")).toObject();
    for (auto it = projects.begin(); it != projects.end(); ++it) {
        const auto entry = it->toObject();
        const ProxyRoute route { entry.value(QLatin1String("public")).toInt(),
                                 entry.value(QLatin1String("inner")).toInt(),
                                 entry.value(QLatin1String("second")).toBool() };
        if (route.publicPort > 0 && route.innerPort > 0 && isServiceName(it.key()))
            routes.projects.insert(it.key(), route);
    }
    return routes;
}

Result<> ProxyRoutes::save(const QString &path) const
{
    QJsonObject list;
    for (auto it = projects.begin(); it != projects.end(); ++it) {
        list.insert(it.key(),
                    QJsonObject { { QStringLiteral("public"), it->publicPort },
                                  { QStringLiteral("inner"), it->innerPort },
                                  { QStringLiteral("second"), it->second } });
    }
    return base::writeJsonObject(
        path, { { QStringLiteral("generation"), generation }, { QStringLiteral("projects"), list } });
}

QByteArray ProxyRoutes::haproxyConfig(const QString &socketPath, bool dropRoot) const
{
    QString text = QLatin1String(head);
    text.replace(QLatin1String("@NAME@"), QStringLiteral("slipway-%1").arg(generation));
    text.replace(QLatin1String("@SOCKET@"), socketPath);
    text.replace(QLatin1String("@USER@"), dropRoot ? QStringLiteral("    uid 65534\n    gid 65534\n") : QString());
    for (auto it = projects.begin(); it != projects.end(); ++it) {
        QString block = QLatin1String(project);
        const QString serving = QString::number(it->innerPort);
        const QString idle = QStringLiteral("1 disabled");
        block.replace(QLatin1String("@P@"), it.key());
        block.replace(QLatin1String("@PUBLIC@"), QString::number(it->publicPort));
        block.replace(QLatin1String("@A@"), it->second ? idle : serving);
        block.replace(QLatin1String("@B@"), it->second ? serving : idle);
        text += block;
    }
    return text.toUtf8();
}

} // namespace slipway::deploy
