// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/planning/projectmanageragent.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"
#include "tests/unit/planning/scriptedagent.h"

using namespace slipway;
using domain::FailureClass;
using test::ScriptedAgent;

namespace {

domain::Plan goodPlan(int count = 16)
{
    domain::Plan plan { QStringLiteral("Sixteen steps"), {} };
    for (int i = 0; i < count; ++i) {
        domain::PlannedIssue issue;
        issue.slug = QStringLiteral("step-%1").arg(i);
        issue.title = QStringLiteral("Do step %1").arg(i);
        issue.body = QStringLiteral("Body");
        issue.labels = { QStringLiteral("backend") };
        issue.acceptance = { QStringLiteral("It works") };
        if (i > 0)
            issue.dependsOn = { QStringLiteral("step-0") };
        plan.issues.append(issue);
    }
    return plan;
}

domain::Plan cyclicPlan()
{
    auto plan = goodPlan();
    plan.issues[0].dependsOn = { QStringLiteral("step-3") };
    return plan;
}

} // namespace

class TstProjectManagerAgent final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void goodPlanIsTakenAtOnce();
    void brokenPlanIsSentBackWithTheList();
    void afterTwoRepairsItIsAnError();
    void wrongShapeIsRepairedToo();
    void usageLimitIsNotARepair();

private:
    Result<domain::Plan> plan();
    ScriptedAgent m_agent;
};

void TstProjectManagerAgent::init()
{
    m_agent = {};
}

Result<domain::Plan> TstProjectManagerAgent::plan()
{
    planning::ProjectManagerAgent agent(m_agent.run());
    planning::PlanningContext context;
    context.project = QStringLiteral("shop");
    context.idea = QStringLiteral("Build a shop");
    return test::await(agent.createPlan(context, QStringLiteral("# PRD-TEXT")));
}

void TstProjectManagerAgent::goodPlanIsTakenAtOnce()
{
    m_agent.answers[QStringLiteral("plan")]
        = [](const auto &) { return ScriptedAgent::json(domain::toJson(goodPlan())); };
    const auto made = plan();
    QVERIFY_RESULT(made);
    QCOMPARE(made->issues.size(), 16);
    QCOMPARE(m_agent.asked.size(), 1);
    QVERIFY(m_agent.asked.first().prompt.contains(QStringLiteral("# PRD-TEXT")));
    QVERIFY(m_agent.asked.first().prompt.contains(QStringLiteral("15 to 30 issues")));
    QCOMPARE(m_agent.asked.first().role, QStringLiteral("project-manager"));
    QCOMPARE(m_agent.asked.first().schema, domain::planSchema());
}

void TstProjectManagerAgent::brokenPlanIsSentBackWithTheList()
{
    m_agent.answers[QStringLiteral("plan")]
        = [](const auto &) { return ScriptedAgent::json(domain::toJson(cyclicPlan())); };
    m_agent.answers[QStringLiteral("plan.repair")]
        = [](const auto &) { return ScriptedAgent::json(domain::toJson(goodPlan())); };
    QVERIFY_RESULT(plan());
    QCOMPARE(m_agent.asked.size(), 2);
    const auto &repair = m_agent.asked.last();
    QCOMPARE(repair.purpose, QStringLiteral("plan.repair"));
    QCOMPARE(repair.round, 1);
    QVERIFY2(repair.prompt.contains(QStringLiteral("step-0 → step-3 → step-0")), qPrintable(repair.prompt));
    QVERIFY(repair.prompt.contains(QStringLiteral("Do step 7"))); // the plan itself is there to be corrected
}

void TstProjectManagerAgent::afterTwoRepairsItIsAnError()
{
    for (const char *purpose : { "plan", "plan.repair" })
        m_agent.answers[QString::fromLatin1(purpose)]
            = [](const auto &) { return ScriptedAgent::json(domain::toJson(goodPlan(3))); };
    const auto made = plan();
    QVERIFY(!made);
    QCOMPARE(toString(made.error().code), toString(ErrorCode::Invalid));
    QVERIFY(made.error().hint.contains(QStringLiteral("The plan has 3 issues")));
    QCOMPARE(m_agent.count(QStringLiteral("plan.repair")), 2);
}

void TstProjectManagerAgent::wrongShapeIsRepairedToo()
{
    m_agent.answers[QStringLiteral("plan")]
        = [](const auto &) { return ScriptedAgent::json({ { QStringLiteral("tasks"), 1 } }); };
    m_agent.answers[QStringLiteral("plan.repair")] = [](const agents::AgentRequest &request) {
        return request.round == 1 ? ScriptedAgent::failed(FailureClass::AgentError)
                                  : ScriptedAgent::json(domain::toJson(goodPlan()));
    };
    QVERIFY_RESULT(plan());
    QCOMPARE(m_agent.asked.size(), 3);
}

void TstProjectManagerAgent::usageLimitIsNotARepair()
{
    m_agent.answers[QStringLiteral("plan")]
        = [](const auto &) { return ScriptedAgent::failed(FailureClass::UsageLimit); };
    const auto made = plan();
    QVERIFY(!made);
    QCOMPARE(domain::toString(planning::failureOf(made.error())), QStringLiteral("usage_limit"));
    QCOMPARE(m_agent.asked.size(), 1);
}

SLIPWAY_TEST(TstProjectManagerAgent)
#include "tst_projectmanageragent.moc"
