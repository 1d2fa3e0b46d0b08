// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logging.h"

#include "core/base/redaction.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QMutex>

#include <cstdio>

Q_LOGGING_CATEGORY(lcBase, "slipway.base")

namespace slipway::base {

namespace {

// The message handler is a plain function pointer: its state cannot live anywhere but here.
struct LogSink {
    QMutex mutex;
    QString folder;
    QString day;
    QFile file;
    bool toStderr = false;
};
LogSink &sink()
{
    static LogSink instance;
    return instance;
}

char letter(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 'D';
    case QtInfoMsg:
        return 'I';
    case QtWarningMsg:
        return 'W';
    case QtCriticalMsg:
        return 'E';
    case QtFatalMsg:
        return 'F';
    }
    return '?';
}

void handle(QtMsgType type, const QMessageLogContext &context, const QString &text)
{
    const QDateTime now = QDateTime::currentDateTimeUtc();
    const QByteArray line = now.toString(Qt::ISODateWithMs).toUtf8() + ' ' + letter(type) + ' '
        + (context.category ? context.category : "default") + ": " + redact(text).toUtf8() + '\n';
    auto &log = sink();
    const QMutexLocker lock(&log.mutex);
    const QString day = now.toString(QStringLiteral("yyyyMMdd"));
    if (!log.folder.isEmpty() && (day != log.day || !log.file.isOpen())) {
        log.file.close();
        QDir().mkpath(log.folder);
        log.file.setFileName(log.folder + QStringLiteral("/slipway_") + day + QStringLiteral(".log"));
        if (log.file.open(QIODevice::WriteOnly | QIODevice::Append))
            log.day = day;
    }
    if (log.file.isOpen()) {
        log.file.write(line);
        log.file.flush();
    }
    if (type == QtFatalMsg || (log.toStderr && type != QtDebugMsg))
        std::fputs(line.constData(), stderr);
}

} // namespace

void installLogging(const QString &folder, bool toStderr)
{
    {
        auto &log = sink();
        const QMutexLocker lock(&log.mutex);
        log.folder = folder;
        log.toStderr = toStderr;
    }
    qInstallMessageHandler(handle);
}

} // namespace slipway::base
