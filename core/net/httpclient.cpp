// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/httpclient.h"

#include "core/base/completion.h"
#include "core/net/netlog.h"

#include <QElapsedTimer>
#include <QHostAddress>
#include <QNetworkAccessManager>
#include <QNetworkCookieJar>
#include <QNetworkProxyFactory>
#include <QNetworkReply>
#include <QNetworkRequest>

namespace slipway::net {

namespace {

/// A body that cannot be rewound: what makes Qt give up instead of sending a request twice.
class OnceDevice final : public QIODevice {
public:
    explicit OnceDevice(QByteArray content)
        : m_content(std::move(content))
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }
    [[nodiscard]] bool isSequential() const override { return true; }
    [[nodiscard]] bool atEnd() const override { return m_position >= m_content.size(); }
    [[nodiscard]] qint64 bytesAvailable() const override { return m_content.size() - m_position; }
    [[nodiscard]] qint64 size() const override { return m_content.size(); }
    bool seek(qint64) override { return false; }

protected:
    qint64 readData(char *data, qint64 maxSize) override
    {
        const qint64 count = std::min(maxSize, bytesAvailable());
        if (count <= 0)
            return -1;
        memcpy(data, m_content.constData() + m_position, size_t(count));
        m_position += count;
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    QByteArray m_content;
    qint64 m_position = 0;
};

class SystemProxies final : public QNetworkProxyFactory {
public:
    QList<QNetworkProxy> queryProxy(const QNetworkProxyQuery &query) override
    {
        const QString host = query.peerHostName();
        if (host == QLatin1String("localhost") || QHostAddress(host).isLoopback())
            return { QNetworkProxy(QNetworkProxy::NoProxy) };
        return systemProxyForQuery(query);
    }
};

QNetworkRequest requestOf(const HttpRequest &request, const QByteArray &userAgent)
{
    QNetworkRequest native(request.url);
    native.setAttribute(QNetworkRequest::RedirectPolicyAttribute, QNetworkRequest::ManualRedirectPolicy);
    native.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    native.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    native.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    native.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    native.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    native.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    native.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);
    native.setRawHeader("User-Agent", userAgent);
    for (const auto &[name, value] : request.headers)
        native.setRawHeader(name, value);
    if (!request.body.isEmpty())
        native.setHeader(QNetworkRequest::ContentLengthHeader, request.body.size());
    return native;
}

bool neverArrived(QNetworkReply::NetworkError error)
{
    switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::SslHandshakeFailedError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyAuthenticationRequiredError:
    case QNetworkReply::ProtocolUnknownError:
        return true;
    default:
        return false;
    }
}

/// Whether Qt's error only repeats the status of a complete answer.
bool isHttpStatus(QNetworkReply::NetworkError error)
{
    return error == QNetworkReply::NoError || error == QNetworkReply::ProtocolInvalidOperationError // that is 400
        || (error >= QNetworkReply::ContentAccessDenied && error < QNetworkReply::ProtocolUnknownError
            && error != QNetworkReply::ContentReSendError)
        || error >= QNetworkReply::InternalServerError;
}

/// One request on its way. Owned by its reply's manager's thread; resolves its source once.
class Exchange final : public QObject {
public:
    Exchange(QNetworkReply *reply, const HttpRequest &request)
        : m_reply(reply)
        , m_maxBytes(request.maxBytes)
        , m_idleTimeout(request.idleTimeout)
    {
        connect(reply, &QNetworkReply::requestSent, this, [this] {
            m_sent = true;
            m_idle.start(m_idleTimeout);
        });
        connect(reply, &QNetworkReply::uploadProgress, this, [this] { m_idle.start(m_idleTimeout); });
        connect(reply, &QNetworkReply::readyRead, this, [this] { take(); });
        connect(reply, &QNetworkReply::finished, this, [this] { finish(); });
        // The manager went away with its replies.
        connect(reply, &QObject::destroyed, this, [this] {
            m_reply = nullptr;
            stopWith(HttpEnd::Cancelled, QStringLiteral("The connection was given up"));
        });
        for (QTimer *timer : { &m_idle, &m_total }) {
            timer->setSingleShot(true);
            connect(timer, &QTimer::timeout, this,
                    [this] { stopWith(HttpEnd::TimedOut, QStringLiteral("There was no answer in time")); });
        }
        m_idle.start(m_idleTimeout);
        m_total.start(request.timeout);
    }

    [[nodiscard]] base::Completion<HttpAnswer> completion() const { return m_source.completion(); }

    /// Ends it early; the answer says why.
    void stopWith(HttpEnd end, const QString &why)
    {
        HttpAnswer answer;
        answer.end = end == HttpEnd::TimedOut && !m_sent ? HttpEnd::NotSent : end;
        answer.error = why;
        resolve(std::move(answer));
    }

private:
    void take()
    {
        m_idle.start(m_idleTimeout);
        m_body += m_reply->readAll();
        if (m_body.size() > m_maxBytes)
            stopWith(HttpEnd::TooLarge, QStringLiteral("The answer is longer than %1 bytes").arg(m_maxBytes));
    }

