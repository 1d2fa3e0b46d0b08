// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QJsonArray>

using namespace slipway::test;

namespace {

const QString idea = QStringLiteral("Build a URL shortener");

QByteArray told(const CommandEnd &end)
{
    return QByteArray::number(end.exitCode) + ": " + end.out + end.err;
}

/// A git repository with one commit, as a person might have it.
void makeRepository(const QString &folder)
{
    QVERIFY(QDir().mkpath(folder));
    QFile file(folder + QStringLiteral("/greeting.py"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("print('hello')\n");
    file.close();
    for (const QStringList &arguments :
         { QStringList { QStringLiteral("init"), QStringLiteral("-q") },
           QStringList { QStringLiteral("add"), QStringLiteral("-A") },
           QStringList { QStringLiteral("-c"), QStringLiteral("user.name=A"), QStringLiteral("-c"),
                         QStringLiteral("user.email=a@localhost"), QStringLiteral("commit"), QStringLiteral("-qm"),
                         QStringLiteral("Say hello") } })
        QCOMPARE(QProcess::execute(QStringLiteral("git"), QStringList { QStringLiteral("-C"), folder } + arguments), 0);
}

} // namespace

/// What is wrong around the program (home, disk, other engines, agents, repositories): a clear line, the right exit code,
/// and nothing broken afterwards.
class TstBadInput final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void homeThatCannotBeUsed_data();
    void homeThatCannotBeUsed();
    void fullDisk();
    void longHomePath();
    void nameThatExists();
    void repositoryWithUncommittedChanges();
    void existingRepository();
    void twoEngines();
    void agentThatFails_data();
    void agentThatFails();
};

void TstBadInput::homeThatCannotBeUsed_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QStringList>("arguments");
    for (const char *kind : { "read-only", "a file", "below a file" }) {
        QTest::addRow("%s, status", kind) << QString::fromLatin1(kind) << QStringList { QStringLiteral("status") };
        QTest::addRow("%s, new", kind) << QString::fromLatin1(kind) << QStringList { QStringLiteral("new"), idea };
        QTest::addRow("%s, server", kind) << QString::fromLatin1(kind) << QStringList { QStringLiteral("--server") };
    }
}

void TstBadInput::homeThatCannotBeUsed()
{
    QFETCH(const QString, kind);
    QFETCH(const QStringList, arguments);
    SlipwayHome home;
    const QString folder = home.path(QStringLiteral("home"));
    if (kind == QLatin1String("read-only")) {
        if (QProcess::execute(
                QStringLiteral("bwrap"),
                { QStringLiteral("--dev-bind"), QStringLiteral("/"), QStringLiteral("/"), QStringLiteral("true") })
            != 0)
            QSKIP("bubblewrap does not work here, which makes the folder read-only");
        QVERIFY(QDir().mkpath(folder));
        home.setWrapper({ QStringLiteral("bwrap"), QStringLiteral("--dev-bind"), QStringLiteral("/"),
                          QStringLiteral("/"), QStringLiteral("--ro-bind"), folder, folder, QStringLiteral("--") });
        home.setEnvironment(QStringLiteral("SLIPWAY_HOME"), folder);
    } else {
        QFile file(folder);
        QVERIFY(file.open(QIODevice::WriteOnly));
        home.setEnvironment(QStringLiteral("SLIPWAY_HOME"),
                            kind == QLatin1String("a file") ? folder : folder + QStringLiteral("/below"));
    }
    const auto end = home.run(arguments);
    QVERIFY2(end.exitCode == 1, told(end).constData());
    QVERIFY2(end.err.contains(folder.toUtf8()), told(end).constData());
    QCOMPARE(end.err.trimmed().count('\n'), 0); // one line
}

void TstBadInput::fullDisk()
{
    SlipwayHome home;
    const QString folder = home.path(QStringLiteral("home"));
    QVERIFY(QDir().mkpath(folder));
    const QStringList wrapper { QStringLiteral("bwrap"),   QStringLiteral("--dev-bind"),
                                QStringLiteral("/"),       QStringLiteral("/"),
                                QStringLiteral("--size"),  QStringLiteral("700000"),
                                QStringLiteral("--tmpfs"), folder };
    if (QProcess::execute(wrapper.first(), wrapper.mid(1) + QStringList { QStringLiteral("true") }) != 0)
        QSKIP("bubblewrap does not work here, which makes the small disk");
    home.setWrapper(wrapper + QStringList { QStringLiteral("--") });
    home.setEnvironment(QStringLiteral("SLIPWAY_HOME"), folder);
    const auto end = home.run({ QStringLiteral("new"), idea, QStringLiteral("--yes"), QStringLiteral("--pace"),
                                QStringLiteral("0"), QStringLiteral("--json") },
                              120000);
    QVERIFY2(end.exitCode == 1 || end.exitCode == 3, told(end).constData());
    QVERIFY2(end.out.contains("space"), told(end).constData());
}

void TstBadInput::longHomePath()
{
    SlipwayHome home;
    const QString folder = home.path(QStringLiteral("a-long-name/").repeated(12) + QStringLiteral("home"));
    home.setEnvironment(QStringLiteral("SLIPWAY_HOME"), folder);
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    QVERIFY2(status.exitCode == 0, told(status).constData());
    const QString url = status.json().value(QLatin1String("redis")).toObject().value(QLatin1String("url")).toString();
    QVERIFY2(url.size() < 115 && !url.contains(folder), url.toUtf8().constData());
}

