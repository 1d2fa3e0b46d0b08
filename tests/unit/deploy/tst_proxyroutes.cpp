// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/proxyroutes.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using slipway::deploy::ProxyRoute;
using slipway::deploy::ProxyRoutes;

class TstProxyRoutes final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void survivesTheFile()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("routes.json"));
        ProxyRoutes routes;
        routes.generation = 7;
        routes.projects.insert(QStringLiteral("shop"), { 3001, 40001, true });
        QVERIFY_RESULT(routes.save(path));
        const auto read = ProxyRoutes::load(path);
        QCOMPARE(read.generation, 7);
        QVERIFY(read.projects == routes.projects);
    }

    void ignoresWhatIsNoRoute()
    {
        QTemporaryDir folder;
        const QString path = folder.filePath(QStringLiteral("routes.json"));
        QVERIFY_RESULT(slipway::base::writeFileAtomically(
            path,
            R"({"projects": {"a\n bind *:80": {"public": 1, "inner": 2}, "b": {"public": 0, "inner": 3}, "c": 4}})"));
        QVERIFY(ProxyRoutes::load(path).projects.isEmpty());
    }

    void onlyTheServingSlotIsUp()
    {
        ProxyRoutes routes;
        routes.generation = 3;
        routes.projects.insert(QStringLiteral("shop"), { 3001, 40001, false });
        routes.projects.insert(QStringLiteral("wiki"), { 3002, 40002, true });
        const QByteArray text = routes.haproxyConfig(QStringLiteral("/x/proxy.sock"), false);
        QVERIFY(text.contains("description slipway-3\n"));
        QVERIFY(text.contains("    bind 127.0.0.1:3001\n"));
        QVERIFY(text.contains("backend shop\n    server a 127.0.0.1:40001\n    server b 127.0.0.1:1 disabled\n"));
        QVERIFY(text.contains("backend wiki\n    server a 127.0.0.1:1 disabled\n    server b 127.0.0.1:40002\n"));
        QVERIFY(!text.contains('@'));
        QVERIFY(!text.contains("uid 65534"));
        QVERIFY(routes.haproxyConfig(QStringLiteral("/x"), true).contains("uid 65534"));
    }
};

SLIPWAY_TEST(TstProxyRoutes)
#include "tst_proxyroutes.moc"
