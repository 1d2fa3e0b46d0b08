// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QObject>
#include <QTimer>

#include <stop_token>

namespace slipway::agents {

/// One run's side of a talk with its process: passes on what the parser has to say, closes stdin when all is said, and stops a
/// run with a word before it stops it by signal. Lives in the thread and for the time of one run or detection.
class AgentTalk final {
public:
    /// How long a process may take to answer a farewell, and to end by itself after everything was said.
    static constexpr std::chrono::milliseconds farewellPatience { 2000 };
    static constexpr std::chrono::milliseconds endPatience { 1000 };

    /// Opens stdin in `spec` and says the first words.
    AgentTalk(TranscriptParser &parser, process::ProcessSpec &spec);
    Q_DISABLE_COPY_MOVE(AgentTalk)
    ~AgentTalk();

    /// To be called after every line that the parser has read.
    void go();
    /// The run is to be stopped. Any thread; the talk has to outlive the call.
    void stop();
    /// Ends the process.
    [[nodiscard]] std::stop_token processStop() const { return m_process.get_token(); }
    /// All was said, and the process had to be ended all the same.
    [[nodiscard]] bool isDismissed() const { return m_isDismissed; }

private:
    void sayFarewell();

    TranscriptParser &m_parser;
    std::shared_ptr<process::ProcessInput> m_input;
    std::stop_source m_process;
    QTimer m_patience; ///< also where stop() of other threads arrives
    bool m_isOver = false;
    bool m_isDismissed = false;
};

} // namespace slipway::agents
