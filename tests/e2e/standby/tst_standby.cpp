// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/processes.h"
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>

#include <csignal>

using namespace slipway::test;

namespace {

constexpr qint64 longestHandOverMs = 10000;

/// A server and what it has said.
struct Server {
    explicit Server(const SlipwayHome &home, const QStringList &options = {})
        : process(home.start(QStringList { QStringLiteral("--server") } + options))
    {
    }
    bool says(const char *text, int ms = 30000)
    {
        return QTest::qWaitFor([&] { return (said += process->readAllStandardError()).contains(text); }, ms);
    }
    [[nodiscard]] pid_t pid() const { return pid_t(process->processId()); }
    void end()
    {
        process->terminate();
        QVERIFY(process->waitForFinished(30000));
    }
    std::unique_ptr<QProcess> process;
    QByteArray said;
};

qint64 engineOf(const SlipwayHome &home)
{
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    return status.json().value(QLatin1String("engine")).toObject().value(QLatin1String("pid")).toInteger();
}

} // namespace

/// A second engine of the same home waits for the first, and takes over when that is gone or hangs.
class TstStandby final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void takesOver_data();
    void takesOver();
    void standsBackFromAnEngineThatWorks();
    void needsAServer();
};

void TstStandby::takesOver_data()
{
    QTest::addColumn<int>("signal");
    QTest::newRow("from one that was killed") << SIGKILL;
    QTest::newRow("from one that hangs") << SIGSTOP;
    QTest::newRow("from one that was stopped") << SIGTERM;
}

void TstStandby::takesOver()
{
    QFETCH(const int, signal);
    const SlipwayHome home;
    Server leader(home);
    QVERIFY2(leader.says("serves"), leader.said.constData());
    Server standby(home, { QStringLiteral("--standby") });
    QVERIFY2(standby.says("Standing by"), standby.said.constData());
    QCOMPARE(engineOf(home), qint64(leader.pid()));
    QElapsedTimer clock;
    clock.start();
    QCOMPARE(::kill(leader.pid(), signal), 0);
    QVERIFY2(standby.says("serves"), standby.said.constData());
    const qint64 took = clock.elapsed();
    qInfo("hand-over in %lld ms", took);
    QVERIFY(took < longestHandOverMs);
    QCOMPARE(engineOf(home), qint64(standby.pid()));
    QTRY_COMPARE(leader.process->state(), QProcess::NotRunning); // the hanging one, too: it must not wake and write
    standby.end();
    QCOMPARE(standby.process->exitCode(), 0);
}

void TstStandby::standsBackFromAnEngineThatWorks()
{
    const SlipwayHome home;
    Server leader(home);
    QVERIFY2(leader.says("serves"), leader.said.constData());
    Server standby(home, { QStringLiteral("--standby") });
    QVERIFY2(standby.says("Standing by"), standby.said.constData());
    QVERIFY(!standby.says("serves", 9000)); // longer than a lead lasts without its renewal
    QCOMPARE(engineOf(home), qint64(leader.pid()));
    standby.end();
    QCOMPARE(standby.process->exitCode(), 0);
    leader.end();
}

void TstStandby::needsAServer()
{
    const SlipwayHome home;
    const auto wrong = home.run({ QStringLiteral("--standby") });
    QCOMPARE(wrong.exitCode, 2);
    QVERIFY2(wrong.err.contains("--server"), wrong.err.constData());
}

SLIPWAY_TEST(TstStandby)
#include "tst_standby.moc"
