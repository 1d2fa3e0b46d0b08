// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace slipway::test;

namespace {

/// One program in every role that writes code or reviews it: an approval where a verdict is asked for, else a file that nobody
/// else writes. A program of the test's own folder would not be seen in the sandbox.
const QString worker = QStringLiteral(
    "command:/bin/sh -c 'task=$(cat); case \"$task\" in "
    "*\"Review pull request #\"*) echo \"{\\\"verdict\\\":\\\"approve\\\",\\\"summary\\\":\\\"Fine\\\","
    "\\\"criteria\\\":[],\\\"findings\\\":[]}\" ;; "
    "*) mkdir -p notes; echo \"$task\" > notes/$(date +%s%N).txt; echo It is there now. ;; esac'");

QByteArray told(const CommandEnd &end)
{
    return QByteArray::number(end.exitCode) + ": " + end.out + end.err;
}

QJsonObject project(const SlipwayHome &home)
{
    const auto status = home.run({ QStringLiteral("status"), QStringLiteral("--json") });
    return status.json().value(QLatin1String("projects")).toArray().at(0).toObject();
}

QString phaseOf(const SlipwayHome &home, int number)
{
    const auto end = home.run({ QStringLiteral("tasks"), QStringLiteral("--json") });
    const auto tasks = end.json().value(QLatin1String("tasks")).toArray();
    for (const auto &value : tasks) {
        const auto task = value.toObject();
        if (task.value(QLatin1String("issue")).toInt() == number)
            return task.value(QLatin1String("phase")).toString();
    }
    return {};
}

void set(const SlipwayHome &home, const QString &key, const QString &value)
{
    const auto end = home.run({ QStringLiteral("config"), QStringLiteral("set"), key, value });
    QVERIFY2(end.exitCode == 0, told(end).constData());
}

} // namespace

/// Work that people bring to a project with the real executable and the embedded forge.
class TstPeopleWork final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRecordingTakesNoOtherWork();
    void anIssueIsWorkedOnLikeAnyOther();
    void aFinishedProjectGoesOnWithAnIssue();

private:
    /// A project whose issues are queued, and its engine without workers; null if that failed.
    static std::unique_ptr<QProcess> startProject(SlipwayHome &home);
    static int openIssue(const SlipwayHome &home, const QString &title);
};

void TstPeopleWork::aRecordingTakesNoOtherWork()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    const auto made = home.run({ QStringLiteral("new"), QStringLiteral("Build a URL shortener"),
                                 QStringLiteral("--yes"), QStringLiteral("--agent"), QStringLiteral("replay") },
                               120000);
    QVERIFY2(made.exitCode == 0, told(made).constData());
    const auto end
        = home.run({ QStringLiteral("issue"), QStringLiteral("Export all links"), QStringLiteral("--json") });
    QVERIFY2(end.exitCode == 1, told(end).constData());
    QVERIFY2(told(end).contains("recording"), told(end).constData());
}

std::unique_ptr<QProcess> TstPeopleWork::startProject(SlipwayHome &home)
{
    home.setEnvironment(QStringLiteral("SLIPWAY_REPLAY_PACE"), QStringLiteral("0"));
    home.setEnvironment(QStringLiteral("SLIPWAY_CI_POLL_SECONDS"), QStringLiteral("1"));
    home.setEnvironment(QStringLiteral("SLIPWAY_WORKERS_AUTOSTART"), QStringLiteral("off"));
    // What is planned and scaffolded comes from the recording, and so do the issues of those roles.
    for (const char *role : { "backend", "frontend", "qa" })
        set(home, QStringLiteral("agent.roles.") + QLatin1String(role), worker);
    auto engine = home.start({ QStringLiteral("--server") });
    QByteArray said;
    const auto serves = [&] { return (said += engine->readAllStandardError()).contains("serves"); };
    const auto check = [](const CommandEnd &end) { QVERIFY2(end.exitCode == 0, told(end).constData()); };
    if (!QTest::qWaitFor(serves, 30000))
        return {};
    check(home.run({ QStringLiteral("new"), QStringLiteral("Build a URL shortener"), QStringLiteral("--yes"),
                     QStringLiteral("--allow"), QStringLiteral("agent") },
                   120000));
    const auto early = home.run({ QStringLiteral("issue"), QStringLiteral("Backend: too early") });
    if (early.exitCode != 1 || !early.err.contains("not queued yet"))
        return {};
    check(home.run({ QStringLiteral("run"), QStringLiteral("--wait") }, 300000));
    return engine;
}

