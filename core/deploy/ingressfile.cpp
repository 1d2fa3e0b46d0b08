// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/ingressfile.h"

#include "core/deploy/ingresstext.h"

#include <QRegularExpression>
#include <QUrl>

#include <yaml-cpp/yaml.h>

namespace slipway::deploy {

namespace {

constexpr const char *byteOrderMark = "\xEF\xBB\xBF";

std::unexpected<Error> refused(const QString &why)
{
    return fail(ErrorCode::Unsupported,
                QStringLiteral("The tunnel's configuration cannot be edited safely: %1").arg(why),
                QStringLiteral("Add the rule by hand above the catch-all"));
}

/// A key of a rule, looked up through merge keys too.
YAML::Node valueOf(const YAML::Node &rule, const char *key)
{
    if (const YAML::Node own = rule[key])
        return own;
    const YAML::Node merged = rule["<<"];
    if (!merged)
        return YAML::Node(YAML::NodeType::Undefined);
    if (merged.IsMap())
        return merged[key] ? merged[key] : YAML::Node(YAML::NodeType::Undefined);
    if (merged.IsSequence()) {
        for (const auto &one : merged) {
            if (one.IsMap() && one[key])
                return one[key];
        }
    }
    return YAML::Node(YAML::NodeType::Undefined);
}

QString textOf(const YAML::Node &node)
{
    return node.IsDefined() && node.IsScalar() ? QString::fromStdString(node.Scalar()) : QString();
}

bool isOnThisMachine(const QString &service)
{
    const QString host = QUrl(service).host();
    return host == QLatin1String("127.0.0.1") || host == QLatin1String("localhost") || host == QLatin1String("::1");
}

} // namespace

Result<IngressFile> IngressFile::parse(const QByteArray &bytes)
{
    IngressFile file;
    file.m_bytes = bytes;
    const qsizetype skipped = bytes.startsWith(byteOrderMark) ? 3 : 0;
    try {
        const YAML::Node root = YAML::Load(bytes.mid(skipped).toStdString());
        if (!root.IsMap())
            return fail(ErrorCode::Invalid, QStringLiteral("The tunnel's configuration is empty"),
                        QStringLiteral("It needs `tunnel:` and `credentials-file:`; see cloudflared tunnel create"));
        file.m_tunnel = textOf(root["tunnel"]);
        file.m_credentials = textOf(root["credentials-file"]);
        const YAML::Node ingress = root["ingress"];
        if (!ingress.IsDefined()) {
            for (const char *single : { "url", "service", "hello-world", "unix-socket", "bastion" }) {
                if (root[single])
                    return refused(
                        QStringLiteral("it serves one origin (`%1:`), not a list").arg(QLatin1String(single)));
            }
            return file;
        }
        if (!ingress.IsSequence() || ingress.size() == 0)
            return fail(ErrorCode::Invalid,
                        QStringLiteral("`ingress` in the tunnel's configuration is not a list of rules"),
                        QStringLiteral("It needs at least: - service: http_status:404"));
        QList<qsizetype> items;
        QList<qsizetype> services;
        for (const auto &rule : ingress) {
            if (!rule.IsMap())
                return fail(ErrorCode::Invalid,
                            QStringLiteral("An ingress rule in the tunnel's configuration is no map"));
            file.m_rules << IngressRule { textOf(valueOf(rule, "hostname")), textOf(valueOf(rule, "path")),
                                          textOf(valueOf(rule, "service")) };
            items << rule.Mark().pos + skipped;
            const YAML::Node service = rule["service"];
            services << (service.IsDefined() ? service.Mark().pos + skipped : -1);
        }
        file.m_flow = ingress.Style() == YAML::EmitterStyle::Flow;
        const auto spans = file.m_flow ? flowItems(bytes, items) : blockItems(bytes, ingress.Mark().pos + skipped);
        for (qsizetype i = 0; spans.size() == file.m_rules.size() && i < spans.size(); ++i) {
            const TextSpan service = scalarAt(bytes, services.at(i), file.m_rules.at(i).service);
            file.m_places << Place { spans.at(i).begin, spans.at(i).end, service.begin, service.end };
        }
    } catch (const YAML::Exception &error) {
        return fail(ErrorCode::Invalid,
                    QStringLiteral("The tunnel's configuration is no YAML (line %1)").arg(error.mark.line + 1),
                    QStringLiteral("Correct that line"), QString::fromStdString(error.msg));
    }
    return file;
}

qsizetype IngressFile::ownRule(const QString &host) const
{
    for (qsizetype i = 0; i < m_rules.size(); ++i) {
        if (m_rules.at(i).hostname == host && m_rules.at(i).path.isEmpty())
            return i;
    }
    return -1;
}

Result<IngressFile> IngressFile::readBack(QByteArray bytes, const QList<IngressRule> &expected) const
{
    auto again = parse(bytes);
    if (!again)
        return refused(again.error().message);
    if (again->m_rules != expected || again->m_tunnel != m_tunnel || again->m_credentials != m_credentials)
        return refused(QStringLiteral("the edit would change other rules"));
    return again;
}

Result<IngressFile> IngressFile::inserted(qsizetype at, const IngressRule &rule) const
{
    QByteArray bytes = m_bytes;
    QList<IngressRule> expected = m_rules;
    if (m_rules.isEmpty()) {
        const QByteArray eol = lineEndOf(bytes);
        if (!bytes.isEmpty() && !bytes.endsWith('\n'))
            bytes += eol;
        bytes += "ingress:" + eol + "  - hostname: " + rule.hostname.toUtf8() + eol
            + "    service: " + rule.service.toUtf8() + eol + "  - service: http_status:404" + eol;
        expected << rule << IngressRule { {}, {}, QStringLiteral("http_status:404") };
        return readBack(bytes, expected);
    }
    if (m_places.size() != m_rules.size())
        return refused(QStringLiteral("its rules are not written as a plain list"));
    const TextSpan place { m_places.at(at).begin, m_places.at(at).end };
    const TextEdit edit = m_flow ? flowInsertion(place, rule.hostname, rule.service)
                                 : blockInsertion(bytes, place, rule.hostname, rule.service);
    bytes.insert(edit.at, edit.text);
    expected.insert(at, rule);
    return readBack(bytes, expected);
}

Result<IngressFile> IngressFile::replaced(qsizetype at, const QString &service) const
{
    QList<IngressRule> expected = m_rules;
    expected[at].service = service;
    const qsizetype begin = m_places.size() == m_rules.size() ? m_places.at(at).serviceBegin : -1;
    if (begin < 0)
        return refused(QStringLiteral("the service of %1 is written behind an alias").arg(m_rules.at(at).hostname));
    QByteArray bytes = m_bytes;
    const char first = bytes.at(begin);
    const QByteArray quote = first == '"' || first == '\'' ? QByteArray(1, first) : QByteArray();
    const QByteArray written = quote + service.toUtf8() + quote;
    bytes.replace(begin, m_places.at(at).serviceEnd - begin, written);
    return readBack(bytes, expected);
}

Result<IngressFile> IngressFile::cut(qsizetype at) const
{
    if (m_places.size() != m_rules.size() || at + 1 >= m_rules.size())
        return refused(QStringLiteral("its rules are not written as a plain list"));
    QByteArray bytes = m_bytes;
    const qsizetype begin = m_places.at(at).begin;
    bytes.remove(begin, (m_flow ? m_places.at(at + 1).begin : m_places.at(at).end) - begin);
    QList<IngressRule> expected = m_rules;
    expected.removeAt(at);
    return readBack(bytes, expected);
}

Result<IngressFile> IngressFile::withRoute(const QString &host, const QString &service) const
{
    static const QRegularExpression name(
        QStringLiteral("^(?=.{1,253}$)[a-z0-9]([a-z0-9-]*[a-z0-9])?(\\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$"));
    if (!name.match(host).hasMatch())
        return fail(ErrorCode::Invalid, QStringLiteral("%1 is not a host name").arg(host),
                    QStringLiteral("Check SLIPWAY_DOMAIN"));
    const qsizetype own = ownRule(host);
    qsizetype first = 0; // that takes requests of the host and belongs to others
    while (first < m_rules.size() && (m_rules.at(first).hostname == host || !m_rules.at(first).matchesHost(host)))
        ++first;
    if (own >= 0) {
        if (!isOnThisMachine(m_rules.at(own).service))
            return fail(ErrorCode::Conflict,
                        QStringLiteral("%1 already leads to %2").arg(host, m_rules.at(own).service),
                        QStringLiteral("Remove that rule from the tunnel's configuration, or choose another domain"));
        if (own < first)
            return m_rules.at(own).service == service ? Result<IngressFile>(*this) : replaced(own, service);
        TRY(const IngressFile without, cut(own)); // another rule takes its requests: it has to stand above
        return without.inserted(first, { host, {}, service });
    }
    if (!m_rules.isEmpty() && first == m_rules.size())
        return fail(ErrorCode::Invalid, QStringLiteral("The tunnel's configuration has no catch-all rule"),
                    QStringLiteral("Its last rule has to be: - service: http_status:404"));
    return inserted(first, { host, {}, service });
}

Result<IngressFile> IngressFile::withoutRoute(const QString &host) const
{
    const qsizetype own = ownRule(host);
    if (own < 0)
        return *this;
    return cut(own);
}

} // namespace slipway::deploy
