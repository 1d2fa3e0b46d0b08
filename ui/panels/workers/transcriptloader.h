// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/engine/panelcontext.h"
#include "ui/models/coalescer.h"

#include <QJsonArray>

namespace slipway::ui {

/// Reads one run's transcript from its beginning and goes on as it grows. A growing run only says *that* there is more;
/// the lines come by position from the query, so that none is shown twice or missed.
class TranscriptLoader final : public QObject {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TranscriptLoader)
public:
    explicit TranscriptLoader(const PanelContext &context, QObject *parent = nullptr);
    void open(const QString &run); ///< empty: nothing
    [[nodiscard]] const QString &run() const { return m_run; }

Q_SIGNALS:
    void restarted();
    void loaded(const QJsonArray &events);
    void failed(const slipway::Error &error);

private:
    void fetch();
    void take(const QString &run, const Result<QJsonObject> &result);

    PanelContext m_context;
    QString m_run;
    int m_next = 0;
    bool m_asking = false;
    bool m_more = false; ///< it grew while a query was under way
    Coalescer m_update;
};

} // namespace slipway::ui
