// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/deploy/tunnelfixture.h"

#include "core/base/files.h"

#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QRandomGenerator>
#include <QTcpSocket>

#include <csignal>

namespace slipway::test {

namespace {
constexpr int visitors = 3;
constexpr int patienceMs = 15000;
} // namespace

TunnelFixture::TunnelFixture(DeployFixture &deploy)
    : m_deploy(deploy)
    , m_folder(deploy.path(QStringLiteral("tunnel")))
{
    QDir().mkpath(m_folder);
    if (!QFile::copy(QStringLiteral(SLIPWAY_TEST_FAKES "/cloudflared/cloudflared"), path("cloudflared")))
        qFatal("the stand-in for cloudflared cannot be copied");
    QFile::setPermissions(path("cloudflared"), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    write("cert.pem", "a certificate\n");
    write("tunnel.json", R"({"TunnelID": ")" + tunnelId() + "\"}\n");
}

TunnelFixture::~TunnelFixture()
{
    deploy::Connectors connectors(settings(), m_deploy.runner());
    if (const auto ended = await(connectors.stop()); !ended)
        qWarning("%s", qPrintable(ended.error().message));
}

deploy::TunnelSettings TunnelFixture::settings(const char *domain) const
{
    deploy::TunnelSettings settings;
    settings.domain = QLatin1String(domain);
    settings.program = path("cloudflared");
    settings.configPath = configPath();
    settings.folder = m_deploy.stateFolder() + QStringLiteral("/.tunnel");
    settings.selfPath = QCoreApplication::applicationFilePath();
    return settings;
}

QString TunnelFixture::path(const char *name) const
{
    return m_folder + QLatin1Char('/') + QLatin1String(name);
}

void TunnelFixture::write(const char *name, const QByteArray &content) const
{
    if (!base::writeFileAtomically(path(name), content))
        qFatal("cannot write %s", name);
}

QByteArray TunnelFixture::read(const char *name) const
{
    return base::readFile(path(name)).value_or(QByteArray());
}

QStringList TunnelFixture::calls(const char *containing) const
{
    return QString::fromUtf8(read("calls")).split(QLatin1Char('\n')).filter(QLatin1String(containing));
}

std::pair<int, QString> TunnelFixture::visit(const QString &host) const
{
    QStringList connectors;
    const QDir edge(path("edge"));
    const auto names = edge.entryList(QDir::Files);
    for (const QString &name : names) {
        const auto entry = base::readFile(edge.filePath(name)); // it may be gone by now
        const QStringList words = QString::fromUtf8(entry.value_or(QByteArray())).split(QLatin1Char(' '));
        if (words.size() == 2 && (words.at(1) == host || words.at(1) == QLatin1String("*")))
            connectors << words.first();
    }
    if (connectors.isEmpty())
        return { 530, QStringLiteral("no connector") };
    const auto chosen = QRandomGenerator::global()->bounded(connectors.size());
    QTcpSocket socket;
    socket.connectToHost(QStringLiteral("127.0.0.1"), connectors.at(chosen).toUShort());
    if (!socket.waitForConnected(patienceMs))
        return { 0, socket.errorString() };
    socket.write("GET / HTTP/1.0\r\nHost: " + host.toUtf8() + "\r\n\r\n");
    while (socket.waitForReadyRead(patienceMs)) { }
    const QByteArray answer = socket.readAll();
    const qsizetype end = answer.indexOf("\r\n\r\n");
    return { answer.split(' ').value(1).toInt(), QString::fromUtf8(answer.mid(end + 4)) };
}

Visitors::Visitors(const TunnelFixture &tunnel, QString host)
{
    for (int i = 0; i < visitors; ++i) {
        m_threads.emplace_back([this, &tunnel, host] {
            sigset_t all; // children end while it waits, and that is no failed visit
            ::sigfillset(&all);
            ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
            while (!m_done) {
                const auto [status, body] = tunnel.visit(host);
                ++m_visits;
                if (status == 200)
                    continue;
                const std::lock_guard lock(m_mutex);
                m_failures << QStringLiteral("%1 %2").arg(status).arg(body);
            }
        });
    }
}

Visitors::~Visitors()
{
    stop();
}

void Visitors::stop()
{
    m_done = true;
    for (auto &thread : m_threads)
        thread.join();
    m_threads.clear();
}

QStringList Visitors::failures() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures;
}

} // namespace slipway::test
