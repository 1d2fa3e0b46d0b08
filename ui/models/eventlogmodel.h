// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/control/statestore.h"
#include "ui/models/coalescer.h"
#include "ui/style/tones.h"

#include <QAbstractTableModel>
#include <QDateTime>

namespace slipway::ui {

/// What happened, newest last; the newest 20,000 are kept. A task or worker that is told again with nothing new in it
/// makes no line.
class EventLogModel final : public QAbstractTableModel {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(EventLogModel)
public:
    enum Column { Time, Kind, Project, Text, ColumnCount };
    enum Role { TypeRole = Qt::UserRole, ToneRole };
    static constexpr int maximumRows = 20'000;

    struct Entry {
        QDateTime time;
        QString type; ///< of the event
        QString project;
        QString text;
        Tone tone = Tone::Neutral;
    };

    explicit EventLogModel(const control::StateStore &store, QObject *parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] const Entry &entry(int row) const { return m_entries.at(row); }
    void flush() { m_update.flush(); }
    void clear();
    [[nodiscard]] static QString kindText(const QString &type);

private:
    void take(const control::Event &event);
    void append();

    QList<Entry> m_entries;
    QList<Entry> m_new;
    QHash<QString, QString> m_lastText; ///< by what it is about
    Coalescer m_update;
};

} // namespace slipway::ui
