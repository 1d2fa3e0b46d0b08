// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"

#include <QDir>
#include <QEventLoop>
#include <QFile>
#include <QJsonDocument>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QNetworkRequest>

#include <csignal>

namespace slipway::test {

QJsonObject CommandEnd::json() const
{
    return QJsonDocument::fromJson(out).object();
}

SlipwayHome::SlipwayHome()
{
    setEnvironment(QStringLiteral("SLIPWAY_HOME"), m_folder.path());
    setEnvironment(QStringLiteral("SLIPWAY_DASHBOARD"), QStringLiteral("127.0.0.1:0"));
    setEnvironment(QStringLiteral("SLIPWAY_AGENT"), QStringLiteral("replay"));
    setEnvironment(QStringLiteral("SLIPWAY_RUNTIME"), QStringLiteral("process"));
    setEnvironment(QStringLiteral("NO_COLOR"), QStringLiteral("1"));
}

SlipwayHome::~SlipwayHome()
{
    // Services outlive their engine by design: the supervisor's pid files say which are ours.
    for (const QString &project :
         QDir(path(QStringLiteral(".ai-dev-pipeline/deploy"))).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        const auto ended = run({ QStringLiteral("undeploy"), project, QStringLiteral("--json") });
        Q_UNUSED(ended)
    }
}

QProcessEnvironment SlipwayHome::environment() const
{
    const auto ours = QProcessEnvironment::systemEnvironment();
    QProcessEnvironment environment = m_isEmptied ? QProcessEnvironment() : ours;
    for (const char *name : { "PATH", "LANG", "LC_ALL" }) {
        if (m_isEmptied && ours.contains(QLatin1String(name)))
            environment.insert(QLatin1String(name), ours.value(QLatin1String(name)));
    }
    for (auto it = m_extra.begin(); it != m_extra.end(); ++it)
        environment.insert(it.key(), it.value());
    return environment;
}

void SlipwayHome::setEnvironment(const QString &name, const QString &value)
{
    m_extra.insert(name, value);
}

void SlipwayHome::emptyEnvironment()
{
    m_isEmptied = true;
    setEnvironment(QStringLiteral("HOME"), m_folder.path());
}

void SlipwayHome::setWrapper(const QStringList &command)
{
    m_wrapper = command;
}

QString SlipwayHome::path(const QString &below) const
{
    return m_folder.filePath(below);
}

std::unique_ptr<QProcess> SlipwayHome::start(const QStringList &arguments) const
{
    auto process = std::make_unique<QProcess>();
    process->setProcessEnvironment(environment());
    process->setStandardInputFile(QProcess::nullDevice());
    const QStringList command
        = m_wrapper + QStringList { QStringLiteral(SLIPWAY_BINARY_DIR "/bin/slipway") } + arguments;
    process->start(command.first(), command.mid(1));
    process->waitForStarted();
    return process;
}

CommandEnd SlipwayHome::run(const QStringList &arguments, int timeoutMs) const
{
    const auto process = start(arguments);
    if (!process->waitForFinished(timeoutMs)) {
        process->terminate();
        process->waitForFinished(15000);
        return { -2, process->readAllStandardOutput(), process->readAllStandardError() + "\n(timed out)" };
    }
    return { process->exitStatus() == QProcess::NormalExit ? process->exitCode() : -3, process->readAllStandardOutput(),
             process->readAllStandardError() };
}

QString SlipwayHome::projectFolder() const
{
    const QString projects = path(QStringLiteral("ai-dev-pipeline/projects"));
    return projects + QLatin1Char('/') + QDir(projects).entryList(QDir::Dirs | QDir::NoDotAndDotDot).value(0);
}

namespace {
QByteArray outputOf(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.start(program, arguments);
    process.waitForFinished();
    return process.readAllStandardOutput();
}
} // namespace

QByteArray SlipwayHome::git(const QStringList &arguments) const
{
    return outputOf(
        QStringLiteral("git"),
        QStringList { QStringLiteral("-C"), path(QStringLiteral(".ai-dev-pipeline/forge/local/url-shortener.git")) }
            + arguments);
}

QByteArray SlipwayHome::redis(const QStringList &arguments) const
{
    return outputOf(QStringLiteral("redis-cli"),
                    QStringList { QStringLiteral("-s"), path(QStringLiteral(".ai-dev-pipeline/redis.sock")) }
                        + arguments);
}

int SlipwayHome::httpStatus(const QString &url, QByteArray *body, const QByteArray &post)
{
    QNetworkAccessManager manager;
    QNetworkRequest request { QUrl(url) };
    request.setTransferTimeout(5000);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QStringLiteral("application/json"));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    const std::unique_ptr<QNetworkReply> reply(post.isEmpty() ? manager.get(request) : manager.post(request, post));
    QEventLoop loop;
    QObject::connect(reply.get(), &QNetworkReply::finished, &loop, &QEventLoop::quit);
    if (!reply->isFinished())
        loop.exec();
    if (body)
        *body = reply->readAll();
    return reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

} // namespace slipway::test
