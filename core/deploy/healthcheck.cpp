// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/healthcheck.h"

#include "core/base/completion.h"
#include "core/base/taskscope.h"
#include "core/deploy/failuretext.h"
#include "core/deploy/healthpath.h"

#include <QNetworkAccessManager>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QNetworkRequest>
#include <QUrl>

namespace slipway::deploy {

namespace {
constexpr int tailLines = 20;
constexpr int clientError = 400;
constexpr int serverError = 500;
constexpr int notFound = 404;
constexpr int methodNotAllowed = 405;
} // namespace

HealthSettings healthOf(HealthSettings settings, const Release &release)
{
    settings.path = healthPathIn(release.sourceFolder);
    return settings;
}

HealthCheck::HealthCheck(int port, HealthSettings settings)
    : m_port(port)
    , m_settings(std::move(settings))
    , m_network(std::make_unique<QNetworkAccessManager>())
{
    if (!m_settings.path.isEmpty())
        m_path = m_settings.path;
    m_network->setProxy(QNetworkProxy::NoProxy);
    m_network->setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
}

HealthCheck::~HealthCheck() = default;

Async<int> HealthCheck::ask(QString path, std::stop_token stop)
{
    QNetworkRequest request(QUrl(QStringLiteral("http://127.0.0.1:%1%2").arg(m_port).arg(path)));
    request.setAttribute(QNetworkRequest::CacheLoadControlAttribute, QNetworkRequest::AlwaysNetwork);
    request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    request.setRawHeader("Connection", "close"); // a kept connection would say nothing about new ones
    request.setTransferTimeout(m_settings.answerTimeout);
    QNetworkReply *reply = m_network->get(request);
    const auto source = std::make_shared<base::CompletionSource<int>>();
    const auto finish = [source, reply] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status > 0)
            source->resolve(status);
        else if (reply->error() == QNetworkReply::OperationCanceledError)
            source->resolve(
                fail(ErrorCode::Timeout, QStringLiteral("The app accepted a request, but did not answer it")));
        else
            source->resolve(fail(ErrorCode::Unavailable, reply->errorString()));
        reply->deleteLater();
    };
    // The headers are enough: a page that streams for ever is a healthy one.
    QObject::connect(reply, &QNetworkReply::metaDataChanged, reply, [source, reply] {
        const int status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
        if (status > 0 && source->resolve(status))
            QMetaObject::invokeMethod(reply, &QNetworkReply::abort, Qt::QueuedConnection);
    });
    QObject::connect(reply, &QNetworkReply::finished, reply, finish);
    const QPointer<QNetworkReply> guard(reply);
    const std::stop_callback onStop(stop, [source] {
        source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("The health check was cancelled")));
    });
    const auto result = co_await source->completion();
    if (!result && result.error().code == ErrorCode::Cancelled && guard)
        guard->abort();
    co_return result;
}

Async<bool> HealthCheck::answersNow()
{
    const auto health = co_await ask(QStringLiteral("/healthz"));
    if (health && *health < serverError)
        co_return true;
    if (!health)
        co_return false;
    const auto root = co_await ask(QStringLiteral("/"));
    co_return root && *root < serverError;
}

bool HealthCheck::isGood(int answer) const
{
    return answer < (m_settings.path.isEmpty() ? serverError : clientError);
}

Async<> HealthCheck::failure(Runtime &runtime, QString project, QString deploymentId, Error error)
{
    const auto log = co_await runtime.logTail(project, deploymentId, tailLines);
    error.detail = log ? *log : QString();
    error.hint = hintForLog(error.detail, error.hint);
    co_return std::unexpected(error);
}

Async<> HealthCheck::waitUntilHealthy(Runtime &runtime, QString project, QString deploymentId, std::stop_token stop)
{
    const auto deadline = std::chrono::steady_clock::now() + m_settings.deadline;
    int good = 0;
    QString last = QStringLiteral("nothing answered");
    while (true) {
        const auto answer = co_await ask(m_path, stop);
        if (!answer && answer.error().code == ErrorCode::Cancelled)
            co_return forward(answer);
        if (answer && m_settings.path.isEmpty() && (*answer == notFound || *answer == methodNotAllowed)
            && m_path != QLatin1String("/")) {
            m_path = QStringLiteral("/"); // no health page: the front page has to do
            continue;
        }
        good = answer && isGood(*answer) ? good + 1 : 0;
        last = answer ? QStringLiteral("it answered %1 to GET %2").arg(*answer).arg(m_path) : answer.error().message;
        // Asked after the answer: another process that got the port first answers too, while our app ends.
        const auto status = co_await runtime.status(project, deploymentId);
        if (!status)
            co_return forward(status);
        if (status->state != AppStatus::State::Running || status->restarts > 0) {
            const QString how = status->detail.isEmpty() ? QStringLiteral("unknown exit") : status->detail;
            Error ended { ErrorCode::Invalid,
                          QStringLiteral("The app ended right after its start (%1)").arg(how),
                          QStringLiteral("Read its last log lines"),
                          {} };
            co_return co_await failure(runtime, project, deploymentId, std::move(ended));
        }
        if (status->health == AppStatus::Health::Unhealthy) {
            Error ill { ErrorCode::Invalid,
                        QStringLiteral("The image's HEALTHCHECK says that the app is unhealthy (%1)")
                            .arg(status->healthOutput.isEmpty() ? last : status->healthOutput.simplified().left(200)),
                        QStringLiteral(
                            "Correct HEALTHCHECK in the Dockerfile (is its program in the image?), or the app"),
                        {} };
            co_return co_await failure(runtime, project, deploymentId, std::move(ill));
        }
        const bool undecided = status->health == AppStatus::Health::Starting;
        if (good >= m_settings.goodAnswers && !undecided)
            co_return {};
        const auto patience = undecided && good > 0 ? m_settings.healthPatience : std::chrono::milliseconds(0);
        if (std::chrono::steady_clock::now() >= deadline + patience) {
            Error late { ErrorCode::Timeout,
                         QStringLiteral("The app did not become healthy within %1 s (%2)")
                             .arg(std::chrono::duration_cast<std::chrono::seconds>(m_settings.deadline).count())
                             .arg(last),
                         QStringLiteral("It has to answer GET /healthz or GET / on the port in $PORT"),
                         {} };
            co_return co_await failure(runtime, project, deploymentId, std::move(late));
        }
        CO_CHECK(co_await base::sleepFor(m_settings.interval, stop));
    }
}

} // namespace slipway::deploy
