// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/unit/chat/facefixture.h"

using namespace slipway;
using test::FaceFixture;
using test::FakeDiscord;

/// A thread for each project: its steps are told there, and what is said there is about it.
class TstProjectThreads final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void stepsAreToldInTheThread();
    void commandsInAThreadMeanItsProject();
    void aRestartKeepsTheThread();
    void aDeletedThreadIsMadeAnew();
    void otherThreadsOfTheChannelAreListenedTo();
};

namespace {

/// A face whose project has said something, and with that has its thread.
struct WithThread : FaceFixture {
    WithThread()
    {
        rules.gathered = { QStringLiteral("pr_ready") };
        pullRequest(1);
        thread = discord.thread(QStringLiteral("links"));
    }
    void pullRequest(int number)
    {
        const QString title = QStringLiteral("Pull request %1").arg(number);
        notice(QStringLiteral("pr_ready"), title, {});
        [&] { QTRY_VERIFY(discord.find(title)); }();
    }
    QString thread;
};

} // namespace

void TstProjectThreads::stepsAreToldInTheThread()
{
    WithThread f;
    QVERIFY(!f.thread.isEmpty());
    f.notice(QStringLiteral("ci_failed"), QStringLiteral("CI failed"), {});
    QTRY_COMPARE(f.discord.posted(f.thread).size(), 2);
    QTRY_COMPARE(f.discord.posted().size(), 1); // the channel hears of a red CI, and later of the rest
    QVERIFY(f.discord.posted()[0].content().contains(QStringLiteral("CI failed")));
    QCOMPARE(f.discord.posted(f.thread)[0].json[QLatin1String("flags")].toInt(), 4096);
    f.rules.off = { QStringLiteral("pr_ready") };
    f.notice(QStringLiteral("pr_ready"), QStringLiteral("Unwanted"), {});
    f.settle();
    QVERIFY(!f.discord.find(QStringLiteral("Unwanted")));
}

void TstProjectThreads::commandsInAThreadMeanItsProject()
{
    WithThread f;
    auto snapshot = f.store.snapshot();
    snapshot.activeProject = QStringLiteral("another");
    f.store.reset(snapshot);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"), f.thread);
    QTRY_COMPARE(f.commands.size(), 1);
    QCOMPARE(f.commands[0].arguments[QLatin1String("project")].toString(), QStringLiteral("links"));
    QTRY_VERIFY(f.discord.find(QStringLiteral("🌐 Deployed")));
    QCOMPARE(f.discord.find(QStringLiteral("🌐 Deployed"))->channel, f.thread);
    f.discord.say(FakeDiscord::alice, QStringLiteral("!deploy"));
    QTRY_COMPARE(f.commands.size(), 2);
    QCOMPARE(f.commands[1].arguments[QLatin1String("project")].toString(), QStringLiteral("another"));
}

void TstProjectThreads::aRestartKeepsTheThread()
{
    WithThread f;
    f.restart();
    f.pullRequest(2);
    QCOMPARE(f.discord.posted(f.thread).size(), 2);
}

void TstProjectThreads::aDeletedThreadIsMadeAnew()
{
    WithThread f;
    f.discord.deleteThread(f.thread);
    f.pullRequest(2);
    const QString second = f.discord.thread(QStringLiteral("links"));
    QVERIFY(!second.isEmpty() && second != f.thread);
    QCOMPARE(f.discord.posted(second).size(), 1);
}

void TstProjectThreads::otherThreadsOfTheChannelAreListenedTo()
{
    FaceFixture f;
    const QString thread = QStringLiteral("1300000000000009999");
    f.discord.gateway().dispatch(
        QStringLiteral("THREAD_CREATE"),
        { { QStringLiteral("id"), thread }, { QStringLiteral("parent_id"), FakeDiscord::channel } });
    f.discord.say(FakeDiscord::alice, QStringLiteral("!pause --all"), thread);
    QTRY_COMPARE(f.commands.size(), 1);
    f.discord.gateway().dispatch(QStringLiteral("THREAD_CREATE"),
                                 { { QStringLiteral("id"), QStringLiteral("1300000000000008888") },
                                   { QStringLiteral("parent_id"), FakeDiscord::otherChannel } });
    f.discord.say(FakeDiscord::alice, QStringLiteral("!pause --all"), QStringLiteral("1300000000000008888"));
    f.settle();
    QCOMPARE(f.commands.size(), 1);
}

SLIPWAY_TEST(TstProjectThreads)
#include "tst_projectthreads.moc"
