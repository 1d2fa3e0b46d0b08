// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"

#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace slipway;
using namespace slipway::base;

class TstFiles final : public QObject {
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> m_folder;

    QString place(const char *name) const { return m_folder->filePath(QLatin1String(name)); }

private Q_SLOTS:
    void init() { m_folder = std::make_unique<QTemporaryDir>(); }
    void cleanup() { m_folder.reset(); }

    void writesAndReads()
    {
        const QByteArray content("a\0b\n", 4);
        QVERIFY_RESULT(writeFileAtomically(place("f"), content));
        QCOMPARE(readFile(place("f")).value(), content);
        QVERIFY_RESULT(writeFileAtomically(place("f"), "new"));
        QCOMPARE(readFile(place("f")).value(), QByteArray("new"));
        QCOMPARE(QDir(m_folder->path()).entryList(QDir::Files | QDir::Hidden), QStringList { QStringLiteral("f") });
    }
    void failuresSayWhatToDo()
    {
        const auto read = readFile(place("none"));
        QVERIFY(!read);
        QCOMPARE(toString(read.error().code), toString(ErrorCode::NotFound));
        const auto written = writeFileAtomically(place("no/such/folder/f"), "x");
        QVERIFY(!written);
        QVERIFY(!written.error().hint.isEmpty());
        QVERIFY_RESULT(writeFileAtomically(place("f"), "x"));
        QVERIFY(!makeFolder(place("f/below")));
    }
    void failedWriteKeepsTheOld()
    {
        // A folder in the place of the file cannot be replaced.
        QVERIFY_RESULT(makeFolder(place("folder")));
        QVERIFY(!writeFileAtomically(place("folder"), "x"));
        QVERIFY(QFileInfo(place("folder")).isDir());
    }

    void jsonIsOneObject_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("good");
        QTest::newRow("object") << QByteArray(R"({"a": 1})") << true;
        QTest::newRow("array") << QByteArray("[1]") << false;
        QTest::newRow("cut") << QByteArray(R"({"a": )") << false;
        QTest::newRow("empty") << QByteArray() << false;
        QTest::newRow("two") << QByteArray("{}{}") << false;
    }
    void jsonIsOneObject()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, good);
        QVERIFY_RESULT(writeFileAtomically(place("j"), text));
        const auto result = readJsonObject(place("j"));
        QCOMPARE(result.has_value(), good);
        if (!good)
            QCOMPARE(toString(result.error().code), toString(ErrorCode::Invalid));
    }
    void jsonComesBack()
    {
        const QJsonObject object { { QStringLiteral("ü"), QJsonArray { 1, QStringLiteral("x") } } };
        QVERIFY_RESULT(writeJsonObject(place("j"), object));
        QCOMPARE(readJsonObject(place("j")).value(), object);
        QCOMPARE(parseObject(compact(object)), object);
        QCOMPARE(compact(QJsonArray { 1, 2 }), QByteArray("[1,2]"));
    }
    void folderIsForTheOwnerOnly()
    {
        QVERIFY_RESULT(makeFolder(place("a/b"), true));
        const auto permissions = QFile::permissions(place("a/b"));
        QVERIFY(!(permissions & (QFile::ReadGroup | QFile::ReadOther | QFile::ExeOther | QFile::WriteOther)));
        QVERIFY_RESULT(makeFolder(place("a/b"), true)); // there already
    }

    void pathStaysBelow_data()
    {
        QTest::addColumn<QString>("child");
        QTest::addColumn<bool>("allowed");
        const auto row
            = [](const char *child, bool allowed) { QTest::newRow(child) << QString::fromUtf8(child) << allowed; };
        row("file", true);
        row("sub/new/file", true);
        row("sub/../file", true);
        row("sub", true);
        row("..", false);
        row(".", false);
        row("", false);
        row("../other", false);
        row("sub/../../other", false);
        row("/etc/passwd", false);
        row("out/file", false); // a link that leads outside
        row("out", false);
        row("dangling", false);
        row("inside/file", true); // a link that stays inside
    }
    void pathStaysBelow()
    {
        QFETCH(QString, child);
        QFETCH(bool, allowed);
        const QString root = place("root");
        QVERIFY_RESULT(makeFolder(root + QStringLiteral("/sub")));
        QVERIFY(QFile::link(QStringLiteral("/etc"), root + QStringLiteral("/out")));
        QVERIFY(QFile::link(QStringLiteral("/no/such/place"), root + QStringLiteral("/dangling")));
        QVERIFY(QFile::link(root + QStringLiteral("/sub"), root + QStringLiteral("/inside")));
        const auto result = pathBelow(root, child);
        QCOMPARE(result.has_value(), allowed);
        if (allowed)
            QVERIFY(result->startsWith(root + QLatin1Char('/')));
        else
            QCOMPARE(toString(result.error().code), toString(ErrorCode::Denied));
    }

    void slugs_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("slug");
        const auto row = [](const char *text, const char *slug) {
            QTest::newRow(text) << QString::fromUtf8(text) << QString::fromLatin1(slug);
        };
        row("Build a URL shortener", "build-a-url-shortener");
        row("  Héllo,   Wörld! ", "he-llo-wo-rld");
        row("---", "");
        row("", "");
        row("UPPER_case 42", "upper-case-42");
        row("a very long sentence that goes on and on and on for ever", "a-very-long-sentence-that-goes-on-and-on");
        row("../../etc/passwd", "etc-passwd");
    }
    void slugs()
    {
        QFETCH(QString, text);
        QTEST(slugOf(text), "slug");
        QVERIFY(slugOf(text).size() <= 40);
    }
};

SLIPWAY_TEST(TstFiles)
#include "tst_files.moc"
