// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/agents/agenttalk.h"

namespace slipway::agents {

AgentTalk::AgentTalk(TranscriptParser &parser, process::ProcessSpec &spec)
    : m_parser(parser)
    , m_input(std::make_shared<process::ProcessInput>())
{
    spec.talk = m_input;
    m_patience.setSingleShot(true);
    QObject::connect(&m_patience, &QTimer::timeout, &m_patience, [this] {
        m_isDismissed = m_isOver;
        m_process.request_stop();
    });
    go();
}

AgentTalk::~AgentTalk() = default;

void AgentTalk::go()
{
    m_input->write(m_parser.toSay());
    if (m_isOver || !m_parser.isOver())
        return;
    m_isOver = true;
    m_input->close();
    m_patience.start(endPatience);
}

void AgentTalk::stop()
{
    QMetaObject::invokeMethod(&m_patience, [this] { sayFarewell(); }, Qt::QueuedConnection);
}

void AgentTalk::sayFarewell()
{
    const QByteArray words = m_isOver ? QByteArray() : m_parser.farewell();
    if (words.isEmpty()) {
        m_process.request_stop();
        return;
    }
    m_input->write(words);
    m_patience.start(farewellPatience);
}

} // namespace slipway::agents
