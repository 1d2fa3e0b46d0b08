// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/log/logfiltermodel.h"

#include "ui/models/eventlogmodel.h"

namespace slipway::ui {

void LogFilterModel::setType(const QString &type)
{
    m_type = type;
    invalidateRowsFilter();
}

void LogFilterModel::setText(const QString &text)
{
    m_text = text;
    invalidateRowsFilter();
}

bool LogFilterModel::filterAcceptsRow(int row, const QModelIndex &) const
{
    const auto &entry = static_cast<const EventLogModel *>(sourceModel())->entry(row);
    if (!m_type.isEmpty() && !entry.type.startsWith(m_type))
        return false;
    return m_text.isEmpty() || entry.text.contains(m_text, Qt::CaseInsensitive)
        || entry.project.contains(m_text, Qt::CaseInsensitive);
}

} // namespace slipway::ui
