// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/orphanedsandboxes.h"
#include "core/process/processtree.h"
#include "tests/support/testmain.h"
#include "tests/unit/process/processtesting.h"

#include <QFile>
#include <QProcess>

#include <csignal>

using namespace slipway;
using namespace slipway::process;

/// Only what lost its Slipway and works in a folder of ours.
class TstOrphanedSandboxes final : public QObject {
    Q_OBJECT
    QTemporaryDir m_folder;
    pid_t m_sandbox = 0;
    QList<pid_t> m_inside;

    /// A sandbox over the folder, started by a shell that lives on or goes away.
    std::unique_ptr<QProcess> start(const QString &folder, bool parentStays)
    {
        const QString script
            = QStringLiteral("bwrap --ro-bind / / --unshare-pid --bind '%1' '%1' sleep 60 & echo $!; %2")
                  .arg(folder, parentStays ? QStringLiteral("wait") : QStringLiteral("exit"));
        auto shell = std::make_unique<QProcess>();
        shell->setProgram(QStringLiteral("/bin/sh"));
        shell->setArguments({ QStringLiteral("-c"), script });
        shell->setStandardErrorFile(QProcess::nullDevice());
        // The name that a sandbox's living parent has; exec of the shell would set its own.
        if (parentStays)
            shell->setProgram(m_folder.filePath(QStringLiteral("slipway-shell")));
        shell->start();
        if (shell->waitForReadyRead(30000))
            m_sandbox = shell->readLine().trimmed().toInt();
        return shell;
    }
    [[nodiscard]] bool isInside() const
    {
        QFile children(QStringLiteral("/proc/%1/task/%1/children").arg(m_sandbox));
        return children.open(QIODevice::ReadOnly) && !children.readAll().isEmpty();
    }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(QFile::link(QStringLiteral("/bin/sh"), m_folder.filePath(QStringLiteral("slipway-shell"))));
        if (QProcess::execute(QStringLiteral("bwrap"),
                              { QStringLiteral("--ro-bind"), QStringLiteral("/"), QStringLiteral("/"),
                                QStringLiteral("--unshare-pid"), QStringLiteral("true") })
            != 0)
            QSKIP("bubblewrap does not work here");
    }
    void cleanup()
    {
        if (m_sandbox > 0)
            m_inside.append(m_sandbox);
        for (const pid_t pid : std::as_const(m_inside))
            ::kill(pid, SIGKILL);
        m_inside.clear();
        m_sandbox = 0;
    }

    void endsOnlyOrphansOfOurFolders_data()
    {
        QTest::addColumn<QString>("folder");
        QTest::addColumn<bool>("parentStays");
        QTest::addColumn<bool>("ended");
        QTest::newRow("our folder itself") << QStringLiteral("ours") << false << true;
        QTest::newRow("below it") << QStringLiteral("ours/shop-1/tree") << false << true;
        QTest::newRow("a name that begins alike") << QStringLiteral("ours-not") << false << false;
        QTest::newRow("its Slipway lives") << QStringLiteral("ours") << true << false;
    }
    void endsOnlyOrphansOfOurFolders()
    {
        QFETCH(QString, folder);
        QFETCH(bool, parentStays);
        QFETCH(bool, ended);
        const QString path = m_folder.filePath(folder);
        QVERIFY(QDir().mkpath(path));
        const auto shell = start(path, parentStays);
        QVERIFY(m_sandbox > 0);
        QTRY_VERIFY_WITH_TIMEOUT(isInside(), 30000);
        m_inside = ProcessTree::descendants(m_sandbox);
        if (!parentStays)
            QTRY_COMPARE_WITH_TIMEOUT(shell->state(), QProcess::NotRunning, 30000);
        // Two where the one inside is met after the one outside has gone.
        const int gone = endOrphanedSandboxes({ m_folder.filePath(QStringLiteral("ours")) });
        QVERIFY2(ended ? gone >= 1 : gone == 0, qPrintable(QString::number(gone)));
        if (ended)
            QTRY_VERIFY_WITH_TIMEOUT(!isInside(), 30000);
        else
            QVERIFY(isInside());
        ::kill(m_sandbox, SIGKILL); // what the shell waits for
        QTRY_COMPARE_WITH_TIMEOUT(shell->state(), QProcess::NotRunning, 30000);
    }
};

SLIPWAY_TEST(TstOrphanedSandboxes)
#include "tst_orphanedsandboxes.moc"
