// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"
#include "core/settings/settings.h"

#include <QPointer>
#include <QString>

#include <memory>
#include <vector>

namespace slipway::settings {

/// Where secrets are kept. Names are those of settings (`github.token`) or an owner's own (`audit.key`). Lives in the
/// thread that made it. Every value read or written is registered for redaction.
class SecretStore {
public:
    virtual ~SecretStore() = default;
    /// NotFound if there is none; Unavailable if the store cannot be reached.
    [[nodiscard]] virtual Async<QString> read(QString name) = 0;
    /// Unsupported where a store cannot be written.
    [[nodiscard]] virtual Async<> write(QString name, QString value) = 0;
    /// Removing what is not there is no error.
    [[nodiscard]] virtual Async<> remove(QString name) = 0;
    [[nodiscard]] virtual QString description() const = 0; ///< `keychain`, `environment`; for doctor
};

/// The secrets of the settings: environment variables and NAME_FILE files. Read only.
class EnvironmentSecretStore final : public SecretStore {
public:
    explicit EnvironmentSecretStore(Settings settings);
    [[nodiscard]] Async<QString> read(QString name) override;
    [[nodiscard]] Async<> write(QString name, QString value) override;
    [[nodiscard]] Async<> remove(QString name) override;
    [[nodiscard]] QString description() const override;

private:
    Settings m_settings;
};

/// The desktop's keychain (Secret Service or KWallet) through QtKeychain. Never falls back to plain text; answers
/// Unavailable within seconds where there is no keychain.
class KeychainSecretStore final : public SecretStore {
public:
    /// `service` separates homes: secrets of a second home are other entries.
    explicit KeychainSecretStore(QString service = QStringLiteral("slipway"));
    [[nodiscard]] Async<QString> read(QString name) override;
    [[nodiscard]] Async<> write(QString name, QString value) override;
    [[nodiscard]] Async<> remove(QString name) override;
    [[nodiscard]] QString description() const override;

private:
    QString m_service;
};

/// Several stores, asked in order; writes go to the first that takes them.
class ChainedSecretStore final : public SecretStore {
public:
    explicit ChainedSecretStore(std::vector<std::unique_ptr<SecretStore>> stores);
    [[nodiscard]] Async<QString> read(QString name) override;
    [[nodiscard]] Async<> write(QString name, QString value) override;
    [[nodiscard]] Async<> remove(QString name) override;
    [[nodiscard]] QString description() const override;

private:
    std::vector<std::unique_ptr<SecretStore>> m_stores;
};

} // namespace slipway::settings
