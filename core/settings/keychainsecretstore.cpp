// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/completion.h"
#include "core/base/redaction.h"
#include "core/settings/secretstore.h"

#include <QFileInfo>
#include <QTimer>

#include <qt6keychain/keychain.h>

namespace slipway::settings {

namespace {

using namespace std::chrono_literals;
// A locked keychain asks its owner for the password; a missing one must not hang a server.
constexpr auto patience = 60s;

Error errorOf(const QKeychain::Job &job, const QString &name)
{
    const QString detail = job.errorString();
    switch (job.error()) {
    case QKeychain::EntryNotFound:
        return { ErrorCode::NotFound, QStringLiteral("The keychain has no secret %1").arg(name), {}, detail };
    case QKeychain::AccessDenied:
    case QKeychain::AccessDeniedByUser:
        return { ErrorCode::Denied, QStringLiteral("The keychain did not give access to %1").arg(name),
                 QStringLiteral("Unlock the keychain and try again"), detail };
    default:
        return { ErrorCode::Unavailable, QStringLiteral("There is no keychain that could hold %1").arg(name),
                 QStringLiteral("Start a Secret Service (GNOME Keyring, KWallet), or set the secret in the environment "
                                "or its _FILE form"),
                 detail };
    }
}

// Without a session bus the library waits long for one that never comes.
bool hasSessionBus()
{
    if (!qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return true;
    const QString runtime = qEnvironmentVariable("XDG_RUNTIME_DIR");
    return !runtime.isEmpty() && QFileInfo::exists(runtime + QStringLiteral("/bus"));
}

// Runs a job to its one end. The job deletes itself; one that is out of patience is left to end by itself.
base::Completion<> run(QKeychain::Job *job, const QString &name, std::function<void()> onSuccess)
{
    auto source = std::make_shared<base::CompletionSource<>>();
    const auto completion = source->completion();
    if (!hasSessionBus()) {
        source->resolve(std::unexpected(errorOf(*job, name)));
        job->deleteLater();
        return completion;
    }
    QObject::connect(job, &QKeychain::Job::finished, job, [source, name, onSuccess](QKeychain::Job *ended) {
        if (ended->error() != QKeychain::NoError) {
            source->resolve(std::unexpected(errorOf(*ended, name)));
            return;
        }
        onSuccess();
        source->resolve({});
    });
    QTimer::singleShot(patience, job, [source, name] {
        source->resolve(fail(ErrorCode::Timeout, QStringLiteral("The keychain did not answer about %1").arg(name),
                             QStringLiteral("Unlock the keychain and try again")));
    });
    job->setInsecureFallback(false);
    job->start();
    return completion;
}

} // namespace

KeychainSecretStore::KeychainSecretStore(QString service)
    : m_service(std::move(service))
{
}

Async<QString> KeychainSecretStore::read(QString name)
{
    auto *job = new QKeychain::ReadPasswordJob(m_service); // deletes itself when it has finished
    job->setKey(name);
    const auto value = std::make_shared<QString>();
    auto done = run(job, name, [job, value] { *value = job->textData(); });
    CO_CHECK(co_await done);
    base::addSecret(*value);
    co_return *value;
}

Async<> KeychainSecretStore::write(QString name, QString value)
{
    base::addSecret(value);
    auto *job = new QKeychain::WritePasswordJob(m_service);
    job->setKey(name);
    job->setTextData(value);
    auto done = run(job, name, [] { });
    co_return co_await done;
}

Async<> KeychainSecretStore::remove(QString name)
{
    auto *job = new QKeychain::DeletePasswordJob(m_service);
    job->setKey(name);
    auto done = run(job, name, [] { });
    auto outcome = co_await done;
    if (!outcome && outcome.error().code == ErrorCode::NotFound)
        co_return {};
    co_return outcome;
}

QString KeychainSecretStore::description() const
{
    return QStringLiteral("keychain");
}

} // namespace slipway::settings
