// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/ingressfile.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <random>

using namespace slipway;
using namespace slipway::deploy;

namespace {

const QString host = QStringLiteral("shop.devbot.site");
const QString service = QStringLiteral("http://127.0.0.1:3001");

/// A config.yml as people write them: every choice of layout is drawn.
class HandWritten final {
public:
    explicit HandWritten(unsigned seed)
        : m_random(seed)
    {
    }
    QByteArray text()
    {
        m_eol = draw(4) == 0 ? "\r\n" : "\n";
        m_flow = draw(6) == 0;
        m_indent = QByteArray(draw(4) * 2, ' ');
        m_dash = QByteArrayList { "- ", "-   ", "-  " }.at(draw(3));
        QByteArray out = draw(8) == 0 ? "\xEF\xBB\xBF" : "";
        comment(out, {});
        if (draw(6) == 0)
            out += "---" + m_eol;
        out += "tunnel: " + quoted("6ff42ae2-765d-4adf-8112-31c55c1551ef") + trailing() + m_eol;
        blank(out);
        out += "credentials-file: /home/me/.cloudflared/6ff42ae2.json" + m_eol;
        const bool ingressLast = draw(2) == 0;
        if (!ingressLast)
            ingress(out);
        out += "originRequest:" + m_eol + "  connectTimeout: 30s" + trailing() + m_eol;
        if (draw(3) == 0)
            out += "warp-routing: {maxActiveFlows: 10}" + m_eol;
        if (ingressLast)
            ingress(out);
        comment(out, {});
        if (ingressLast && draw(3) == 0)
            out.chop(m_eol.size()); // no newline at the end
        return out;
    }

private:
    int draw(int below) { return static_cast<int>(m_random() % static_cast<unsigned>(below)); }
    void blank(QByteArray &out)
    {
        for (int i = draw(3); i > 0; --i)
            out += m_eol;
    }
    void comment(QByteArray &out, const QByteArray &indent)
    {
        for (int i = draw(3); i > 0; --i)
            out += indent
                + QByteArrayList { "# Müller's box — keep!", "#- hostname: old.example.com", "#   \"quoted: {x}" }.at(
                    draw(3))
                + m_eol;
    }
    QByteArray trailing() { return draw(3) == 0 ? QByteArray("   # why: \"because\"") : QByteArray(); }
    QByteArray quoted(const QByteArray &text, bool always = false)
    {
        switch (draw(always ? 2 : 4)) {
        case 0:
            return '"' + text + '"';
        case 1:
            return '\'' + text + '\'';
        default:
            return text;
        }
    }
    QByteArray hostname()
    {
        const QByteArrayList names {
            "a.example.com",    "*.example.com",     "*.devbot.site",      "B.Example.org",
            "shop.devbot.site", "shop2.devbot.site", "*.shop.devbot.site", "x.y.z.example.net"
        };
        return names.at(draw(static_cast<int>(names.size())));
    }
    QByteArray serviceText()
    {
        const QByteArrayList services { "http://localhost:8080", "https://127.0.0.1:8443",
                                        "http_status:503",       "unix:/run/app.sock",
                                        "hello_world",           "ssh://127.0.0.1:22" };
        return services.at(draw(static_cast<int>(services.size())));
    }
    void ingress(QByteArray &out)
    {
        const int rules = draw(6);
        if (m_flow) {
            out += "ingress: [";
            for (int i = 0; i < rules; ++i)
                out += "{hostname: " + quoted(hostname(), true)
                    + ", service: " + quoted(ownServiceOr(serviceText()), true) + "}, ";
            out += "{service: " + quoted("http_status:404") + "}]" + trailing() + m_eol;
            return;
        }
        out += "ingress:" + trailing() + m_eol;
        for (int i = 0; i < rules; ++i)
            rule(out);
        comment(out, m_indent);
        out += m_indent + m_dash + "service: " + quoted("http_status:404") + trailing() + m_eol;
    }
    QByteArray ownServiceOr(const QByteArray &other)
    {
        return other.startsWith("http:") ? other : QByteArray("http://127.0.0.1:3999");
    }
    void rule(QByteArray &out)
    {
        blank(out);
        comment(out, draw(2) ? m_indent : QByteArray());
        const QByteArray name = hostname();
        const QByteArray target = name == "shop.devbot.site" ? QByteArray("http://localhost:3999") : serviceText();
        QByteArrayList lines { "hostname: " + quoted(name, name.startsWith('*')) + trailing(),
                               "service: " + quoted(target) + trailing() };
        if (draw(4) == 0)
            lines.swapItemsAt(0, 1);
        if (draw(4) == 0 && name != "shop.devbot.site")
            lines.insert(1, "path: " + quoted("^/api/.*\\.php$", true).replace('"', '\''));
        const QByteArray pad = m_indent + QByteArray(m_dash.size(), ' ');
        if (draw(6) == 0)
            out += m_indent + "-" + m_eol + pad + lines.first() + m_eol;
        else
            out += m_indent + m_dash + lines.first() + m_eol;
        for (const QByteArray &line : lines.mid(1)) {
            if (draw(5) == 0)
                comment(out, pad);
            out += pad + line + m_eol;
        }
        if (draw(4) == 0)
            out += pad + "originRequest:" + m_eol + pad + "  noTLSVerify: true" + trailing() + m_eol + pad
                + "  ipRules:" + m_eol + pad + "  - prefix: 10.0.0.0/8" + m_eol;
    }

