// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/replies.h"

#include "core/base/files.h"
#include "core/dashboard/securityheaders.h"

#include <QHttpHeaders>
#include <QUrlQuery>

namespace slipway::dashboard {

using Status = QHttpServerResponse::StatusCode;

namespace {

QByteArray field(const QHttpServerRequest &request, const char *name)
{
    return request.headers().value(QLatin1String(name)).toByteArray();
}

bool isForm(const QHttpServerRequest &request)
{
    return field(request, "content-type").startsWith("application/x-www-form-urlencoded");
}

} // namespace

QHttpServerResponse answer(QByteArray type, QByteArray body, Status status)
{
    return QHttpServerResponse(type, std::move(body), status);
}

QHttpServerResponse jsonError(const Error &error, Status status)
{
    return answer(
        json,
        base::compact(QJsonObject { { QStringLiteral("success"), false }, { QStringLiteral("error"), toJson(error) } }),
        status);
}

Status statusOf(ErrorCode code)
{
    switch (code) {
    case ErrorCode::NotFound:
        return Status::NotFound;
    case ErrorCode::Conflict:
    case ErrorCode::Waiting:
        return Status::Conflict;
    case ErrorCode::Denied:
        return Status::Forbidden;
    case ErrorCode::Invalid:
    case ErrorCode::Unsupported:
        return Status::UnprocessableEntity;
    case ErrorCode::Timeout:
        return Status::GatewayTimeout;
    case ErrorCode::Unavailable:
    case ErrorCode::Cancelled:
        return Status::ServiceUnavailable;
    case ErrorCode::Exhausted:
        return Status::TooManyRequests;
    case ErrorCode::Internal:
        break;
    }
    return Status::InternalServerError;
}

void secure(QHttpServerResponse &response)
{
    QHttpHeaders headers = response.headers();
    if (headers.contains("x-frame-options"))
        return;
    for (const auto &[name, value] : securityHeaders())
        headers.append(name, value);
    if (!headers.contains(QHttpHeaders::WellKnownHeader::CacheControl))
        headers.append(QHttpHeaders::WellKnownHeader::CacheControl, "no-store");
    response.setHeaders(std::move(headers));
}

bool wantsHtml(const QHttpServerRequest &request)
{
    return field(request, "accept").contains("text/html");
}

Asked asked(const QHttpServerRequest &request)
{
    Asked asked;
    asked.host = field(request, "host");
    asked.authorization = field(request, "authorization");
    asked.token = field(request, "x-slipway-token");
    asked.origin = field(request, "origin");
    asked.fetchSite = field(request, "sec-fetch-site");
    asked.isRead
        = request.method() == QHttpServerRequest::Method::Get || request.method() == QHttpServerRequest::Method::Head;
    if (!asked.isRead && isForm(request)) {
        QByteArray body = request.body();
        body.replace('+', "%20");
        asked.formToken
            = QUrlQuery(QString::fromUtf8(body)).queryItemValue(QStringLiteral("token"), QUrl::FullyDecoded).toUtf8();
    }
    return asked;
}

} // namespace slipway::dashboard
