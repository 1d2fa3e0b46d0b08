// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/queue/scriptarguments.h"

#include "core/domain/agenttype.h"

namespace slipway::queue {

namespace {
constexpr int highestNumber = 10'000'000; // 1.2 MB of bits
}

QJsonArray typeNames()
{
    QJsonArray names;
    for (const auto type : domain::allAgentTypes())
        names.append(domain::toString(type));
    return names;
}

QJsonArray jsonOf(const QList<int> &numbers)
{
    QJsonArray array;
    for (const int number : numbers)
        array.append(number);
    return array;
}

double ms(std::chrono::milliseconds duration)
{
    return double(duration.count());
}

Result<> checkNumbers(const QList<int> &numbers)
{
    for (const int number : numbers) {
        if (number <= 0 || number > highestNumber)
            return fail(ErrorCode::Invalid, QStringLiteral("%1 cannot be the number of an issue").arg(number));
    }
    return {};
}

} // namespace slipway::queue