void TstBadInput::nameThatExists()
{
    const SlipwayHome home;
    const QStringList create { QStringLiteral("new"),    idea,
                               QStringLiteral("--name"), QStringLiteral("links"),
                               QStringLiteral("--pace"), QStringLiteral("0"),
                               QStringLiteral("--yes") };
    const auto first = home.run(create, 120000);
    QVERIFY2(first.exitCode == 0, told(first).constData());
    const auto second = home.run(create, 120000);
    QVERIFY2(second.exitCode == 1, told(second).constData());
    QVERIFY2(second.err.contains("links"), told(second).constData());
    const auto projects = home.run({ QStringLiteral("projects"), QStringLiteral("--json") });
    QCOMPARE(projects.json().value(QLatin1String("projects")).toArray().size(), 1);
}

void TstBadInput::repositoryWithUncommittedChanges()
{
    const SlipwayHome home;
    const QString theirs = home.path(QStringLiteral("theirs"));
    makeRepository(theirs);
    QFile file(theirs + QStringLiteral("/new.txt"));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.close();
    const auto end = home.run({ QStringLiteral("new"), idea, QStringLiteral("--from"), theirs });
    QVERIFY2(end.exitCode == 1, told(end).constData());
    QVERIFY2(end.err.contains("uncommitted") && end.err.contains("stash"), told(end).constData());
    QVERIFY(QFileInfo::exists(file.fileName())); // left as it is
    const auto none = home.run({ QStringLiteral("new"), idea, QStringLiteral("--from"), home.path(QString()) });
    QVERIFY2(none.exitCode == 1 && none.err.contains("not a git repository"), told(none).constData());
    const auto projects = home.run({ QStringLiteral("projects"), QStringLiteral("--json") });
    QVERIFY(projects.json().value(QLatin1String("projects")).toArray().isEmpty());
}

void TstBadInput::existingRepository()
{
    const SlipwayHome home;
    const QString theirs = home.path(QStringLiteral("theirs"));
    makeRepository(theirs);
    const auto end = home.run({ QStringLiteral("new"), idea, QStringLiteral("--from"), theirs, QStringLiteral("--yes"),
                                QStringLiteral("--pace"), QStringLiteral("0"), QStringLiteral("--json") },
                              120000);
    QVERIFY2(end.exitCode == 0, told(end).constData());
    QVERIFY(home.git({ QStringLiteral("log"), QStringLiteral("--format=%s"), QStringLiteral("dev") })
                .contains("Say hello"));
    QFile file(home.projectFolder() + QStringLiteral("/greeting.py"));
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), QByteArray("print('hello')\n"));
    QVERIFY(QFileInfo::exists(home.projectFolder() + QStringLiteral("/docs/PRD.md")));
}

void TstBadInput::twoEngines()
{
    const SlipwayHome home;
    const auto first = home.start({ QStringLiteral("--server") });
    const QByteArray pid = QByteArray::number(first->processId());
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += first->readAllStandardError()).contains("serves"), 30000);
    const auto second = home.run({ QStringLiteral("--server") });
    QVERIFY2(second.exitCode == 1, told(second).constData());
    QVERIFY2(second.err.contains(pid), told(second).constData());
    first->terminate();
    QVERIFY(first->waitForFinished(30000));
    QCOMPARE(first->exitCode(), 0);
}

void TstBadInput::agentThatFails_data()
{
    QTest::addColumn<QString>("behaviour");
    QTest::newRow("says nothing") << QString();
    QTest::newRow("exits 1") << QStringLiteral("--fake-exit=1 --fake-err=broken");
    QTest::newRow("crashes") << QStringLiteral("--fake-crash=1");
    QTest::newRow("garbage") << QStringLiteral("--fake-garbage=100000");
    QTest::newRow("50 MB line") << QStringLiteral("--fake-giant=50000000");
    QTest::newRow("ACP, exits 1") << QStringLiteral("--exit=1");
    QTest::newRow("ACP, error") << QStringLiteral("--prompt-error=broken");
    QTest::newRow("ACP, 50 MB line and a bad answer") << QStringLiteral("--giant=50000000");
}

void TstBadInput::agentThatFails()
{
    QFETCH(const QString, behaviour);
    const QString agent = QLatin1String(QTest::currentDataTag()).startsWith(QLatin1String("ACP"))
        ? QStringLiteral("acp:" SLIPWAY_BINARY_DIR "/bin/slipway-fakeacp ")
        : QStringLiteral("command:" SLIPWAY_BINARY_DIR "/bin/slipway-fakecli ");
    const SlipwayHome home;
    QElapsedTimer timer;
    timer.start();
    const auto end = home.run({ QStringLiteral("new"), QStringLiteral("Build a guest book"), QStringLiteral("--agent"),
                                agent + behaviour, QStringLiteral("--allow"), QStringLiteral("agent"),
                                QStringLiteral("--yes"), QStringLiteral("--json") },
                              120000);
    QVERIFY2(end.exitCode == 1, told(end).constData());
    const QString message
        = end.json().value(QLatin1String("error")).toObject().value(QLatin1String("message")).toString();
    QVERIFY2(!message.isEmpty() && message.size() < 500, told(end).constData());
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    const auto project = status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
    QCOMPARE(project.value(QLatin1String("state")).toString(), QStringLiteral("failed"));
}

SLIPWAY_TEST(TstBadInput)
#include "tst_badinput.moc"
