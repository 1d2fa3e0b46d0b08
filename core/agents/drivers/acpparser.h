// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/drivers/acpupdates.h"

namespace slipway::agents {

/// One run in the Agent Client Protocol (version 1; JSON-RPC 2.0, one message a line): our end of the talk, from `initialize`
/// over `session/new` or `session/load` to the answer of `session/prompt`. An answer in JSON that does not fit its schema is
/// asked for again, in the same session. Files and terminals are not offered: the agent works in the sandbox by itself.
class AcpParser final : public TranscriptParser {
public:
    /// \param signInHint what a person has to do when the agent wants a login
    /// \param hasKey a key of the agent's service is in its environment
    AcpParser(AgentRequest request, QString signInHint, bool hasKey);

    [[nodiscard]] QList<TranscriptEvent> line(const QByteArray &line) override;
    [[nodiscard]] AgentResult finish(const process::ProcessOutcome &outcome) override;
    [[nodiscard]] QByteArray toSay() override { return std::exchange(m_toSay, {}); }
    [[nodiscard]] QByteArray farewell() override;
    [[nodiscard]] bool isOver() const override { return m_step == Step::Over; }
    /// What `initialize` told of the agent: name and version.
    [[nodiscard]] const QJsonObject &agentInfo() const { return m_agentInfo; }
    /// Ends after `initialize`: to see whether a program speaks the protocol, without a model call.
    void onlyIntroduce() { m_onlyIntroduce = true; }

private:
    enum class Step { Initialize, Authenticate, Load, Open, Prompt, Over };

    void call(Step step, const char *method, const QJsonObject &params);
    void reply(const QJsonValue &id, const QJsonObject &result);
    void refuse(const QJsonValue &id, int code, const QString &message);
    [[nodiscard]] QList<TranscriptEvent> request(const QJsonObject &message);
    [[nodiscard]] QList<TranscriptEvent> permission(const QJsonObject &message);
    [[nodiscard]] QList<TranscriptEvent> answer(const QJsonObject &message);
    void initialized(const QJsonObject &result);
    [[nodiscard]] bool authenticate();
    void open();
    void prompt(const QString &text);
    [[nodiscard]] QList<TranscriptEvent> turnEnded(const QJsonObject &result);
    [[nodiscard]] QList<TranscriptEvent> failed(const QJsonObject &error);
    [[nodiscard]] QList<TranscriptEvent> over(domain::FailureClass failure = domain::FailureClass::None,
                                              const QString &detail = {});

    AgentRequest m_request;
    QString m_signInHint;
    bool m_hasKey = false;
    bool m_onlyIntroduce = false;
    bool m_wasAuthenticated = false;
    bool m_isLeaving = false; ///< farewell was said
    Step m_step = Step::Initialize;
    int m_call = 0; ///< number of our last request
    int m_repairs = 0;
    int m_noise = 0; ///< lines that are no messages
    QByteArray m_toSay;
    QJsonObject m_agentInfo;
    QStringList m_authMethods;
    AcpUpdates m_updates;
    AgentResult m_result;
};

} // namespace slipway::agents
