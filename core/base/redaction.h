// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QString>

namespace slipway::base {

/// Registers a secret's value: from then on redact() masks it everywhere. Any thread. Values under 6 characters are
/// ignored (they would mask ordinary text).
void addSecret(const QString &value);
/// The same for one that is good for minutes only, of which many come: the newest 200 are masked. Any thread.
void addPassingSecret(const QString &value);

/// Masks registered secrets and whatever looks like a credential (GitHub, Anthropic, OpenAI, Slack tokens, bearer
/// headers, passwords in URLs, PEM private keys) as `***`. Any thread.
[[nodiscard]] QString redact(const QString &text);
[[nodiscard]] QByteArray redact(const QByteArray &utf8);

} // namespace slipway::base