    std::mt19937 m_random;
    QByteArray m_eol, m_indent, m_dash;
    bool m_flow = false;
};

/// Whether `after` is `before` with one run of bytes put in, taken out or exchanged.
bool isOneEdit(const QByteArray &before, const QByteArray &after, qsizetype longest)
{
    qsizetype front = 0;
    const qsizetype shorter = std::min(before.size(), after.size());
    while (front < shorter && before.at(front) == after.at(front))
        ++front;
    qsizetype back = 0;
    while (back < shorter - front && before.at(before.size() - 1 - back) == after.at(after.size() - 1 - back))
        ++back;
    return before.size() - front - back <= longest && after.size() - front - back <= longest;
}

} // namespace

class TstIngressFile final : public QObject {
    Q_OBJECT

private:
    static void othersAreServedAsBefore(const IngressFile &before, const IngressFile &after)
    {
        static const QStringList hosts { QStringLiteral("a.example.com"),     QStringLiteral("b.example.com"),
                                         QStringLiteral("x.y.example.com"),   QStringLiteral("B.Example.org"),
                                         QStringLiteral("devbot.site"),       QStringLiteral("other.devbot.site"),
                                         QStringLiteral("shop2.devbot.site"), QStringLiteral("deep.shop.devbot.site"),
                                         QStringLiteral("x.y.z.example.net"), QStringLiteral("nobody.net") };
        for (const QString &other : hosts) {
            for (const char *path : { "/", "/api/a.php", "/api/" }) {
                const auto was = matchingRule(before.rules(), other, QLatin1String(path));
                const auto is = matchingRule(after.rules(), other, QLatin1String(path));
                QVERIFY(was >= 0 && is >= 0);
                QVERIFY(before.rules().at(was) == after.rules().at(is));
            }
        }
    }

private Q_SLOTS:
    void handWrittenFilesKeepEveryOtherByte()
    {
        int edited = 0;
        for (unsigned seed = 0; seed < 400; ++seed) {
            const QByteArray text = HandWritten(seed).text();
            const auto before = IngressFile::parse(text);
            QVERIFY2(
                before,
                qPrintable(QStringLiteral("seed %1: %2\n").arg(seed).arg(before ? QString() : before.error().message)
                           + QString::fromUtf8(text)));
            QCOMPARE(before->bytes(), text);
            const auto after = before->withRoute(host, service);
            QVERIFY2(after,
                     qPrintable(QStringLiteral("seed %1: %2\n").arg(seed).arg(after ? QString() : after.error().message)
                                + QString::fromUtf8(text)));
            const auto rule = matchingRule(after->rules(), host, QStringLiteral("/"));
            QVERIFY2(rule >= 0 && after->rules().at(rule).service == service, text.constData());
            othersAreServedAsBefore(*before, *after);
            const bool had
                = std::ranges::any_of(before->rules(), [](const IngressRule &r) { return r.hostname == host; });
            if (!had) {
                QVERIFY2(isOneEdit(text, after->bytes(), 200),
                         qPrintable(QString::fromUtf8(text + "\n=====\n" + after->bytes())));
                // Taken out again, the file is what it was, to the byte.
                const auto back = after->withoutRoute(host);
                QVERIFY_RESULT(back);
                QCOMPARE(back->bytes(), text);
            }
            const auto again = after->withRoute(host, service);
            QVERIFY_RESULT(again);
            QCOMPARE(again->bytes(), after->bytes());
            const auto moved = after->withRoute(host, QStringLiteral("http://127.0.0.1:3002"));
            QVERIFY_RESULT(moved);
            QVERIFY(isOneEdit(after->bytes(), moved->bytes(), 8));
            ++edited;
        }
        QCOMPARE(edited, 400);
    }

