// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/journey.h"

#include "app/cli/prompt.h"
#include "app/cli/reports.h"

#include "core/base/completion.h"
#include "core/base/taskscope.h"

namespace slipway::app {

Journey::Journey(Session &session, const Invocation &invocation, const Output &output, std::stop_token stop)
    : m_session(session)
    , m_invocation(invocation)
    , m_output(output)
    , m_stop(std::move(stop))
    , m_progress(session.store(), output)
{
}

Async<QJsonObject> Journey::execute(QString verb, QJsonObject arguments, std::chrono::milliseconds timeout)
{
    return m_session.execute(std::move(verb), std::move(arguments), timeout, m_stop);
}

const domain::ProjectView *Journey::view(const QString &project) const
{
    for (const auto &known : m_session.store().snapshot().projects) {
        if (known.name == project)
            return &known;
    }
    return nullptr;
}

Async<> Journey::nextChange()
{
    const auto source = std::make_shared<base::CompletionSource<>>();
    QObject context;
    auto &store = m_session.store();
    connect(&store, &control::StateStore::projectChanged, &context, [source] { source->resolve({}); });
    connect(&store, &control::StateStore::gatesChanged, &context, [source] { source->resolve({}); });
    connect(&store, &control::StateStore::snapshotReset, &context, [source] { source->resolve({}); });
    if (m_session.host())
        connect(m_session.host(), &EngineHost::storeTroubled, &context, [source] { source->resolve({}); });
    const std::stop_callback onStop(
        m_stop, [source] { source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("Interrupted"))); });
    co_return co_await source->completion();
}

Async<domain::ProjectView> Journey::until(QString project, std::function<bool(const domain::ProjectView &)> done)
{
    while (true) {
        if (m_stop.stop_requested())
            co_return fail(ErrorCode::Cancelled, QStringLiteral("Interrupted; the same command goes on from here"));
        const auto *known = view(project);
        if (known && done(*known))
            co_return *known;
        if (known && known->state == QLatin1String("failed"))
            co_return fail(ErrorCode::Internal, QStringLiteral("%1: %2").arg(project, known->detail),
                           QStringLiteral("The log is in %1").arg(m_session.home().paths.logs));
        // Redis gone is waited for; a full disk or memory is for a person, and nothing could be told of what happens next.
        if (const auto &trouble = m_session.trouble(); trouble && trouble->code == ErrorCode::Exhausted)
            co_return std::unexpected(*trouble);
        const auto shown = m_shownGates.size();
        CO_CHECK(co_await answerGates(project));
        if (m_shownGates.size() != shown)
            continue; // the state may have moved while a person was asked
        CO_CHECK(co_await nextChange());
    }
}

Async<> Journey::answerGates(QString project)
{
    const auto gates = m_session.store().snapshot().gates;
    for (const auto &gate : gates) {
        // What concerns no single project (the account, the day's budget) holds this one up as well.
        const auto *const known = view(project);
        const bool ofAll = gate.project.isEmpty()
            && (gate.kind != QLatin1String("account") || (known && known->detail == gate.title));
        const bool concerns = gate.project == project || ofAll;
        if (!concerns || m_shownGates.contains(gate.id))
            continue;
        if (gate.kind == QLatin1String("needs_attention"))
            continue; // the journey goes on with the rest; it is told at the end
        if (gate.kind == QLatin1String("publish") && !canAsk()) {
            // The service runs on this machine meanwhile; nothing waits for the answer.
            m_shownGates.insert(gate.id);
            m_output.progress(gate.title + QStringLiteral(" Answer with: ") + gate.answer);
            continue;
        }
        m_shownGates.insert(gate.id);
        CO_CHECK(co_await answerGate(gate, project));
    }
    co_return Result<> {};
}

