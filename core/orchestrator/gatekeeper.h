// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/control/eventpublisher.h"
#include "core/domain/snapshot.h"

namespace slipway::orchestrator {

/// A person's answer to a gate.
struct Decision {
    bool approved = false;
    QString why;
    QString actor;
};

/// The decision inbox. Open gates and their answers are on disk (`gates.json`), so that a restart asks nothing twice and
/// forgets no answer. Lives in the engine thread.
class GateKeeper final {
public:
    GateKeeper(QString file, control::EventPublisher &events, const base::Clock &clock);
    [[nodiscard]] Result<> load();

    /// Opens the gate with this key (or finds it open or answered) and waits for the answer. `key` names the question for
    /// good, e.g. `plan:url-shortener`; the id shown to people (`g1`) is made here. Cancelled on stop; it stays open then.
    [[nodiscard]] Async<Decision> ask(QString key, domain::GateView gate, std::stop_token stop);
    /// Opens without waiting; gives the id.
    QString open(const QString &key, domain::GateView gate);
    /// Keeps an answer that was given beforehand (`--allow`), as if the gate had been opened and answered now; one that is
    /// open already is answered by it.
    void answer(const QString &key, domain::GateView gate, const Decision &decision);
    /// The answer, if there is one.
    [[nodiscard]] std::optional<Decision> answerOf(const QString &key) const;
    /// Forgets a gate, open or answered (its question no longer stands).
    void withdraw(const QString &key);
    void withdrawProject(const QString &project);

    /// NotFound for an unknown id. Gives the key and the gate that was answered.
    [[nodiscard]] Result<std::pair<QString, domain::GateView>> decide(const QString &id, Decision decision);
    [[nodiscard]] QList<domain::GateView> openGates() const;

private:
    struct Entry {
        domain::GateView view;
        std::optional<Decision> decision;
        std::vector<std::shared_ptr<base::CompletionSource<Decision>>> waiting;
    };
    void settle(Entry &entry, const Decision &decision);
    void save();
    QString m_file;
    control::EventPublisher &m_events;
    const base::Clock &m_clock;
    std::map<QString, Entry> m_entries; ///< by key
    int m_lastId = 0;
};

} // namespace slipway::orchestrator
