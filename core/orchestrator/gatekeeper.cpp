// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/gatekeeper.h"

#include "core/base/files.h"

#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcGates, "slipway.gates")

namespace slipway::orchestrator {

GateKeeper::GateKeeper(QString file, control::EventPublisher &events, const base::Clock &clock)
    : m_file(std::move(file))
    , m_events(events)
    , m_clock(clock)
{
}

Result<> GateKeeper::load()
{
    if (!QFileInfo::exists(m_file))
        return {};
    TRY(const QJsonObject json, base::readJsonObject(m_file));
    m_lastId = json.value(QLatin1String("last_id")).toInt();
    const auto gates = json.value(QLatin1String("gates")).toArray();
    for (const auto &value : gates) {
        const auto object = value.toObject();
        Entry entry;
        entry.view = domain::gateViewFromJson(object.value(QLatin1String("gate")).toObject());
        const auto decision = object.value(QLatin1String("decision")).toObject();
        if (!decision.isEmpty()) {
            entry.decision = Decision { decision.value(QLatin1String("approved")).toBool(),
                                        decision.value(QLatin1String("why")).toString(),
                                        decision.value(QLatin1String("actor")).toString() };
        }
        m_entries.emplace(object.value(QLatin1String("key")).toString(), std::move(entry));
    }
    return {};
}

void GateKeeper::save()
{
    QJsonArray gates;
    for (const auto &[key, entry] : m_entries) {
        QJsonObject object { { QStringLiteral("key"), key }, { QStringLiteral("gate"), domain::toJson(entry.view) } };
        if (entry.decision) {
            object.insert(QStringLiteral("decision"),
                          QJsonObject { { QStringLiteral("approved"), entry.decision->approved },
                                        { QStringLiteral("why"), entry.decision->why },
                                        { QStringLiteral("actor"), entry.decision->actor } });
        }
        gates.append(object);
    }
    const auto saved = base::writeJsonObject(
        m_file, { { QStringLiteral("last_id"), m_lastId }, { QStringLiteral("gates"), gates } });
    if (!saved)
        qCWarning(lcGates, "%s", qUtf8Printable(saved.error().message));
}

QString GateKeeper::open(const QString &key, domain::GateView gate)
{
    const auto known = m_entries.find(key);
    if (known != m_entries.end())
        return known->second.view.id;
    gate.id = QStringLiteral("g%1").arg(++m_lastId);
    gate.since = m_clock.now();
    gate.answer = QStringLiteral("slipway approve %1   or   slipway reject %1 --why \"…\"").arg(gate.id);
    m_entries.emplace(key, Entry { gate, std::nullopt, {} });
    save();
    m_events.publish(QStringLiteral("gate"), domain::toJson(gate));
    m_events.notify(QStringLiteral("gate"), gate.project, gate.title, gate.detail);
    return gate.id;
}

Async<Decision> GateKeeper::ask(QString key, domain::GateView gate, std::stop_token stop)
{
    open(key, std::move(gate));
    auto &entry = m_entries.at(key);
    if (entry.decision)
        co_return *entry.decision;
    const auto source = std::make_shared<base::CompletionSource<Decision>>();
    entry.waiting.push_back(source);
    auto completion = source->completion();
    // This waiter only: others may wait for the same answer.
    const std::stop_callback onStop(stop, [source] {
        source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("Stopped while waiting for a decision")));
    });
    co_return co_await completion;
}

void GateKeeper::settle(Entry &entry, const Decision &decision)
{
    entry.decision = decision;
    save();
    m_events.publish(QStringLiteral("gate_closed"), { { QStringLiteral("id"), entry.view.id } });
    for (const auto &source : std::exchange(entry.waiting, {}))
        source->resolve(decision);
}

void GateKeeper::answer(const QString &key, domain::GateView gate, const Decision &decision)
{
    auto known = m_entries.find(key);
    if (known == m_entries.end()) {
        gate.id = QStringLiteral("g%1").arg(++m_lastId);
        gate.since = m_clock.now();
        known = m_entries.emplace(key, Entry { gate, std::nullopt, {} }).first;
    }
    if (!known->second.decision)
        settle(known->second, decision);
}

std::optional<Decision> GateKeeper::answerOf(const QString &key) const
{
    const auto it = m_entries.find(key);
    return it == m_entries.end() ? std::nullopt : it->second.decision;
}

void GateKeeper::withdraw(const QString &key)
{
    const auto it = m_entries.find(key);
    if (it == m_entries.end())
        return;
    const bool wasOpen = !it->second.decision;
    const QString id = it->second.view.id;
    const auto waiting = std::exchange(it->second.waiting, {});
    m_entries.erase(it);
    for (const auto &source : waiting)
        source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("The question no longer stands")));
    save();
    if (wasOpen)
        m_events.publish(QStringLiteral("gate_closed"), { { QStringLiteral("id"), id } });
}

void GateKeeper::withdrawProject(const QString &project)
{
    QStringList keys;
    for (const auto &[key, entry] : m_entries) {
        if (entry.view.project == project)
            keys.append(key);
    }
    for (const QString &key : std::as_const(keys))
        withdraw(key);
}

Result<std::pair<QString, domain::GateView>> GateKeeper::decide(const QString &id, Decision decision)
{
    for (auto &[key, entry] : m_entries) {
        if (entry.view.id != id)
            continue;
        if (entry.decision)
            return fail(ErrorCode::Conflict, QStringLiteral("%1 is answered already").arg(id));
        settle(entry, decision);
        return std::pair { key, entry.view };
    }
    return fail(ErrorCode::NotFound, QStringLiteral("There is no open decision \"%1\"").arg(id),
                QStringLiteral("List them with `slipway gates`"));
}

QList<domain::GateView> GateKeeper::openGates() const
{
    QList<domain::GateView> gates;
    for (const auto &[key, entry] : m_entries) {
        if (!entry.decision)
            gates.append(entry.view);
    }
    std::ranges::sort(gates, {}, [](const auto &gate) { return gate.since; });
    return gates;
}

} // namespace slipway::orchestrator
