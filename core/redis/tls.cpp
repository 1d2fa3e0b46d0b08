// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/tls.h"

#ifdef SLIPWAY_REDIS_TLS

#include <QHostAddress>

#include <async.h>
#include <hiredis_ssl.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <memory>

namespace slipway::redis {

namespace {

std::unexpected<Error> tlsFailed(const QString &what)
{
    const unsigned long number = ERR_get_error();
    const char *reason = number == 0 ? nullptr : ERR_reason_error_string(number);
    const QString detail = QString::fromLatin1(reason ? reason : "");
    return fail(ErrorCode::Unavailable, QStringLiteral("TLS to Redis failed: %1 %2").arg(what, detail).trimmed(),
                QStringLiteral("Check the server's certificate, or SSL_CERT_FILE for an authority of your own"), what);
}

} // namespace

Result<> startTls(redisAsyncContext *context, const QString &host)
{
    const std::unique_ptr<SSL_CTX, decltype(&SSL_CTX_free)> settings(SSL_CTX_new(TLS_client_method()), &SSL_CTX_free);
    if (!settings || SSL_CTX_set_default_verify_paths(settings.get()) != 1)
        return tlsFailed(QStringLiteral("no certificate authorities"));
    SSL_CTX_set_min_proto_version(settings.get(), TLS1_2_VERSION);
    SSL_CTX_set_verify(settings.get(), SSL_VERIFY_PEER, nullptr);
    std::unique_ptr<SSL, decltype(&SSL_free)> session(SSL_new(settings.get()), &SSL_free); // shares `settings`
    if (!session)
        return tlsFailed(QStringLiteral("no session"));
    const QByteArray name = host.toUtf8();
    // hiredis checks the chain only: that the certificate is for this host is ours to ask for.
    const bool isNumeric = !QHostAddress(host).isNull();
    const bool bound = isNumeric ? X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session.get()), name.constData()) == 1
                                 : SSL_set1_host(session.get(), name.constData()) == 1
            && SSL_ctrl(session.get(), SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name,
                        const_cast<char *>(name.constData()))
                == 1;
    if (!bound)
        return tlsFailed(QStringLiteral("the host name %1 cannot be used").arg(host));
    if (redisInitiateSSL(&context->c, session.get()) != REDIS_OK)
        return tlsFailed(QString::fromUtf8(context->c.errstr));
    (void)session.release(); // the context's now
    return {};
}

} // namespace slipway::redis

#else

namespace slipway::redis {

Result<> startTls(redisAsyncContext *, const QString &)
{
    return fail(
        ErrorCode::Unsupported, QStringLiteral("This build of Slipway has no TLS for Redis"),
        QStringLiteral(
            "Install libhiredis and OpenSSL development packages and build again, or use redis:// over a tunnel"),
        QStringLiteral("built without libhiredis_ssl"));
}

} // namespace slipway::redis

#endif
