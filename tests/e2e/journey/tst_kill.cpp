// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/journey/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QDeadlineTimer>
#include <QRandomGenerator>

#include <csignal>

using namespace slipway::test;

/// `kill -9` is a non-event: the journey is killed at random instants and goes on each time to the same end.
class TstKill final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void journeySurvivesKills();
};

void TstKill::journeySurvivesKills()
{
    const quint32 seed = qEnvironmentVariableIsSet("SLIPWAY_SEED") ? qEnvironmentVariable("SLIPWAY_SEED").toUInt()
                                                                   : QRandomGenerator::global()->generate();
    qInfo("seed %u (SLIPWAY_SEED)", seed);
    QRandomGenerator random(seed);
    SlipwayHome home;
    const QStringList build { QStringLiteral("build"),  QStringLiteral("Build a URL shortener"),
                              QStringLiteral("--pace"), QStringLiteral("0"),
                              QStringLiteral("--yes"),  QStringLiteral("--json") };
    for (int i = 0; i < 4; ++i) {
        const auto process = home.start(build);
        const int instant = random.bounded(1000, 9000);
        if (process->waitForFinished(instant)) {
            QVERIFY2(process->exitCode() == 0, QByteArray(process->readAllStandardError().right(3000)).constData());
            break;
        }
        qInfo("kill %d after %d ms", i + 1, instant);
        ::kill(pid_t(process->processId()), SIGKILL);
        process->waitForFinished();
    }
    const auto end = home.run(build, 420000);
    QVERIFY2(end.exitCode == 0, QByteArray(end.err.right(4000)).constData());
    QCOMPARE(end.json().value(QLatin1String("issues")).toInt(), 17);
    const auto merges = home.git({ QStringLiteral("log"), QStringLiteral("--merges"), QStringLiteral("--format=%s"),
                                   QStringLiteral("dev") })
                            .split('\n');
    QSet<QByteArray> pulls;
    int count = 0;
    for (const QByteArray &line : merges) {
        if (line.startsWith("Merge pull request #")) {
            ++count;
            pulls.insert(line.split(' ').value(3));
        }
    }
    QCOMPARE(count, 17); // each issue merged exactly once
    QCOMPARE(pulls.size(), 17);
    QCOMPARE(SlipwayHome::httpStatus(end.json().value(QLatin1String("url")).toString() + QStringLiteral("/healthz")),
             200);
}

SLIPWAY_TEST(TstKill)
#include "tst_kill.moc"
