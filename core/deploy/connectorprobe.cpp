// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/connectorprobe.h"

#include "core/base/completion.h"
#include "core/base/files.h"
#include "core/deploy/ingressfile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>

namespace slipway::deploy {

namespace {

constexpr std::chrono::seconds answerTimeout(3);
constexpr int firstDefaultPort = 20241; // cloudflared takes the first free one of five
constexpr int defaultPorts = 5;

QByteArray fileOf(const QString &pid, const char *name)
{
    QFile file(QStringLiteral("/proc/%1/%2").arg(pid, QLatin1String(name)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

bool isConnector(const QByteArrayList &words)
{
    // Also as an argument of an interpreter.
    const auto isProgram
        = [](const QByteArray &word) { return word == "cloudflared" || word.endsWith("/cloudflared"); };
    return std::ranges::any_of(words.first(std::min<qsizetype>(words.size(), 2)), isProgram) && words.contains("tunnel")
        && words.contains("run");
}

QString valueOf(const QByteArrayList &words, const QByteArray &flag)
{
    for (qsizetype i = 0; i < words.size(); ++i) {
        if (words.at(i) == flag && i + 1 < words.size())
            return QFile::decodeName(words.at(i + 1));
        if (words.at(i).startsWith(QByteArray(flag + '=')))
            return QFile::decodeName(words.at(i).mid(flag.size() + 1));
    }
    return {};
}

QString tunnelIn(const QString &configPath)
{
    const auto bytes = base::readFile(configPath);
    const auto file = bytes ? IngressFile::parse(*bytes) : Result<IngressFile>(IngressFile());
    return file ? file->tunnel() : QString();
}

} // namespace

Async<QJsonObject> ConnectorProbe::ask(int metricsPort, QString path)
{
    QNetworkAccessManager network;
    network.setProxy(QNetworkProxy::NoProxy);
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(metricsPort).arg(path)));
    request.setTransferTimeout(answerTimeout);
    QNetworkReply *const reply = network.get(request);
    const auto source = std::make_shared<base::CompletionSource<QJsonObject>>();
    QObject::connect(reply, &QNetworkReply::finished, reply, [source, reply] {
        const QByteArray body = reply->readAll();
        if (reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt() > 0)
            source->resolve(base::parseObject(body));
        else
            source->resolve(fail(ErrorCode::Unavailable, reply->errorString()));
    });
    co_return co_await source->completion();
}

QCoro::Task<int> ConnectorProbe::connections(int metricsPort)
{
    const auto ready = co_await ask(metricsPort, QStringLiteral("/ready"));
    co_return ready ? ready->value(QLatin1String("readyConnections")).toInt() : 0;
}

Async<QList<IngressRule>> ConnectorProbe::rules(int metricsPort)
{
    CO_TRY(const QJsonObject loaded, co_await ask(metricsPort, QStringLiteral("/config")));
    if (loaded.value(QLatin1String("version")).toInt(-1) >= 0) {
        co_return fail(
            ErrorCode::Unsupported,
            QStringLiteral("The tunnel's rules come from Cloudflare's dashboard, which makes config.yml void"),
            QStringLiteral("Add the rule there"));
    }
    QList<IngressRule> rules;
    const auto ingress = loaded.value(QLatin1String("config")).toObject().value(QLatin1String("ingress")).toArray();
    for (const auto &value : ingress) {
        const auto rule = value.toObject();
        rules << IngressRule { rule.value(QLatin1String("hostname")).toString(),
                               rule.value(QLatin1String("path")).toString(),
                               rule.value(QLatin1String("service")).toString() };
    }
    co_return rules;
}

QCoro::Task<int> ConnectorProbe::portOf(ForeignConnector connector)
{
    if (connector.metricsPort > 0)
        co_return connector.metricsPort;
    for (int port = firstDefaultPort; port < firstDefaultPort + defaultPorts; ++port) {
        const auto answer = co_await ask(port, QStringLiteral("/diag/configuration"));
        if (answer && answer->value(QLatin1String("config")).toString() == connector.configPath)
            co_return port;
    }
    co_return 0;
}

ForeignConnector ConnectorProbe::find(const QStringList &tunnel, const QString &defaultConfig, const QString &ownFolder)
{
    ForeignConnector unnamed;
    const QString own = QFileInfo(ownFolder).canonicalFilePath();
    const auto pids = QDir(QStringLiteral("/proc")).entryList(QDir::Dirs | QDir::NoDotAndDotDot);
    for (const QString &pid : pids) {
        if (pid.toLongLong() <= 0)
            continue;
        const QByteArrayList words = fileOf(pid, "cmdline").split('\0');
        if (!isConnector(words) || QFile::symLinkTarget(QStringLiteral("/proc/%1/cwd").arg(pid)) == own)
            continue;
        ForeignConnector found;
        found.pid = pid.toLongLong();
        found.byToken = !valueOf(words, "--token").isEmpty() || !valueOf(words, "--token-file").isEmpty();
        found.bySystemd = fileOf(pid, "cgroup").contains("cloudflared.service");
        found.metricsPort = valueOf(words, "--metrics").section(QLatin1Char(':'), -1).toInt();
        found.configPath = valueOf(words, "--config");
        if (found.configPath.isEmpty())
            found.configPath = defaultConfig;
        const QString named = QString::fromUtf8(words.last().isEmpty() ? words.value(words.size() - 2) : words.last());
        const bool same = tunnel.contains(named) || tunnel.contains(tunnelIn(found.configPath));
        if (same)
            return found;
        if (found.byToken && tunnel.isEmpty())
            unnamed = found;
    }
    return unnamed;
}

} // namespace slipway::deploy
