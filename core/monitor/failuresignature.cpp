// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/monitor/failuresignature.h"

#include <QCryptographicHash>
#include <QRegularExpression>

namespace slipway::monitor {

namespace {

/// Other numbers stay: one failing test less, or another wrong value, is another failure.
QString withoutAccidents(QString line)
{
    static const QList<QRegularExpression> accidents {
        QRegularExpression(
            QStringLiteral("\\b\\d{4}-\\d\\d-\\d\\d([T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d+)?)?)?(Z|[+-]\\d\\d:?\\d\\d)?")),
        QRegularExpression(QStringLiteral("\\b\\d\\d:\\d\\d:\\d\\d([.,]\\d+)?\\b")),
        QRegularExpression(QStringLiteral("\\b\\d+([.,]\\d+)?\\s?(ns|us|µs|ms|s|sec|seconds?|minutes?)\\b")),
        QRegularExpression(QStringLiteral("\\b0x[0-9a-fA-F]+\\b")),
        QRegularExpression(QStringLiteral("\\b(?=[0-9a-f]*\\d)[0-9a-f]{7,64}\\b")),
        QRegularExpression(QStringLiteral("/(tmp|var/tmp|run)/[^\\s'\":,)]+")),
        QRegularExpression(QStringLiteral("\\b(127\\.0\\.0\\.1|localhost):\\d+")),
    };
    for (const auto &accident : accidents)
        line.replace(accident, QStringLiteral("~"));
    return line.simplified();
}

} // namespace

QString failureSignature(const QJsonObject &evidence)
{
    QStringList parts;
    for (const char *name : { "workflow", "job", "step" })
        parts.append(evidence.value(QLatin1String(name)).toString());
    parts.append(QString::number(evidence.value(QLatin1String("exit_code")).toInt()));
    const auto lines = evidence.value(QLatin1String("log")).toString().split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        const QString plain = withoutAccidents(line);
        if (!plain.isEmpty())
            parts.append(plain);
    }
    const QByteArray text = parts.join(QLatin1Char('\n')).toUtf8();
    return QString::fromLatin1(QCryptographicHash::hash(text, QCryptographicHash::Sha256).toHex().left(32));
}

} // namespace slipway::monitor
