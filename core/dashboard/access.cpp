// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/access.h"

#include <QCryptographicHash>
#include <QSysInfo>
#include <QUrl>

namespace slipway::dashboard {

namespace {

// Same time whatever differs: a guess learns nothing from how long the answer takes.
bool sameSecret(const QByteArray &given, const QByteArray &secret)
{
    if (given.isEmpty() || secret.isEmpty())
        return false;
    const QByteArray a = QCryptographicHash::hash(given, QCryptographicHash::Sha256);
    const QByteArray b = QCryptographicHash::hash(secret, QCryptographicHash::Sha256);
    int difference = 0;
    for (qsizetype i = 0; i < a.size(); ++i)
        difference |= a.at(i) ^ b.at(i);
    return difference == 0;
}

QByteArray bearer(const QByteArray &authorization)
{
    return authorization.left(7).toLower() == "bearer " ? authorization.mid(7).trimmed() : QByteArray();
}

// A browser asks its person for a name and a password; the password is the token.
QByteArray basicPassword(const QByteArray &authorization)
{
    if (authorization.left(6).toLower() != "basic ")
        return {};
    const QByteArray pair = QByteArray::fromBase64(authorization.mid(6).trimmed());
    const qsizetype colon = pair.indexOf(':');
    return colon < 0 ? QByteArray() : pair.mid(colon + 1);
}

} // namespace

Access::Access(QHostAddress listening, QString readToken, QString controlToken, QStringList names)
    : m_listening(std::move(listening))
    , m_readToken(readToken.toUtf8())
    , m_controlToken(controlToken.toUtf8())
    , m_names(std::move(names))
{
    for (QString &name : m_names)
        name = name.toLower();
}

bool Access::needsReadToken() const
{
    return !m_listening.isLoopback();
}

bool Access::isOwnHost(const QByteArray &field) const
{
    const QUrl url(QStringLiteral("http://") + QString::fromUtf8(field), QUrl::StrictMode);
    const QString host = url.host().toLower();
    if (!url.isValid() || host.isEmpty() || !url.path().isEmpty() || !url.userInfo().isEmpty())
        return false;
    if (host == QLatin1String("localhost") || host.endsWith(QLatin1String(".localhost")) || m_names.contains(host))
        return true;
    // A rebinding attack needs a name: an address in the Host field is what somebody typed.
    const QHostAddress address(host);
    if (!address.isNull())
        return needsReadToken() || address.isLoopback();
    const QString machine = QSysInfo::machineHostName().toLower();
    return needsReadToken() && !machine.isEmpty() && (host == machine || host == machine + QLatin1String(".local"));
}

Verdict Access::judge(const Asked &asked) const
{
    if (!isOwnHost(asked.host))
        return Verdict::ForeignHost;
    const QByteArray headerToken = asked.token.isEmpty() ? bearer(asked.authorization) : asked.token;
    if (asked.isRead) {
        const QByteArray given = headerToken.isEmpty() ? basicPassword(asked.authorization) : headerToken;
        if (!needsReadToken() || sameSecret(given, m_readToken) || sameSecret(given, m_controlToken))
            return Verdict::Allowed;
        return given.isEmpty() ? Verdict::NeedsToken : Verdict::WrongToken;
    }
    if (!hasControl())
        return Verdict::NoControl;
    // The password a browser keeps and sends by itself never controls: another site's form would use it.
    const bool ownPage = asked.origin.isEmpty()
        || QUrl(QString::fromUtf8(asked.origin)).authority() == QString::fromUtf8(asked.host).toLower();
    if (!ownPage || asked.fetchSite == "cross-site")
        return Verdict::CrossSite;
    const QByteArray given = headerToken.isEmpty() ? asked.formToken : headerToken;
    if (sameSecret(given, m_controlToken))
        return Verdict::Allowed;
    return given.isEmpty() ? Verdict::NeedsToken : Verdict::WrongToken;
}

} // namespace slipway::dashboard
