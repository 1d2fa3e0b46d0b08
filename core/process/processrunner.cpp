// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processrunner.h"

namespace slipway::process {

namespace {

// The last lines of stderr say what went wrong; of a program that only writes to stdout, those.
QString tailOf(const ProcessOutcome &outcome)
{
    const QByteArray &source = outcome.err.trimmed().isEmpty() ? outcome.out : outcome.err;
    return QString::fromUtf8(source.right(4096)).trimmed();
}

} // namespace

Result<QByteArray> outputOf(const ProcessOutcome &outcome, const QString &what)
{
    switch (outcome.end) {
    case ProcessEnd::Finished:
        if (outcome.exitCode == 0)
            return outcome.out;
        return fail(ErrorCode::Invalid, QStringLiteral("%1 failed with exit code %2").arg(what).arg(outcome.exitCode),
                    {}, tailOf(outcome));
    case ProcessEnd::FailedToStart:
        return fail(ErrorCode::Unavailable, QStringLiteral("%1 could not start: %2").arg(what, outcome.error),
                    QStringLiteral("Run `slipway doctor` to see what is missing"), tailOf(outcome));
    case ProcessEnd::Crashed:
        return fail(ErrorCode::Invalid, QStringLiteral("%1 crashed").arg(what), {}, tailOf(outcome));
    case ProcessEnd::TimedOut:
        return fail(ErrorCode::Timeout,
                    QStringLiteral("%1 took longer than %2 s").arg(what).arg(outcome.duration.count() / 1000), {},
                    tailOf(outcome));
    case ProcessEnd::Cancelled:
        return fail(ErrorCode::Cancelled, QStringLiteral("%1 was cancelled").arg(what));
    }
    return fail(ErrorCode::Internal, QStringLiteral("%1 ended in an unknown way").arg(what));
}

} // namespace slipway::process
