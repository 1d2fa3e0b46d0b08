// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/files.h"
#include "core/planning/planningrun.h"

namespace slipway::test {

/// Answers planning requests from a list of rules and remembers what was asked.
class ScriptedAgent {
public:
    using Answer = std::function<agents::AgentResult(const agents::AgentRequest &)>;

    QList<agents::AgentRequest> asked;
    QMap<QString, Answer> answers; ///< by purpose

    [[nodiscard]] planning::RunAgent run()
    {
        return [this](agents::AgentRequest request) { return answer(std::move(request)); };
    }
    [[nodiscard]] qsizetype count(const QString &purpose) const
    {
        return std::ranges::count(asked, purpose, &agents::AgentRequest::purpose);
    }

    [[nodiscard]] static agents::AgentResult text(const QString &text)
    {
        agents::AgentResult result;
        result.text = text;
        return result;
    }
    [[nodiscard]] static agents::AgentResult json(const QJsonObject &object)
    {
        agents::AgentResult result;
        result.structured = object;
        return result;
    }
    [[nodiscard]] static agents::AgentResult failed(domain::FailureClass failure)
    {
        agents::AgentResult result;
        result.failure = failure;
        result.detail = QStringLiteral("scripted failure");
        return result;
    }

private:
    QCoro::Task<agents::AgentResult> answer(agents::AgentRequest request)
    {
        asked.append(request);
        const auto rule = answers.value(request.purpose);
        co_return rule ? rule(request) : failed(domain::FailureClass::AgentError);
    }
};

} // namespace slipway::test
