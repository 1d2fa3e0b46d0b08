// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/panels/console/consolepanel.h"

#include <QLineEdit>

using namespace slipway;

class TstConsole final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void answersInTheConversation()
    {
        control::StateStore store;
        store.reset(test::sample::journey());
        test::FakeLink link;
        link.onCommand(QStringLiteral("deploy"), [](const QJsonObject &) -> Result<QJsonObject> {
            return fail(ErrorCode::Conflict, QStringLiteral("A deployment is under way"),
                        QStringLiteral("Wait for it"));
        });
        ui::CommandRunner commands(link);
        ui::Selection selection;
        selection.setProject(QStringLiteral("url-shortener"));
        ui::ConsolePanel panel({ store, link, commands, selection });
        panel.show();
        panel.enter(QStringLiteral("gates"));
        QVERIFY(panel.text().contains(QStringLiteral("g4  note-board")));
        panel.enter(QStringLiteral("deploy"));
        QTRY_VERIFY(panel.text().contains(QStringLiteral("A deployment is under way. Wait for it")));
        panel.enter(QStringLiteral("task retry 14"));
        QTRY_VERIFY(panel.text().contains(QStringLiteral("Done: task.retry")));
        QCOMPARE(link.commands().constLast().arguments.value(QLatin1String("task")).toString(),
                 QStringLiteral("url-shortener:14"));
        store.apply({ {},
                      QStringLiteral("notice"),
                      { { QStringLiteral("kind"), QStringLiteral("deploy_live") },
                        { QStringLiteral("title"), QStringLiteral("Live now") } } });
        QVERIFY(panel.text().contains(QStringLiteral("Live now")));
        auto *input = panel.findChild<QLineEdit *>();
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(input->text(), QStringLiteral("task retry 14"));
        QTest::keyClick(input, Qt::Key_Up);
        QCOMPARE(input->text(), QStringLiteral("deploy"));
    }
};

SLIPWAY_TEST(TstConsole)
#include "tst_console.moc"
