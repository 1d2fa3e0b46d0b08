// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/discord/fakelimits.h"

#include <QJsonDocument>
#include <QJsonObject>

namespace slipway::test {

namespace {

HostResponse tooMany(double seconds, bool global)
{
    HostResponse response { 429, {}, {} };
    response.headers.append({ "Retry-After", QByteArray::number(int(seconds) + 1) });
    response.headers.emplaceBack("X-RateLimit-Scope", global ? "global" : "user");
    if (global)
        response.headers.emplaceBack("X-RateLimit-Global", "true");
    response.body
        = QJsonDocument(QJsonObject { { QStringLiteral("message"), QStringLiteral("You are being rate limited.") },
                                      { QStringLiteral("retry_after"), seconds },
                                      { QStringLiteral("global"), global } })
              .toJson();
    return response;
}

} // namespace

FakeLimits::FakeLimits(FakeLimitOptions options)
    : m_options(options)
{
    m_clock.start();
}

bool FakeLimits::take(const QString &bucket, const QString &major, HostResponse *response)
{
    const qint64 now = m_clock.elapsed();
    auto &all = m_windows[QString()];
    while (!all.empty() && all.front() <= now - 1000)
        all.pop_front();
    if (int(all.size()) >= m_options.global) {
        ++refused;
        *response = tooMany(double(all.front() + 1000 - now) / 1000, true);
        return false;
    }
    auto &window = m_windows[bucket + QLatin1Char(' ') + major];
    while (!window.empty() && window.front() <= now - m_options.windowMs)
        window.pop_front();
    const bool over = int(window.size()) >= m_options.messages;
    if (over) {
        ++refused;
        *response = tooMany(double(window.front() + m_options.windowMs - now) / 1000, false);
    } else {
        window.push_back(now);
        all.push_back(now);
    }
    const double resetAfter = double(window.front() + m_options.windowMs - now) / 1000;
    response->headers.append({ "X-RateLimit-Limit", QByteArray::number(m_options.messages) });
    response->headers.append({ "X-RateLimit-Remaining", QByteArray::number(m_options.messages - int(window.size())) });
    response->headers.append({ "X-RateLimit-Reset-After", QByteArray::number(resetAfter, 'f', 3) });
    response->headers.append({ "X-RateLimit-Bucket", bucket.toLatin1() });
    return !over;
}

} // namespace slipway::test
