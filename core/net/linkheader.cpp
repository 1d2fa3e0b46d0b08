// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/linkheader.h"

namespace slipway::net {

QUrl nextPage(const QByteArray &linkHeader)
{
    qsizetype from = 0;
    while (true) {
        const auto open = linkHeader.indexOf('<', from);
        const auto close = open < 0 ? -1 : linkHeader.indexOf('>', open);
        if (close < 0)
            return {};
        // The parameters end where the next address begins: a comma may stand inside the address itself.
        auto end = linkHeader.indexOf('<', close);
        if (end < 0)
            end = linkHeader.size();
        const QByteArray parameters = linkHeader.mid(close + 1, end - close - 1).toLower();
        if (parameters.contains("rel=\"next\"") || parameters.contains("rel=next"))
            return QUrl::fromEncoded(linkHeader.mid(open + 1, close - open - 1));
        from = end;
    }
}

} // namespace slipway::net
