// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/portallocations.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QJsonObject>
#include <QProcess>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTemporaryDir>

using slipway::deploy::PortAllocations;

/// Ports for the tests: a range that the machine does not hand out by itself while they run would be best, but any start
/// works, as taken ports are skipped.
class TstPortAllocations final : public QObject {
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    int m_first = 0;
    [[nodiscard]] QString path(const char *name) const { return m_folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY(m_folder.isValid());
        const auto free = PortAllocations::probeFreePort();
        QVERIFY_RESULT(free);
        m_first = std::min(*free, 60000);
    }

    void defaultsToTheOriginsFirstPort()
    {
        PortAllocations ports(path("default.json"));
        const auto port = ports.allocate(QStringLiteral("shop"));
        QVERIFY_RESULT(port);
        QVERIFY(*port >= 3001);
    }

    void keepsAProjectsPortAndWritesTheOriginsFormat()
    {
        PortAllocations ports(path("a.json"), m_first);
        const auto one = ports.allocate(QStringLiteral("one"));
        const auto two = ports.allocate(QStringLiteral("two"));
        QVERIFY_RESULT(one);
        QVERIFY_RESULT(two);
        QVERIFY(*one >= m_first);
        QVERIFY(*two > *one);
        const auto again = PortAllocations(path("a.json"), m_first).allocate(QStringLiteral("one"));
        QVERIFY_RESULT(again);
        QCOMPARE(*again, *one);
        const auto json = slipway::base::readJsonObject(path("a.json"));
        QVERIFY_RESULT(json);
        QCOMPARE(json->size(), 2);
        QCOMPARE(json->value(QLatin1String("one")).toInt(), *one);
    }

    void skipsAPortThatSomebodyListensOn()
    {
        QTcpServer server;
        QVERIFY(server.listen(QHostAddress::LocalHost));
        QVERIFY(!PortAllocations::isFree(server.serverPort()));
        PortAllocations ports(path("b.json"), server.serverPort());
        const auto port = ports.allocate(QStringLiteral("x"));
        QVERIFY_RESULT(port);
        QVERIFY(*port > server.serverPort());
    }

    void replacesAPortThatProvedTaken()
    {
        PortAllocations ports(path("c.json"), m_first);
        const auto first = ports.allocate(QStringLiteral("x"));
        QVERIFY_RESULT(first);
        const auto second = ports.allocate(QStringLiteral("x"), { *first });
        QVERIFY_RESULT(second);
        QVERIFY(*second != *first);
        QCOMPARE(ports.all().value(QStringLiteral("x")), *second);
    }

    void releasedPortsAreGivenOutAgain()
    {
        PortAllocations ports(path("d.json"), m_first);
        const auto first = ports.allocate(QStringLiteral("x"));
        QVERIFY_RESULT(first);
        QVERIFY_RESULT(ports.release(QStringLiteral("x")));
        QVERIFY_RESULT(ports.release(QStringLiteral("never-there")));
        QVERIFY(ports.all().isEmpty());
        const auto other = ports.allocate(QStringLiteral("y"));
        QVERIFY_RESULT(other);
        QCOMPARE(*other, *first);
    }

    void movesADamagedFileAside_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::addColumn<int>("kept");
        QTest::newRow("torn") << QByteArray("{\"a\": 3001, \"b\": 30") << 0;
        QTest::newRow("an array") << QByteArray("[1, 2]") << 0;
        QTest::newRow("binary") << QByteArray("\0\1\2\3", 4) << 0;
        QTest::newRow("a foreign value") << QByteArray("{\"a\": 3001, \"b\": {\"port\": 3}}") << 1;
        QTest::newRow("a port out of range") << QByteArray("{\"a\": 3001, \"b\": 70000}") << 1;
        QTest::newRow("a fraction") << QByteArray("{\"a\": 3001.5}") << 0;
    }
    void movesADamagedFileAside()
    {
        QFETCH(QByteArray, content);
        QFETCH(int, kept);
        QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("ports.json"));
        QVERIFY_RESULT(slipway::base::writeFileAtomically(file, content));
        PortAllocations ports(file, m_first);
        QTest::ignoreMessage(QtWarningMsg, QRegularExpression(QStringLiteral("could not be read as port allocations")));
        const auto port = ports.allocate(QStringLiteral("new"));
        QVERIFY_RESULT(port);
        QCOMPARE(ports.all().size(), kept + 1);
        const auto aside = QDir(folder.path()).entryList({ QStringLiteral("ports.json.damaged_*") });
        QCOMPARE(aside.size(), 1);
        const auto bytes = slipway::base::readFile(folder.filePath(aside.first()));
        QVERIFY_RESULT(bytes);
        QCOMPARE(*bytes, content);
    }

    void anEmptyFileIsNoDamage()
    {
        QVERIFY_RESULT(slipway::base::writeFileAtomically(path("empty.json"), {}));
        PortAllocations ports(path("empty.json"), m_first);
        QVERIFY_RESULT(ports.allocate(QStringLiteral("x")));
        QVERIFY(QDir(m_folder.path()).entryList({ QStringLiteral("empty.json.damaged_*") }).isEmpty());
    }

    void saysWhatToDoWhenItCannotBeWritten()
    {
        PortAllocations ports(QStringLiteral("/proc/nowhere/ports.json"), m_first);
        const auto port = ports.allocate(QStringLiteral("x"));
        QVERIFY(!port);
        QVERIFY(!port.error().message.isEmpty());
        QVERIFY(!port.error().hint.isEmpty());
    }

    void twoProcessesNeverShareAPort()
    {
        constexpr int count = 60;
        const QString file = path("hammered.json");
        QList<QProcess *> processes;
        for (const char *prefix : { "left-", "right-" }) {
            auto *process = new QProcess(this);
            process->start(QCoreApplication::applicationFilePath(),
                           { QStringLiteral("hammer"), file, QLatin1String(prefix), QString::number(count),
                             QString::number(m_first) });
            processes << process;
        }
        QSet<int> seen;
        for (auto *process : std::as_const(processes)) {
            QVERIFY(process->waitForFinished(60000));
            QVERIFY2(process->exitCode() == 0, process->readAllStandardError().constData());
            const auto lines = process->readAllStandardOutput().trimmed().split('\n');
            QCOMPARE(lines.size(), count);
            for (const auto &line : lines)
                seen.insert(line.toInt());
        }
        QCOMPARE(seen.size(), 2 * count);
        QCOMPARE(PortAllocations(file, m_first).all().size(), 2 * count);
        QVERIFY(QDir(m_folder.path()).entryList({ QStringLiteral("hammered.json.damaged_*") }).isEmpty());
    }
};

SLIPWAY_TEST(TstPortAllocations)
#include "tst_portallocations.moc"
