// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QJsonObject>
#include <QTextCharFormat>
#include <QTextEdit>

namespace slipway::ui {

/// The lines of one run. Keeps the newest 5,000 lines; follows the end while the person looks at the end.
class TranscriptView final : public QTextEdit {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TranscriptView)
public:
    explicit TranscriptView(QWidget *parent = nullptr);
    void clearEvents();
    void appendEvents(const QJsonArray &events);

protected:
    void changeEvent(QEvent *event) override;

private:
    void insert(const QJsonObject &event);
    void insertLine(const QString &text, const QTextCharFormat &format, int indent = 0, int gap = 7);
    void repaintAll();

    QList<QJsonObject> m_events; ///< kept for a change of colours, as many as lines at most
};

} // namespace slipway::ui