Async<> Journey::answerGate(domain::GateView gate, QString project)
{
    if (gate.kind == QLatin1String("plan") && !m_output.isJson()) {
        const QJsonObject where { { QStringLiteral("project"), project } };
        const auto plan = co_await m_session.query(QStringLiteral("plan"), where);
        if (plan)
            m_output.progress(planText(*plan, m_output));
    }
    m_output.progress(gate.title + (gate.detail.isEmpty() ? QString() : QStringLiteral("\n") + gate.detail));
    if (!canAsk()) {
        if (m_invocation.wait) {
            m_output.progress(QStringLiteral("Waiting. Answer with: ") + gate.answer);
            co_return Result<> {};
        }
        co_return fail(ErrorCode::Waiting, gate.title,
                       QStringLiteral("Answer with `slipway approve %1` or `slipway reject %1 --why \"…\"`, then "
                                      "run the same command again")
                           .arg(gate.id));
    }
    // The question falls silent when somebody answers it elsewhere, and on Ctrl-C.
    std::stop_source noLonger;
    const std::stop_callback onStop(m_stop, [&noLonger] { noLonger.request_stop(); });
    QObject context;
    auto &store = m_session.store();
    connect(&store, &control::StateStore::gatesChanged, &context, [&store, &noLonger, id = gate.id] {
        const auto open = store.snapshot().gates;
        if (std::ranges::none_of(open, [&](const auto &other) { return other.id == id; }))
            noLonger.request_stop();
    });
    const auto answer = co_await ask(QStringLiteral("Approve? [y/n] "), noLonger.get_token());
    if (!answer && answer.error().code == ErrorCode::Cancelled && !m_stop.stop_requested()) {
        m_output.progress(QStringLiteral("Answered elsewhere."));
        co_return Result<> {};
    }
    if (!answer)
        co_return forward(answer);
    QJsonObject arguments { { QStringLiteral("id"), gate.id } };
    if (!*answer)
        arguments.insert(QStringLiteral("why"), QStringLiteral("Rejected on the terminal"));
    CO_CHECK(co_await execute(*answer ? QStringLiteral("approve") : QStringLiteral("reject"), arguments));
    co_return Result<> {};
}

Async<QJsonObject> Journey::begin()
{
    QJsonObject arguments = m_invocation.arguments;
    arguments.insert(QStringLiteral("yes"), m_invocation.yes);
    arguments.insert(QStringLiteral("allow"), QJsonArray::fromStringList(m_invocation.allow));
    arguments.insert(QStringLiteral("reuse"), m_invocation.verb == QLatin1String("build") && !m_invocation.fresh);
    CO_TRY(const QJsonObject answer, co_await execute(QStringLiteral("new"), arguments));
    m_progress.follow(answer.value(QLatin1String("project")).toString());
    co_return answer;
}

Async<QJsonObject> Journey::create()
{
    CO_TRY(const QJsonObject answer, co_await begin());
    const QString project = answer.value(QLatin1String("project")).toString();
    CO_TRY(const auto done, co_await until(project, [](const auto &v) {
               return v.stage == QLatin1String("repository") && v.state == QLatin1String("idle");
           }));
    const QJsonObject where { { QStringLiteral("project"), project } };
    const auto plan = co_await m_session.query(QStringLiteral("plan"), where);
    const qsizetype issues
        = plan ? plan->value(QLatin1String("plan")).toObject().value(QLatin1String("issues")).toArray().size() : 0;
    co_return QJsonObject { { QStringLiteral("success"), true },
                            { QStringLiteral("project"), project },
                            { QStringLiteral("issues"), issues },
                            { QStringLiteral("repo"), done.repo },
                            { QStringLiteral("path"), done.path } };
}

Async<QJsonObject> Journey::runPipeline()
{
    CO_TRY(const QJsonObject answer, co_await execute(QStringLiteral("run"), m_invocation.arguments));
    const QString project = answer.value(QLatin1String("project")).toString();
    if (!m_invocation.wait && m_session.isAttached())
        co_return answer;
    // With an engine of its own the command lasts until the pipeline is through: it would stop with it otherwise.
    m_progress.follow(project);
    CO_TRY(const auto done, co_await until(project, [](const auto &v) {
               return v.stage == QLatin1String("workers") || v.stage == QLatin1String("done");
           }));
    QJsonObject result = answer;
    result.insert(QStringLiteral("url"), done.deploy.url);
    result.insert(QStringLiteral("port"), done.deploy.port);
    result.insert(QStringLiteral("reach"), done.deploy.reach);
    result.insert(QStringLiteral("deploy"), toString(done.deploy.state));
    if (done.deploy.state != domain::DeployState::Live)
        m_output.progress(QStringLiteral("The first deploy of %1 is %2: see `slipway status`, try again with "
                                         "`slipway deploy %1`.")
                              .arg(project, toString(done.deploy.state)));
    co_return result;
}

