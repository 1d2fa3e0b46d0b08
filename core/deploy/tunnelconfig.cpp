// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/tunnelconfig.h"

#include "core/base/files.h"

#include <QFile>
#include <QFileInfo>

#include <sys/stat.h>
#include <unistd.h>

namespace slipway::deploy {

namespace {

constexpr std::chrono::seconds examineTimeout(15);

/// Mode and owner of the file that it replaces.
void takeOver(const QString &path, const struct stat &former)
{
    const QByteArray name = QFile::encodeName(path);
    if (::geteuid() == 0 && ::chown(name.constData(), former.st_uid, former.st_gid) != 0)
        return; // it stays ours, and as closed as it was made
    ::chmod(name.constData(), former.st_mode & 07777);
}

} // namespace

TunnelConfig::TunnelConfig(QString path, QString program, process::ProcessRunner &runner)
    : m_path(std::move(path))
    , m_program(std::move(program))
    , m_runner(runner)
{
}

QString TunnelConfig::target() const
{
    const QString real = QFileInfo(m_path).canonicalFilePath();
    return real.isEmpty() ? m_path : real;
}

Result<IngressFile> TunnelConfig::read() const
{
    const auto bytes = base::readFile(target());
    if (!bytes) {
        return fail(bytes.error().code, QStringLiteral("The tunnel's configuration %1 cannot be read").arg(m_path),
                    QStringLiteral("Make the tunnel with `cloudflared tunnel create`, write that file, or set "
                                   "SLIPWAY_CLOUDFLARED_CONFIG"),
                    bytes.error().message);
    }
    return IngressFile::parse(*bytes);
}

Async<> TunnelConfig::examine(QString path)
{
    process::ProcessSpec spec;
    spec.program = m_program;
    spec.arguments << QStringLiteral("tunnel") << QStringLiteral("--config") << path << QStringLiteral("ingress")
                   << QStringLiteral("validate");
    spec.workingDirectory = QFileInfo(path).path();
    spec.environment = process::baseEnvironment();
    spec.timeout = examineTimeout;
    const auto outcome = co_await m_runner.run(spec);
    if (outcome.end == process::ProcessEnd::FailedToStart)
        co_return {}; // not installed: our own check has to do
    // A misplaced flag prints the help and ends with 0, so only the line counts; unknown keys are the owner's affair.
    const QByteArray out = '\n' + outcome.out + '\n';
    if (outcome.ok() && (out.contains("\nOK\n") || out.contains("unused keys detected")))
        co_return {};
    const QString said = QString::fromUtf8(outcome.err + outcome.out).trimmed();
    co_return fail(ErrorCode::Invalid,
                   QStringLiteral("cloudflared refuses the tunnel's configuration: %1")
                       .arg(said.section(QLatin1Char('\n'), 0, 0).left(300)),
                   QStringLiteral("Nothing was changed; correct %1").arg(m_path), said.right(2000));
}

Async<> TunnelConfig::write(IngressFile file)
{
    CO_CHECK(checkIngress(file.rules()));
    const QString real = target();
    const QByteArray realName = QFile::encodeName(real);
    const QString folder = QFileInfo(real).path();
    const QString trial = folder + QStringLiteral("/.slipway-%1.yml").arg(::getpid());
    const auto written = base::writeFileAtomically(trial, file.bytes());
    if (!written || ::access(realName.constData(), W_OK) != 0) {
        QFile::remove(trial);
        co_return fail(ErrorCode::Denied, QStringLiteral("You may not write %1").arg(real),
                       QStringLiteral("Run once: sudo setfacl -m u:$USER:rwx %2 && sudo setfacl -m u:$USER:rw %1")
                           .arg(real, folder));
    }
    const auto good = co_await examine(trial);
    if (!good) {
        QFile::remove(trial);
        co_return good;
    }
    struct stat former {};
    auto done = ::stat(realName.constData(), &former) == 0
        ? Result<>()
        : fail(ErrorCode::NotFound, QStringLiteral("%1 is gone").arg(real));
    const auto before = base::readFile(real);
    const QString backup = real + QStringLiteral(".slipway-backup");
    if (done && before)
        done = base::writeFileAtomically(backup, *before);
    if (done) {
        takeOver(backup, former);
        takeOver(trial, former);
        if (::rename(QFile::encodeName(trial).constData(), realName.constData()) != 0)
            done = fail(ErrorCode::Internal, QStringLiteral("%1 could not be replaced").arg(real));
    }
    QFile::remove(trial);
    co_return done;
}

Result<> TunnelConfig::restore(const QByteArray &bytes) const
{
    const QString real = target();
    struct stat former {};
    const bool known = ::stat(QFile::encodeName(real).constData(), &former) == 0;
    CHECK(base::writeFileAtomically(real, bytes));
    if (known)
        takeOver(real, former);
    return {};
}

} // namespace slipway::deploy
