// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/taskfields.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;

class TstTaskFields final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aTaskSurvivesTheHash()
    {
        domain::Task task;
        task.key = { QStringLiteral("shop"), 12 };
        task.type = domain::AgentType::Database;
        task.kind = QStringLiteral("implement");
        task.title = QStringLiteral("Ä \"table\"\nwith € and 🚢");
        task.labels = { QStringLiteral("database"), QStringLiteral("priority:2") };
        task.fullName = QStringLiteral("me/shop");
        task.url = QStringLiteral("https://forge/12");
        task.priority = 2;
        task.attempts = 1;
        task.maxAttempts = 4;
        task.dependsOn = { 3, 4 };
        task.branch = QStringLiteral("issue-12");
        task.pr = 40;
        task.costUsd = 0.125;
        task.failureClass = domain::FailureClass::TestsFailed;
        task.failureDetail = QStringLiteral("2 of 9 failed");
        task.context = { { QStringLiteral("round"), 2 } };
        redis::Reply hash;
        const auto fields = queue::fieldsOf(task) << "cost_usd" << "0.125" << "phase" << "blocked" << "unknown" << "x";
        for (const auto &text : fields)
            hash.elements.append({ redis::Reply::Kind::String, 0, text, {} });
        QCOMPARE(domain::toJson(queue::taskFromFields(hash), true), domain::toJson(task, true));
    }

    void anEmptyHashGivesDefaults()
    {
        const auto task = queue::taskFromFields({});
        QCOMPARE(task.priority, 5);
        QCOMPARE(task.maxAttempts, 3);
        QVERIFY(task.failureClass == domain::FailureClass::None);
        QVERIFY(task.dependsOn.isEmpty() && task.labels.isEmpty());
    }

    void theMemberHasTheKeysPromisedInOrder()
    {
        domain::Task task;
        task.key = { QStringLiteral("shop"), 12 };
        task.title = QStringLiteral("T");
        task.labels = { QStringLiteral("qa") };
        task.fullName = QStringLiteral("me/shop");
        QCOMPARE(
            queue::memberOf(task),
            R"({"agent_type":"backend","issue":12,"labels":["qa"],"project":"shop","repo":"me/shop","title":"T","url":""})");
    }
};

SLIPWAY_TEST(TstTaskFields)
#include "tst_taskfields.moc"
