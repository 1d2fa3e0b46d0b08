// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/services.h"

namespace slipway::orchestrator {

QCoro::Task<QString> Services::notesFor(QString project, QString about) const
{
    const auto notes = co_await memory.notesFor(project, about);
    co_return notes ? *notes : QString();
}

QCoro::Task<> Services::remember(QString project, QString kind, QString text) const
{
    const auto kept = co_await memory.remember(project, kind, text);
    if (!kept)
        qWarning("memory: %s", qUtf8Printable(kept.error().message));
}

} // namespace slipway::orchestrator