    void finish()
    {
        if (m_done)
            return;
        take();
        if (m_done)
            return;
        const int status = m_reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        const auto error = m_reply->error();
        HttpAnswer answer;
        // Qt looks whether it could repeat the body at the new address, although it is not asked to go there.
        const bool movedOn = (status == 307 || status == 308) && error == QNetworkReply::ContentReSendError;
        if (status > 0 && (movedOn || isHttpStatus(error))) {
            answer.end = HttpEnd::Answered;
            answer.status = status;
            answer.headers = m_reply->rawHeaderPairs();
            answer.body = std::move(m_body);
        } else {
            answer.end = !m_sent || neverArrived(error) ? HttpEnd::NotSent : HttpEnd::Lost;
            answer.error = sentence(error);
        }
        resolve(std::move(answer));
    }

    [[nodiscard]] QString sentence(QNetworkReply::NetworkError error) const
    {
        // Qt's own text may hold the whole address with its query.
        switch (error) {
        case QNetworkReply::ConnectionRefusedError:
            return QStringLiteral("The connection was refused");
        case QNetworkReply::HostNotFoundError:
            return QStringLiteral("The host name is not known");
        case QNetworkReply::SslHandshakeFailedError:
            return QStringLiteral("No secure connection could be made");
        case QNetworkReply::ProxyConnectionRefusedError:
        case QNetworkReply::ProxyNotFoundError:
        case QNetworkReply::ProxyAuthenticationRequiredError:
            return QStringLiteral("The proxy does not let it through");
        default:
            return QStringLiteral("The connection broke before the answer was complete");
        }
    }

    void resolve(HttpAnswer answer)
    {
        if (std::exchange(m_done, true))
            return;
        m_idle.stop();
        m_total.stop();
        m_source.resolve(std::move(answer));
        if (!m_reply)
            return;
        m_reply->disconnect(this);
        if (m_reply->isRunning())
            m_reply->abort();
        m_reply->deleteLater();
        m_reply = nullptr;
    }

    QNetworkReply *m_reply;
    qsizetype m_maxBytes;
    std::chrono::milliseconds m_idleTimeout;
    QTimer m_idle, m_total;
    QByteArray m_body;
    bool m_sent = false, m_done = false;
    base::CompletionSource<HttpAnswer> m_source;
};

QCoro::Task<HttpAnswer> answerOf(std::shared_ptr<Exchange> exchange, std::stop_token stop)
{
    const auto cancel = [exchange] {
        QMetaObject::invokeMethod(exchange.get(),
                                  [exchange] { exchange->stopWith(HttpEnd::Cancelled, QStringLiteral("Cancelled")); });
    };
    const std::stop_callback onStop(stop, cancel);
    auto completion = exchange->completion();
    auto result = co_await completion;
    if (result)
        co_return std::move(*result);
    HttpAnswer answer;
    answer.end = HttpEnd::Cancelled;
    answer.error = result.error().message;
    co_return answer;
}

} // namespace

HttpClient::HttpClient(QByteArray userAgent, QObject *parent)
    : QObject(parent)
    , m_manager(std::make_unique<QNetworkAccessManager>())
    , m_userAgent(std::move(userAgent))
{
    m_manager->setProxyFactory(new SystemProxies); // owned by the manager
    m_manager->setAutoDeleteReplies(false);
    m_manager->setStrictTransportSecurityEnabled(false);
}

HttpClient::~HttpClient() = default;

QCoro::Task<HttpAnswer> HttpClient::send(HttpRequest request, std::stop_token stop)
{
    if (stop.stop_requested()) {
        HttpAnswer cancelled;
        cancelled.end = HttpEnd::Cancelled;
        cancelled.error = QStringLiteral("Cancelled");
        co_return cancelled;
    }
    const QNetworkRequest native = requestOf(request, m_userAgent);
    QNetworkReply *reply = nullptr;
    if (request.body.isEmpty()) {
        reply = m_manager->sendCustomRequest(native, request.method);
    } else {
        auto *device = new OnceDevice(request.body);
        reply = m_manager->sendCustomRequest(native, request.method, device);
        device->setParent(reply);
    }
    QElapsedTimer timer;
    timer.start();
    const auto exchange = std::make_shared<Exchange>(reply, request);
    const QByteArray method = request.method;
    const QString shown = displayUrl(request.url);
    HttpAnswer answer = co_await answerOf(exchange, std::move(stop));
    qCDebug(lcNet, "%s %s: %d after %lld ms %s", method.constData(), qUtf8Printable(shown), answer.status,
            timer.elapsed(), qUtf8Printable(answer.error));
    co_return answer;
}

} // namespace slipway::net
