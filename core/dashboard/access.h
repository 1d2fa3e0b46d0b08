// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QByteArray>
#include <QHostAddress>
#include <QString>
#include <QStringList>

namespace slipway::dashboard {

/// What of a request decides who may do what. Value type.
struct Asked {
    QByteArray host, authorization, token, origin, fetchSite;
    QByteArray formToken; ///< field `token` of a form, for a browser without scripts
    bool isRead = true; ///< GET or HEAD
};

enum class Verdict {
    Allowed,
    ForeignHost, ///< 421
    NoControl, ///< 403: there is no control token
    CrossSite, ///< 403: another site's page asks
    WrongToken, ///< 403
    NeedsToken, ///< 401
};

/// The dashboard's rules, apart from HTTP: which names it answers to, who reads, who controls. Value type, any thread.
class Access {
public:
    /// `names`: further host names it is reached by, for listening beyond loopback.
    Access(QHostAddress listening, QString readToken, QString controlToken, QStringList names);

    [[nodiscard]] Verdict judge(const Asked &asked) const;
    [[nodiscard]] bool needsReadToken() const; ///< not on loopback
    [[nodiscard]] bool hasControl() const { return !m_controlToken.isEmpty(); }

private:
    [[nodiscard]] bool isOwnHost(const QByteArray &host) const;
    QHostAddress m_listening;
    QByteArray m_readToken, m_controlToken;
    QStringList m_names;
};

} // namespace slipway::dashboard
