// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/programfolders.h"

#include "core/base/redaction.h"
#include "core/process/processrunner.h"

#include <QFileInfo>

namespace slipway::agents {

namespace {

void addFolder(QStringList &folders, const QString &folder)
{
    const bool isSystem = folder.startsWith(QLatin1String("/usr/")) || folder == QLatin1String("/bin")
        || folder == QLatin1String("/sbin") || folder.startsWith(QLatin1String("/lib"));
    if (!folder.isEmpty() && folder != QLatin1String("/") && !isSystem && !folders.contains(folder))
        folders.append(folder);
}

} // namespace

QStringList programFolders(const QString &program)
{
    QStringList folders;
    const QFileInfo info(program);
    const QString target = info.canonicalFilePath();
    addFolder(folders, info.absolutePath());
    addFolder(folders, QFileInfo(target).absolutePath());
    // An npm package starts files of its neighbours (platform packages), so the whole of node_modules has to be seen.
    const qsizetype modules = target.indexOf(QLatin1String("/node_modules/"));
    if (modules >= 0) {
        addFolder(folders, target.left(modules) + QStringLiteral("/node_modules"));
        addFolder(
            folders,
            QFileInfo(QFileInfo(process::findProgram(QStringLiteral("node"))).canonicalFilePath()).absolutePath());
    }
    return folders;
}

QMap<QString, QString> passedEnvironment(const QStringList &names)
{
    static const QStringList network {
        QStringLiteral("HTTP_PROXY"),          QStringLiteral("HTTPS_PROXY"),  QStringLiteral("NO_PROXY"),
        QStringLiteral("http_proxy"),          QStringLiteral("https_proxy"),  QStringLiteral("no_proxy"),
        QStringLiteral("NODE_EXTRA_CA_CERTS"), QStringLiteral("SSL_CERT_FILE")
    };
    QMap<QString, QString> environment;
    const QStringList all = names + network;
    for (const QString &name : all) {
        const QString value = qEnvironmentVariable(name.toLatin1().constData());
        if (value.isEmpty())
            continue;
        environment.insert(name, value);
        if (name.endsWith(QLatin1String("KEY")) || name.endsWith(QLatin1String("TOKEN")))
            base::addSecret(value);
    }
    return environment;
}

} // namespace slipway::agents