Async<QJsonObject> Journey::confirmFinished(domain::ProjectView view)
{
    m_output.progress(
        QStringLiteral("This idea is built already (project %1): checking that its service answers.").arg(view.name));
    const QJsonObject where { { QStringLiteral("project"), view.name } };
    CO_CHECK(co_await execute(QStringLiteral("ensure_live"), where, std::chrono::minutes(10)));
    co_return QJsonObject { { QStringLiteral("success"), true } };
}

Async<QJsonObject> Journey::workThrough(QString project)
{
    const auto *known = view(project);
    if (known && known->stage == QLatin1String("done"))
        co_return co_await confirmFinished(*known);
    CO_CHECK(co_await until(project, [](const auto &v) {
        return v.stage != QLatin1String("prd") && v.stage != QLatin1String("plan")
            && !(v.stage == QLatin1String("repository") && v.state == QLatin1String("planning"));
    }));
    const QJsonObject where { { QStringLiteral("project"), project } };
    CO_CHECK(co_await execute(QStringLiteral("run"), where));
    CO_CHECK(co_await until(project, [](const auto &v) {
        return v.stage == QLatin1String("workers") || v.stage == QLatin1String("done");
    }));
    CO_CHECK(co_await execute(QStringLiteral("workers.start"), {}));
    CO_TRY(const auto end, co_await until(project, [](const auto &v) {
               return v.stage == QLatin1String("done")
                   || (v.state == QLatin1String("waiting") && v.issues.needsAttention > 0);
           }));
    if (end.issues.needsAttention > 0) {
        co_return fail(ErrorCode::Waiting,
                       QStringLiteral("%1: %2 issue(s) need attention").arg(project).arg(end.issues.needsAttention),
                       QStringLiteral("See `slipway gates`; retry with `slipway task retry ID`"));
    }
    co_return QJsonObject { { QStringLiteral("success"), true } };
}

Async<QJsonObject> Journey::build()
{
    CO_TRY(const QJsonObject begun, co_await begin());
    const QString project = begun.value(QLatin1String("project")).toString();
    if (begun.value(QLatin1String("resumed")).toBool() && !begun.value(QLatin1String("finished")).toBool())
        m_output.progress(QStringLiteral("Going on with %1.").arg(project));
    CO_CHECK(co_await workThrough(project));
    // The last merge's own run on the default branch is part of the journey.
    CO_TRY(const auto end, co_await until(project, [](const auto &v) {
               return v.deploy.state == domain::DeployState::Live
                   && (v.ci.state == domain::CiState::None || isFinal(v.ci.state));
           }));
    const double elapsed = m_progress.elapsedSeconds();
    const double overhead = m_progress.overheadSeconds() / qMax(1, end.issues.total());
    const QJsonObject result {
        { QStringLiteral("success"), true },           { QStringLiteral("project"), project },
        { QStringLiteral("url"), end.deploy.url },     { QStringLiteral("port"), end.deploy.port },
        { QStringLiteral("reach"), end.deploy.reach }, { QStringLiteral("issues"), end.issues.total() },
        { QStringLiteral("elapsed_s"), elapsed },      { QStringLiteral("overhead_s_per_issue"), overhead }
    };
    if (m_invocation.stopAfter) {
        const QJsonObject where { { QStringLiteral("project"), project } };
        CO_CHECK(co_await execute(QStringLiteral("undeploy"), where));
    }
    co_return result;
}

} // namespace slipway::app
