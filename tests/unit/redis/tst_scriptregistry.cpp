// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/scriptregistry.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QCryptographicHash>

using namespace slipway;

class TstScriptRegistry final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void includesOtherScripts()
    {
        const auto script = redis::findScript(QStringLiteral("test/double"));
        QVERIFY_RESULT(script);
        QVERIFY(script->text.contains("local function double(value)"));
        QVERIFY(!script->text.contains("@include"));
        QVERIFY(script->text.indexOf("local function double") < script->text.indexOf("redis.call"));
        QCOMPARE(script->sha1, QCryptographicHash::hash(script->text, QCryptographicHash::Sha1).toHex());
    }

    void unknownNamesAreNotFound()
    {
        for (const auto &name : { QStringLiteral("test/none"), QStringLiteral("none"), QString() }) {
            const auto script = redis::findScript(name);
            QVERIFY(!script);
            QCOMPARE(toString(script.error().code), toString(ErrorCode::NotFound));
        }
    }
};

SLIPWAY_TEST(TstScriptRegistry)
#include "tst_scriptregistry.moc"
