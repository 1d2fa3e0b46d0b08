// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace slipway::agents {

/// One thing an agent did, the same for every CLI.
struct TranscriptEvent {
    enum class Kind { Started, Text, Thinking, ToolCall, ToolResult, Usage, Retry, Warning, Finished, Other };
    Kind kind = Kind::Other;
    QDateTime time;
    QString text; ///< one or more lines, redacted
    QString tool; ///< for ToolCall and ToolResult
    QString toolId;
    bool isError = false;
    QJsonObject data; ///< raw event where it matters
};

[[nodiscard]] QString toString(TranscriptEvent::Kind kind);
[[nodiscard]] QJsonObject toJson(const TranscriptEvent &event);
[[nodiscard]] TranscriptEvent transcriptEventFromJson(const QJsonObject &json);
/// One line for a status bar: "Edit src/app.py", "Running tests".
[[nodiscard]] QString activityOf(const TranscriptEvent &event);

} // namespace slipway::agents