    void goesAboveWhatWouldTakeItsRequests_data()
    {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const QByteArray top = "tunnel: t\n";
        const QByteArray mine = "  - hostname: shop.devbot.site\n    service: http://127.0.0.1:3001\n";
        const QByteArray rest = "  - service: http_status:404\n";
        QTest::newRow("catch-all") << top + "ingress:\n" + rest << top + "ingress:\n" + mine + rest;
        QTest::newRow("wildcard") << top + "ingress:\n  - hostname: '*.devbot.site'\n    service: hello_world\n" + rest
                                  << top + "ingress:\n" + mine
                + "  - hostname: '*.devbot.site'\n    service: hello_world\n" + rest;
        QTest::newRow("foreign wildcard") << top + "ingress:\n  - hostname: '*.other.site'\n    service: hello_world\n"
                + rest << top + "ingress:\n  - hostname: '*.other.site'\n    service: hello_world\n" + mine + rest;
        QTest::newRow("a path of all hosts") << top + "ingress:\n  - path: ^/x\n    service: hello_world\n"
                + rest << top + "ingress:\n" + mine + "  - path: ^/x\n    service: hello_world\n" + rest;
        QTest::newRow("the comment of the next rule stays with it")
            << top + "ingress:\n  # the rest\n" + rest << top + "ingress:\n" + mine + "  # the rest\n" + rest;
        QTest::newRow("own rule below a wildcard moves up")
            << top + "ingress:\n  - hostname: '*.devbot.site'\n    service: hello_world\n" + mine + rest
            << top + "ingress:\n" + mine + "  - hostname: '*.devbot.site'\n    service: hello_world\n" + rest;
        QTest::newRow("no ingress yet") << QByteArray("tunnel: t\ncredentials-file: /c")
                                        << QByteArray("tunnel: t\ncredentials-file: /c\n") + "ingress:\n" + mine + rest;
    }
    void goesAboveWhatWouldTakeItsRequests()
    {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        const auto file = IngressFile::parse(before);
        QVERIFY_RESULT(file);
        const auto edited = file->withRoute(host, service);
        QVERIFY_RESULT(edited);
        QCOMPARE(edited->bytes(), after);
    }

    void refusesWhatItCannotEditSafely_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("own rule of somebody else")
            << QByteArray("tunnel: t\ningress:\n- hostname: shop.devbot.site\n  service: http://10.0.0.1:80\n- "
                          "service: http_status:404\n");
        QTest::newRow("service behind an alias that another rule shares")
            << QByteArray("tunnel: t\nx: &s http://127.0.0.1:9\ningress:\n- hostname: shop.devbot.site\n  service: *s\n"
                          "- hostname: b.c\n  service: *s\n- service: http_status:404\n");
        QTest::newRow("no catch-all") << QByteArray("tunnel: t\ningress:\n- hostname: a.b\n  service: hello_world\n");
        QTest::newRow("no YAML") << QByteArray("tunnel: t\ningress:\n\t- x\n");
        QTest::newRow("unquoted wildcard")
            << QByteArray("tunnel: t\ningress:\n- hostname: *.b.c\n  service: hello_world\n");
        QTest::newRow("one origin") << QByteArray("tunnel: t\nurl: http://localhost:8000\n");
        QTest::newRow("empty list") << QByteArray("tunnel: t\ningress: []\n");
        QTest::newRow("empty") << QByteArray("# nothing\n");
    }
    void refusesWhatItCannotEditSafely()
    {
        QFETCH(QByteArray, text);
        const auto file = IngressFile::parse(text);
        QVERIFY(!file || !file->withRoute(host, service));
    }

    void findsTheSameFaultsAsCloudflared_data()
    {
        QTest::addColumn<QString>("hostname");
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("target");
        QTest::addColumn<bool>("good");
        const auto row = [](const char *h, const char *p, const char *s, bool good) {
            QTest::addRow("%s %s %s", h, p, s)
                << QString::fromLatin1(h) << QString::fromLatin1(p) << QString::fromLatin1(s) << good;
        };
        row("a.b", "", "http://localhost:1", true);
        row("*.a.b", "", "https://localhost", true);
        row("a.*.b", "", "http://localhost:1", false);
        row("a.b:80", "", "http://localhost:1", false);
        row("a.b", "", "localhost:3000", false);
        row("a.b", "", "127.0.0.1:3000", false);
        row("a.b", "", "", false);
        row("a.b", "", "http://x:1/", false);
        row("a.b", "", "http_status:4", false);
        row("a.b", "", "http_status:abc", false);
        row("a.b", "[", "http://localhost:1", false);
        row("a.b", "", "unix:/run/x", true);
    }
    void findsTheSameFaultsAsCloudflared()
    {
        QFETCH(QString, hostname);
        QFETCH(QString, path);
        QFETCH(QString, target);
        QFETCH(bool, good);
        const QList<IngressRule> rules { { hostname, path, target }, { {}, {}, QStringLiteral("http_status:404") } };
        QCOMPARE(checkIngress(rules).has_value(), good);
        QVERIFY(!checkIngress({ rules.first() }));
    }
};

SLIPWAY_TEST(TstIngressFile)
#include "tst_ingressfile.moc"
