// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/keys.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using domain::AgentType;

class TstKeys final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesAreTheOnesPromised()
    {
        const queue::Keys keys;
        QCOMPARE(keys.ready(AgentType::Backend), "queue:agent:backend");
        QCOMPARE(keys.blocked(AgentType::Qa), "queue:agent:qa:blocked");
        QCOMPARE(keys.delayed(AgentType::Devops), "queue:agent:devops:delayed");
        QCOMPARE(keys.leases(AgentType::Frontend), "queue:agent:frontend:leases");
        QCOMPARE(keys.dead(AgentType::Database), "queue:agent:database:dead");
        QCOMPARE(keys.task({ QStringLiteral("url-shortener"), 7 }), "task:url-shortener:7");
        QCOMPARE(keys.commands(), "slipway:commands");
        QCOMPARE(keys.events(), "slipway:events");
        QCOMPARE(keys.audit(), "slipway:audit");
        QCOMPARE(keys.snapshot(), "slipway:snapshot");
        QCOMPARE(keys.transcript(QStringLiteral("r1")), "run:r1:transcript");
    }

    void everyKeyCarriesThePrefixAndIsItsOwn()
    {
        const queue::Keys keys("team:");
        QList<QByteArray> all { keys.sequence(),
                                keys.token(),
                                keys.paused(),
                                keys.events(),
                                keys.commands(),
                                keys.queries(),
                                keys.results(),
                                keys.audit(),
                                keys.snapshot(),
                                keys.leader(),
                                keys.reply(QStringLiteral("x")),
                                keys.blob(QStringLiteral("x")),
                                keys.transcript(QStringLiteral("x")),
                                keys.project(QStringLiteral("p")),
                                keys.closed(QStringLiteral("p")),
                                keys.dependants({ QStringLiteral("p"), 1 }),
                                keys.task({ QStringLiteral("p"), 1 }) };
        for (const auto type : domain::allAgentTypes()) {
            all << keys.ready(type) << keys.blocked(type) << keys.delayed(type) << keys.leases(type) << keys.dead(type)
                << keys.inReview(type) << keys.done(type) << keys.cancelled(type) << keys.pausedTasks(type)
                << keys.wake(type);
        }
        for (const auto &key : std::as_const(all))
            QVERIFY2(key.startsWith("team:"), key.constData());
        QCOMPARE(QSet<QByteArray>(all.begin(), all.end()).size(), all.size());
    }
};

SLIPWAY_TEST(TstKeys)
#include "tst_keys.moc"
