// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/inifile.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using slipway::ErrorCode;
using slipway::settings::IniFile;

namespace {
const QByteArray sample = "# mine\n"
                          "replay.pace = 2\n"
                          "\n"
                          "[agent]\n"
                          "; which one\n"
                          "default = claude\n"
                          "\n"
                          "[agent.roles]\n"
                          "qa = \"codex\"\n";
} // namespace

class TstIniFile final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void readsGroupsAndWholeKeys()
    {
        const auto file = IniFile::parse(sample);
        QVERIFY_RESULT(file);
        QStringList seen;
        for (const auto &entry : file->entries())
            seen << QStringLiteral("%1=%2@%3").arg(entry.key, entry.value).arg(entry.line);
        QCOMPARE(seen,
                 (QStringList { QStringLiteral("replay.pace=2@2"), QStringLiteral("agent.default=claude@6"),
                                QStringLiteral("agent.roles.qa=codex@9") }));
    }
    void keepsTheTextAsItIs() { QCOMPARE(IniFile::parse(sample)->text(), sample); }
    void namesTheLineThatIsNone()
    {
        const auto file = IniFile::parse("[a]\nb = 1\nnonsense\n");
        QVERIFY(!file);
        QVERIFY(file.error().code == ErrorCode::Invalid);
        QVERIFY(file.error().message.contains(QLatin1String("Line 3")));
    }
    void edits_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QString>("value");
        QTest::addColumn<QByteArray>("line");
        QTest::newRow("replaces in a group")
            << "agent.default" << "gemini" << QByteArray("; which one\ndefault = gemini\n");
        QTest::newRow("replaces a whole key") << "replay.pace" << "0" << QByteArray("# mine\nreplay.pace = 0\n");
        QTest::newRow("adds to its group")
            << "agent.roles.pm" << "claude" << QByteArray("qa = \"codex\"\npm = claude\n");
        QTest::newRow("adds a group") << "ci.poll_seconds" << "5"
                                      << QByteArray("qa = \"codex\"\n\n[ci]\npoll_seconds = 5\n");
    }
    void edits()
    {
        QFETCH(QString, key);
        QFETCH(QString, value);
        QFETCH(QByteArray, line);
        auto file = IniFile::parse(sample);
        QVERIFY_RESULT(file);
        file->set(key, value);
        QVERIFY2(file->text().contains(line), file->text().constData());
        QVERIFY(file->text().contains("# mine"));
        // What was written is read back as such.
        const auto again = IniFile::parse(file->text());
        QVERIFY_RESULT(again);
        QVERIFY(std::ranges::any_of(again->entries(),
                                    [&](const auto &entry) { return entry.key == key && entry.value == value; }));
    }
    void removingTakesEveryLineOfTheKey()
    {
        auto file = IniFile::parse("[a]\nb = 1\nc = 2\nb = 3\n");
        QVERIFY_RESULT(file);
        file->set(QStringLiteral("a.b"), {});
        QCOMPARE(file->text(), QByteArray("[a]\nc = 2\n"));
    }
    void startsAnEmptyFile()
    {
        auto file = IniFile::parse({});
        QVERIFY_RESULT(file);
        file->set(QStringLiteral("agent.default"), QStringLiteral("replay"));
        QCOMPARE(file->text(), QByteArray("[agent]\ndefault = replay\n"));
    }
};

SLIPWAY_TEST(TstIniFile)
#include "tst_inifile.moc"
