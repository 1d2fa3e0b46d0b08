// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/agents/agentdriver.h"

#include <QFile>

namespace slipway::agents {

/// Longest text of one event that is kept, and longest raw data.
inline constexpr qsizetype maxEventText = 32 * 1024;

/// The same event with secrets masked and its text and data cut to a size that can be shown and stored.
[[nodiscard]] TranscriptEvent cleaned(TranscriptEvent event);

/// What one run leaves on disk: `<folder>/runs/<run>.jsonl` (first line the request, last line the result, events between)
/// and lines in the driver's day log. Everything is redacted and bounded. A disk that is full costs the log, not the run.
class RunLog final {
public:
    RunLog(const QString &folder, const AgentDriver &driver, const AgentRequest &request, const QDateTime &now);
    void request(const AgentRequest &request);
    void event(const TranscriptEvent &event);
    void result(const AgentResult &result, const process::ProcessOutcome &outcome, const QDateTime &now);
    [[nodiscard]] QString path() const { return m_transcript.fileName(); }

private:
    void writeLine(const QJsonObject &json, bool always = false);
    void writeDay(const QDateTime &time, const QString &text);

    QFile m_transcript;
    QFile m_day;
    QString m_driver;
    QString m_run;
    qint64 m_written = 0;
    bool m_isFull = false;
};

} // namespace slipway::agents
