// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/storage/storagethread.h"

#include <QObject>

namespace slipway::storage {

StorageThread::StorageThread()
    : m_thread(base::startThread(QStringLiteral("storage")))
    , m_context(new QObject)
{
    m_context->moveToThread(m_thread.get());
    QObject::connect(m_thread.get(), &QThread::finished, m_context, &QObject::deleteLater);
}

StorageThread::~StorageThread() = default;

void StorageThread::post(std::function<void()> job)
{
    QMetaObject::invokeMethod(m_context, std::move(job), Qt::QueuedConnection);
}

void StorageThread::postAndWait(std::function<void()> job)
{
    base::runIn(m_context, std::move(job));
}

} // namespace slipway::storage
