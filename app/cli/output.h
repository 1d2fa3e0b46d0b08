// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "app/cli/invocation.h"

#include "core/base/result.h"

namespace slipway::app {

/// What a command prints: with --json exactly one document on stdout, also on failure; progress goes to stderr.
class Output final {
public:
    explicit Output(bool json);
    void text(const QString &text) const; ///< stdout, for people; nothing with --json
    void progress(const QString &line) const; ///< stderr
    void document(const QJsonObject &json) const; ///< stdout with --json
    /// Prints the error as one line (or document) and gives its exit code.
    [[nodiscard]] int failure(const Error &error) const;

    [[nodiscard]] bool isJson() const { return m_json; }
    [[nodiscard]] bool isTerminal() const { return m_terminal; } ///< of stderr, where progress goes
    [[nodiscard]] bool hasColour() const { return m_colour; }
    [[nodiscard]] QString bold(const QString &text) const;
    [[nodiscard]] QString dim(const QString &text) const;
    [[nodiscard]] QString coloured(const QString &text, int ansi) const;

private:
    bool m_json, m_terminal, m_colour;
};

[[nodiscard]] int exitCodeOf(const Error &error);

/// Columns padded to their widest cell.
[[nodiscard]] QString table(const QStringList &head, const QList<QStringList> &rows, const Output &output);

} // namespace slipway::app
