// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/forge/gitscratch.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QProcessEnvironment>

namespace slipway::test {

GitResult git(const QString &folder, const QStringList &arguments, const QString &globalConfig)
{
    QProcess process;
    process.setWorkingDirectory(folder);
    auto environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("GIT_CONFIG_GLOBAL"),
                       globalConfig.isEmpty() ? QStringLiteral("/dev/null") : globalConfig);
    environment.insert(QStringLiteral("GIT_CONFIG_SYSTEM"), QStringLiteral("/dev/null"));
    for (const char *who : { "AUTHOR", "COMMITTER" }) {
        environment.insert(QStringLiteral("GIT_%1_NAME").arg(QLatin1String(who)), QStringLiteral("Tester"));
        environment.insert(QStringLiteral("GIT_%1_EMAIL").arg(QLatin1String(who)), QStringLiteral("tester@localhost"));
    }
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("git"), arguments);
    process.waitForFinished(-1);
    return { process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError() };
}

QString gitOut(const QString &folder, const QString &arguments)
{
    const auto result = git(folder, arguments.split(QLatin1Char(' '), Qt::SkipEmptyParts));
    if (result.exitCode != 0)
        qFatal("git %s: %s", qPrintable(arguments), result.err.constData());
    return QString::fromUtf8(result.out).trimmed();
}

GitScratch::GitScratch()
{
    gitOut(path(), QStringLiteral("init -q -b scratch"));
}

void GitScratch::fetch(const QString &from)
{
    gitOut(path(), QStringLiteral("fetch -q --no-tags %1 +refs/heads/*:refs/seen/*").arg(from));
}

QString GitScratch::commit(const QString &parent, const QMap<QString, QByteArray> &files, const QString &message)
{
    if (parent.isEmpty()) {
        gitOut(path(), QStringLiteral("update-ref -d HEAD"));
        gitOut(path(), QStringLiteral("read-tree --empty"));
    } else {
        gitOut(path(), QStringLiteral("checkout -q -f --detach %1").arg(parent));
    }
    for (auto it = files.cbegin(); it != files.cend(); ++it) {
        const QString file = path() + QLatin1Char('/') + it.key();
        QDir().mkpath(QFileInfo(file).path());
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(it.value()) != it.value().size())
            qFatal("cannot write %s", qPrintable(file));
        out.close();
        gitOut(path(), QStringLiteral("add -f %1").arg(it.key()));
    }
    const auto made = git(path(),
                          { QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("--allow-empty"),
                            QStringLiteral("-m"), message });
    if (made.exitCode != 0)
        qFatal("git commit: %s", made.err.constData());
    return gitOut(path(), QStringLiteral("rev-parse HEAD"));
}

} // namespace slipway::test
