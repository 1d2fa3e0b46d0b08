// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/deploy/ingressrule.h"

#include <QByteArray>

namespace slipway::deploy {

/// A tunnel's config.yml as a person wrote it. An edit is one insertion, one replacement or one cut in its bytes: comments,
/// order, quoting, line ends and all foreign rules stay. Each edit is read back, and refused (Unsupported) unless every
/// foreign rule is what it was; so is a file that cannot be edited safely, e.g. one with the rule behind an alias. Value,
/// any thread.
class IngressFile final {
public:
    /// Invalid with the line if it is no YAML or has no list of rules.
    [[nodiscard]] static Result<IngressFile> parse(const QByteArray &bytes);

    [[nodiscard]] const QByteArray &bytes() const { return m_bytes; }
    [[nodiscard]] const QList<IngressRule> &rules() const { return m_rules; }
    [[nodiscard]] QString tunnel() const { return m_tunnel; }
    [[nodiscard]] QString credentialsFile() const { return m_credentials; }

    /// Sends a host to a service: the host's own rule is changed in place; else one is put above the first rule that would
    /// take its requests. Conflict if the host's rule leads to something that is not an address on this machine.
    [[nodiscard]] Result<IngressFile> withRoute(const QString &host, const QString &service) const;
    /// Without the host's own rule; unchanged if it has none.
    [[nodiscard]] Result<IngressFile> withoutRoute(const QString &host) const;

private:
    struct Place {
        qsizetype begin = 0, end = 0; ///< of the item: from its line's start (block) or its brace (flow)
        qsizetype serviceBegin = -1, serviceEnd = -1; ///< of the scalar, with its quotes
    };
    [[nodiscard]] qsizetype ownRule(const QString &host) const;
    [[nodiscard]] Result<IngressFile> inserted(qsizetype at, const IngressRule &rule) const;
    [[nodiscard]] Result<IngressFile> replaced(qsizetype at, const QString &service) const;
    [[nodiscard]] Result<IngressFile> cut(qsizetype at) const;
    [[nodiscard]] Result<IngressFile> readBack(QByteArray bytes, const QList<IngressRule> &expected) const;

    QByteArray m_bytes;
    QList<IngressRule> m_rules;
    QList<Place> m_places;
    bool m_flow = false;
    QString m_tunnel, m_credentials;
};

} // namespace slipway::deploy
