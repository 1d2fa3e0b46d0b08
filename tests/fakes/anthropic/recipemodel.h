// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/recipe.h"
#include "tests/fakes/anthropic/conversation.h"

namespace slipway::test {

/// What a request is for, found in the words of its prompt: nothing else is told to a model.
struct Task {
    QString purpose; ///< as in agents::AgentRequest; empty: not understood
    QString subject;
    int round = 0;
};

/// A language model that knows one recipe by heart: reads prompts as a real one would, and works with the tools that it is
/// offered. It reads files before it overwrites them when the tool asks for that, runs what the recipe runs, and the tests
/// before it judges a review.
class RecipeModel final {
public:
    explicit RecipeModel(agents::Recipe recipe);
    /// The content blocks of its answer as `{"blocks": […]}`, or an error as FakeModelServer::Script wants it.
    [[nodiscard]] QJsonObject answer(const QJsonObject &request);
    /// The task of the last request, for the log.
    [[nodiscard]] const Task &lastTask() const { return m_task; }
    [[nodiscard]] bool lastWasFirst() const { return m_isFirst; }

private:
    [[nodiscard]] Task taskOf(const Conversation &talk) const;
    [[nodiscard]] QString slugOf(const QString &title, const char *file, const char *list) const;
    [[nodiscard]] QJsonArray nextStep(const QJsonObject &scene, const Conversation &talk);
    [[nodiscard]] QJsonArray writes(const QString &folder, const Conversation &talk);
    [[nodiscard]] QJsonArray command(const QString &line, const Conversation &talk);
    [[nodiscard]] QJsonArray verdict(const QJsonObject &scene, const Conversation &talk);
    [[nodiscard]] QJsonArray end(const QJsonObject &scene, const Conversation &talk);
    [[nodiscard]] QJsonObject use(const QString &tool, const QJsonObject &input);

    agents::Recipe m_recipe;
    Task m_task;
    bool m_isFirst = false;
    int m_uses = 0;
};

} // namespace slipway::test
