// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/domain/agentchoice.h"
#include "tests/support/testmain.h"

using namespace slipway::domain;

using Roles = QMap<QString, QString>;

class TstAgentChoice final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void tellsWhoWorks_data();
    void tellsWhoWorks();
};

void TstAgentChoice::tellsWhoWorks_data()
{
    const QString qa = QStringLiteral("qa"), pm = QStringLiteral("pm");
    const QString claude = QStringLiteral("claude"), codex = QStringLiteral("codex");
    QTest::addColumn<AgentChoice>("choice");
    QTest::addColumn<QString>("ofQa");
    QTest::addColumn<QStringList>("all");
    QTest::addColumn<QString>("text");
    QTest::newRow("one for all") << AgentChoice { claude, {} } << claude << QStringList { claude } << claude;
    QTest::newRow("another role has its own") << AgentChoice { claude, { { pm, codex } } } << claude
                                              << QStringList { claude, codex } << QStringLiteral("claude, pm: codex");
    QTest::newRow("this role has its own") << AgentChoice { claude, { { qa, codex } } } << codex
                                           << QStringList { claude, codex } << QStringLiteral("claude, qa: codex");
    const QString script = QStringLiteral("command:/bin/sh -c '") + QString(200, QLatin1Char('x'));
    QTest::newRow("a whole script") << AgentChoice { claude, { { qa, script } } } << script
                                    << QStringList { claude, script }
                                    << QStringLiteral("claude, qa: ") + script.left(39) + QChar(0x2026);
    QTest::newRow("each once") << AgentChoice { claude, { { pm, codex }, { qa, codex } } } << codex
                               << QStringList { claude, codex } << QStringLiteral("claude, pm: codex, qa: codex");
    QTest::newRow("the general one as well") << AgentChoice { claude, { { qa, claude } } } << claude
                                             << QStringList { claude } << QStringLiteral("claude, qa: claude");
}

void TstAgentChoice::tellsWhoWorks()
{
    QFETCH(const AgentChoice, choice);
    QTEST(choice.of(QStringLiteral("qa")), "ofQa");
    QTEST(choice.all(), "all");
    QTEST(choice.text(), "text");
    QJsonObject json;
    write(choice, &json);
    QCOMPARE(agentChoiceFromJson(json), choice);
    QCOMPARE(json.contains(QLatin1String("agents_by_role")), !choice.byRole.isEmpty());
}

SLIPWAY_TEST(TstAgentChoice)
#include "tst_agentchoice.moc"
