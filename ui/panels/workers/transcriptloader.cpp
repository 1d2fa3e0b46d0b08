// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/workers/transcriptloader.h"

namespace slipway::ui {

TranscriptLoader::TranscriptLoader(const PanelContext &context, QObject *parent)
    : QObject(parent)
    , m_context(context)
    , m_update(120, [this] { fetch(); }, this)
{
    connect(&context.store, &control::StateStore::transcriptGrew, this, [this](const QString &run) {
        if (run == m_run)
            m_update.poke();
    });
}

void TranscriptLoader::open(const QString &run)
{
    if (run == m_run)
        return;
    m_run = run;
    m_next = 0;
    m_asking = false;
    m_more = false;
    Q_EMIT restarted();
    fetch();
}

void TranscriptLoader::fetch()
{
    if (m_run.isEmpty())
        return;
    if (m_asking) {
        m_more = true;
        return;
    }
    m_asking = true;
    m_context.link.query(QStringLiteral("transcript"),
                         { { QStringLiteral("run"), m_run }, { QStringLiteral("from"), m_next } }, this,
                         [this, run = m_run](const Result<QJsonObject> &result) { take(run, result); });
}

void TranscriptLoader::take(const QString &run, const Result<QJsonObject> &result)
{
    if (run != m_run) // the answer to a question nobody asks any more
        return;
    m_asking = false;
    if (!result) {
        Q_EMIT failed(result.error());
        return;
    }
    const auto events = result->value(QLatin1String("events")).toArray();
    const int next = result->value(QLatin1String("next")).toInt();
    const bool advanced = next > m_next && !events.isEmpty();
    if (advanced) {
        m_next = next;
        Q_EMIT loaded(events);
    }
    if (advanced || std::exchange(m_more, false)) // pages, until an empty one
        m_update.poke();
}

} // namespace slipway::ui
