// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/drivers/passedenvironment.h"

#include "core/base/redaction.h"

#include <QFileInfo>

namespace slipway::agents {

QMap<QString, QString> passedEnvironment(const QStringList &names)
{
    static const QStringList network {
        QStringLiteral("HTTP_PROXY"),          QStringLiteral("HTTPS_PROXY"),   QStringLiteral("NO_PROXY"),
        QStringLiteral("http_proxy"),          QStringLiteral("https_proxy"),   QStringLiteral("no_proxy"),
        QStringLiteral("NODE_EXTRA_CA_CERTS"), QStringLiteral("SSL_CERT_FILE"),
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

QStringList certificateFiles(const QMap<QString, QString> &environment)
{
    QStringList files;
    for (const QString &name : { QStringLiteral("NODE_EXTRA_CA_CERTS"), QStringLiteral("SSL_CERT_FILE") }) {
        const QString file = environment.value(name);
        if (QFileInfo::exists(file))
            files.append(file);
    }
    return files;
}

} // namespace slipway::agents
