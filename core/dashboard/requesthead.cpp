// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/requesthead.h"

#include <algorithm>

namespace slipway::dashboard {

namespace {

bool isToken(const QByteArray &text)
{
    return !text.isEmpty() && std::ranges::all_of(text, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9')
            || QByteArrayView("!#$%&'*+-.^_`|~").contains(c);
    });
}

bool isPlain(const QByteArray &text)
{
    return std::ranges::none_of(
        text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\t') || c == 0x7f; });
}

bool isHopByHop(const QByteArray &lowerName)
{
    static const QList<QByteArray> names { "connection", "keep-alive",    "proxy-connection", "proxy-authorization",
                                           "te",         "trailer",       "upgrade",          "transfer-encoding",
                                           "expect",     "http2-settings" };
    return names.contains(lowerName);
}

} // namespace

std::expected<RequestHead, Refusal> RequestHead::parse(const QByteArray &text)
{
    const auto refuse = [](int status, const char *reason) { return std::unexpected(Refusal { status, reason }); };
    QList<QByteArray> lines = text.split('\n');
    for (QByteArray &line : lines) {
        if (line.endsWith('\r'))
            line.chop(1);
    }
    while (!lines.isEmpty() && lines.last().isEmpty())
        lines.removeLast();
    if (lines.isEmpty())
        return refuse(400, "Bad Request");

    const auto parts = lines.first().split(' ');
    if (parts.size() != 3 || !isToken(parts.at(0)) || !isPlain(parts.at(1)) || !parts.at(1).startsWith('/'))
        return refuse(400, "Bad Request");
    if (parts.at(2) != "HTTP/1.1" && parts.at(2) != "HTTP/1.0")
        return refuse(505, "HTTP Version Not Supported");

    RequestHead head;
    head.method = parts.at(0);
    head.target = parts.at(1);
    int lengths = 0;
    for (qsizetype i = 1; i < lines.size(); ++i) {
        const qsizetype colon = lines.at(i).indexOf(':');
        const QByteArray name = lines.at(i).left(qMax<qsizetype>(colon, 0));
        const QByteArray value = lines.at(i).mid(colon + 1).trimmed();
        if (!isToken(name) || !isPlain(value))
            return refuse(400, "Bad Request");
        const QByteArray lower = name.toLower();
        if (lower == "transfer-encoding")
            return refuse(411, "Length Required");
        if (lower == "content-length") {
            bool ok = false;
            head.contentLength = value.toLongLong(&ok);
            if (!ok || head.contentLength < 0
                || !std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; }) || ++lengths > 1)
                return refuse(400, "Bad Request");
        }
        if (lower == "expect")
            head.expectsContinue = value.toLower() == "100-continue";
        head.fields.append({ name, value });
    }
    if (std::ranges::count_if(head.fields, [](const auto &field) { return field.first.toLower() == "host"; }) != 1)
        return refuse(400, "Bad Request"); // none, or two that disagree
    return head;
}

QByteArray RequestHead::field(const QByteArray &lowerName) const
{
    for (const auto &[name, value] : fields) {
        if (name.toLower() == lowerName)
            return value;
    }
    return {};
}

QByteArray RequestHead::forwarded() const
{
    QByteArray text
        = (method == "HEAD" ? QByteArray("GET") : method) + QByteArray(" ") + target + QByteArray(" HTTP/1.1\r\n");
    for (const auto &[name, value] : fields) {
        if (!isHopByHop(name.toLower()))
            text += name + QByteArray(": ") + value + QByteArray("\r\n");
    }
    text += "Connection: close\r\n\r\n";
    return text;
}

} // namespace slipway::dashboard