int TstPeopleWork::openIssue(const SlipwayHome &home, const QString &title)
{
    const auto opened
        = home.run({ QStringLiteral("issue"), title, QStringLiteral("--body"),
                     QStringLiteral("As CSV.\n\n- [ ] The export has a header\n- [ ] Quotes are escaped\n"),
                     QStringLiteral("--label"), QStringLiteral("backend"), QStringLiteral("--label"),
                     QStringLiteral("priority:0"), QStringLiteral("--json") });
    if (opened.exitCode != 0)
        qWarning("%s", told(opened).constData());
    return opened.json().value(QLatin1String("issue")).toInt();
}

void TstPeopleWork::anIssueIsWorkedOnLikeAnyOther()
{
    SlipwayHome home;
    const auto engine = startProject(home);
    QVERIFY(engine);
    const int number = openIssue(home, QStringLiteral("Backend: export all links"));
    QVERIFY(number > 17);
    QTRY_COMPARE_WITH_TIMEOUT(phaseOf(home, number), QStringLiteral("ready"), 15000);
    const int given = openIssue(home, QStringLiteral("Backend: nobody needs this"));
    QTRY_COMPARE_WITH_TIMEOUT(phaseOf(home, given), QStringLiteral("ready"), 15000);
    const auto cancelled = home.run({ QStringLiteral("task"), QStringLiteral("cancel"), QString::number(given) });
    QVERIFY2(cancelled.exitCode == 0, told(cancelled).constData());
    const auto started = home.run({ QStringLiteral("workers"), QStringLiteral("start") });
    QVERIFY2(started.exitCode == 0, told(started).constData());
    QTRY_COMPARE_WITH_TIMEOUT(phaseOf(home, number), QStringLiteral("done"), 240000);
    // It was told what is asked for, and its work is in the default branch.
    const QByteArray notes = home.git({ QStringLiteral("grep"), QStringLiteral("-h"), QStringLiteral("has a header"),
                                        QStringLiteral("dev"), QStringLiteral("--"), QStringLiteral("notes") });
    QVERIFY2(notes.contains("The export has a header"), notes.constData());
    QCOMPARE(phaseOf(home, given), QStringLiteral("cancelled")); // it is not picked up a second time
    const auto audit = home.run({ QStringLiteral("audit"), QStringLiteral("--json") });
    QVERIFY2(audit.out.contains("Backend: export all links"), "not in the audit log");
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

void TstPeopleWork::aFinishedProjectGoesOnWithAnIssue()
{
    SlipwayHome home;
    home.setEnvironment(QStringLiteral("SLIPWAY_CI_POLL_SECONDS"), QStringLiteral("1"));
    const auto built = home.run({ QStringLiteral("build"), QStringLiteral("Build a URL shortener"),
                                  QStringLiteral("--yes"), QStringLiteral("--pace"), QStringLiteral("0") },
                                240000);
    QVERIFY2(built.exitCode == 0, told(built).constData());
    // From here on real agents, as if they had been chosen at the beginning: the recording ends with its own issues.
    QFile metadata(home.projectFolder() + QStringLiteral("/.project_metadata.json"));
    QVERIFY(metadata.open(QIODevice::ReadWrite));
    QJsonObject json = QJsonDocument::fromJson(metadata.readAll()).object();
    QJsonObject roles;
    for (const char *role : { "backend", "frontend", "database", "devops", "qa" })
        roles.insert(QLatin1String(role), worker);
    json.insert(QStringLiteral("agents_by_role"), roles);
    metadata.resize(0);
    metadata.write(QJsonDocument(json).toJson());
    metadata.close();

    const auto engine = home.start({ QStringLiteral("--server") });
    QByteArray said;
    QTRY_VERIFY_WITH_TIMEOUT((said += engine->readAllStandardError()).contains("serves"), 30000);
    const auto before = project(home).value(QLatin1String("deploy")).toObject().value(QLatin1String("commit"));
    const int number = openIssue(home, QStringLiteral("Backend: export all links"));
    QVERIFY(number > 17);
    QTRY_COMPARE_WITH_TIMEOUT(phaseOf(home, number), QStringLiteral("done"), 60000);
    QTRY_VERIFY_WITH_TIMEOUT(
        project(home).value(QLatin1String("deploy")).toObject().value(QLatin1String("commit")) != before, 60000);
    QTRY_COMPARE_WITH_TIMEOUT(project(home).value(QLatin1String("stage")).toString(), QStringLiteral("done"), 60000);
    QCOMPARE(project(home).value(QLatin1String("deploy")).toObject().value(QLatin1String("state")).toString(),
             QStringLiteral("live"));
    engine->terminate();
    QVERIFY(engine->waitForFinished(30000));
}

SLIPWAY_TEST(TstPeopleWork)
#include "tst_peoplework.moc"
