// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/secretstore.h"

#include "core/base/redaction.h"

namespace slipway::settings {

EnvironmentSecretStore::EnvironmentSecretStore(Settings settings)
    : m_settings(std::move(settings))
{
}

Async<QString> EnvironmentSecretStore::read(QString name)
{
    const auto key = keyFromName(name);
    if (!key || !infoOf(*key).secret || m_settings.string(*key).isEmpty())
        co_return fail(ErrorCode::NotFound, QStringLiteral("No secret %1 is set in the environment").arg(name));
    co_return m_settings.string(*key);
}

Async<> EnvironmentSecretStore::write(QString name, QString)
{
    co_return fail(ErrorCode::Unsupported, QStringLiteral("The secret %1 cannot be kept in the environment").arg(name),
                   QStringLiteral("Set the variable, or its _FILE form, where Slipway is started"));
}

Async<> EnvironmentSecretStore::remove(QString)
{
    co_return {};
}

QString EnvironmentSecretStore::description() const
{
    return QStringLiteral("environment");
}

ChainedSecretStore::ChainedSecretStore(std::vector<std::unique_ptr<SecretStore>> stores)
    : m_stores(std::move(stores))
{
}

Async<QString> ChainedSecretStore::read(QString name)
{
    Error last { ErrorCode::NotFound, QStringLiteral("No secret %1 is kept").arg(name), {}, {} };
    for (const auto &store : m_stores) {
        auto value = co_await store->read(name);
        if (value)
            co_return value;
        if (value.error().code != ErrorCode::NotFound)
            last = value.error();
    }
    co_return std::unexpected(last);
}

Async<> ChainedSecretStore::write(QString name, QString value)
{
    base::addSecret(value);
    Error last { ErrorCode::Unsupported, QStringLiteral("There is nowhere to keep the secret %1").arg(name), {}, {} };
    for (const auto &store : m_stores) {
        auto written = co_await store->write(name, value);
        if (written)
            co_return {};
        if (written.error().code != ErrorCode::Unsupported)
            last = written.error();
    }
    co_return std::unexpected(last);
}

Async<> ChainedSecretStore::remove(QString name)
{
    Result<> outcome;
    for (const auto &store : m_stores) {
        auto removed = co_await store->remove(name);
        if (!removed)
            outcome = removed;
    }
    co_return outcome;
}

QString ChainedSecretStore::description() const
{
    QStringList names;
    for (const auto &store : m_stores)
        names << store->description();
    return names.join(QStringLiteral(", "));
}

} // namespace slipway::settings
