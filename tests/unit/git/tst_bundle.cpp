// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/bundle.h"
#include "tests/support/testmain.h"
#include "tests/unit/git/gittesting.h"

using namespace slipway;
using namespace slipway::git;
using test::await;

class TstBundle final : public QObject {
    Q_OBJECT
    std::unique_ptr<process::HostProcessRunner> m_runner;
    std::unique_ptr<RepositoryFixture> m_from, m_to;
    QString m_first, m_second;

    QString file(const char *name) const { return m_from->folder.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void initTestCase()
    {
        m_runner = std::make_unique<process::HostProcessRunner>(process::Sandbox(process::SandboxKind::None));
    }
    void cleanupTestCase() { m_runner.reset(); }
    void init()
    {
        m_from = std::make_unique<RepositoryFixture>(*m_runner);
        m_to = std::make_unique<RepositoryFixture>(*m_runner);
        m_first = m_from->commit({ { QStringLiteral("a"), QByteArray(10000, 'a') } }, {}, QStringLiteral("dev"));
        m_second = m_from->commit({ { QStringLiteral("a"), QByteArray(10000, 'a') + "changed" } }, m_first,
                                  QStringLiteral("dev"));
    }
    void cleanup()
    {
        m_from.reset();
        m_to.reset();
    }

    void wholeHistoryArrives()
    {
        QVERIFY_RESULT(await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), {}, file("b"))));
        const auto commit = await(m_to->git.importBundle(m_to->path, file("b"), QStringLiteral("run1")));
        QVERIFY_RESULT(commit);
        QCOMPARE(*commit, m_second);
        QCOMPARE(await(m_to->git.resolve(m_to->path, QStringLiteral("refs/slipway/incoming/run1"))).value(), m_second);
        QVERIFY(m_to->show(m_second, "a").endsWith("changed"));
        QVERIFY_RESULT(await(m_to->git.run(m_to->path, { QStringLiteral("fsck"), QStringLiteral("--strict") })));
    }
    void onlyTheNewCommitsArrive()
    {
        QVERIFY_RESULT(
            await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), m_first, file("b"))));
        // Thin: it needs what it builds on.
        const auto refused = await(m_to->git.importBundle(m_to->path, file("b"), QStringLiteral("run")));
        QVERIFY(!refused);
        QCOMPARE(base::toString(refused.error().code), base::toString(ErrorCode::Invalid));
        QCOMPARE(await(m_to->git.resolve(m_to->path, QStringLiteral("refs/slipway/incoming/run"))).value(), QString());
        QVERIFY_RESULT(
            await(m_from->git.run(m_from->path, { QStringLiteral("branch"), QStringLiteral("old"), m_first })));
        QVERIFY_RESULT(
            await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/old"), {}, file("old"))));
        QVERIFY_RESULT(await(m_to->git.importBundle(m_to->path, file("old"), QStringLiteral("old"))));
        const auto commit = await(m_to->git.importBundle(m_to->path, file("b"), QStringLiteral("run")));
        QVERIFY_RESULT(commit);
        QVERIFY(m_to->show(*commit, "a").endsWith("changed"));
    }
    void manyObjectsArriveAsAPack()
    {
        Files files;
        for (int i = 0; i < 400; ++i)
            files.insert(QStringLiteral("f%1").arg(i), QByteArray::number(i));
        const QString third = m_from->commit(files, m_second, QStringLiteral("dev"));
        QVERIFY_RESULT(await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), {}, file("b"))));
        const auto commit = await(m_to->git.importBundle(m_to->path, file("b"), QStringLiteral("run")));
        QVERIFY_RESULT(commit);
        QCOMPARE(*commit, third);
        QVERIFY(!QDir(m_to->path + QStringLiteral("/objects/pack")).isEmpty());
        QVERIFY_RESULT(await(m_to->git.run(m_to->path, { QStringLiteral("fsck"), QStringLiteral("--strict") })));
    }
    void knownCommitsAreFine()
    {
        QVERIFY_RESULT(
            await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), m_first, file("b"))));
        QCOMPARE(await(m_from->git.importBundle(m_from->path, file("b"), QStringLiteral("same"))).value(), m_second);
        QCOMPARE(await(m_from->git.importBundle(m_from->path, file("b"), QStringLiteral("same"))).value(), m_second);
    }
    void nothingNewCannotBeBundled()
    {
        QVERIFY(!await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), m_second, file("b"))));
    }

    void rubbishIsRefused_data()
    {
        QTest::addColumn<QByteArray>("content");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("text") << QByteArray("hello\n");
        QTest::newRow("header only") << QByteArray("# v2 git bundle\n");
        QTest::newRow("no pack") << QByteArray("# v2 git bundle\n1234567890123456789012345678901234567890 HEAD\n\n");
        QTest::newRow("no ref") << QByteArray("# v2 git bundle\n\nPACK\0\0\0\2\0\0\0\0", 29);
        QTest::newRow("bad name") << QByteArray("# v2 git bundle\nxyz HEAD\n\nPACK\0\0\0\2\0\0\0\0", 38);
        QTest::newRow("missing commit") << QByteArray(
            "# v2 git bundle\n1234567890123456789012345678901234567890 HEAD\n\nPACK\0\0\0\2\0\0\0\0", 75);
        QTest::newRow("filtered") << QByteArray("# v3 git bundle\n@filter=blob:none\n\nPACK\0\0\0\2\0\0\0\0", 47);
    }
    void rubbishIsRefused()
    {
        QFETCH(QByteArray, content);
        writeFiles(m_from->folder.path(), { { QStringLiteral("b"), content } });
        const auto result = await(m_to->git.importBundle(m_to->path, file("b"), QStringLiteral("x")));
        QVERIFY(!result);
        QCOMPARE(base::toString(result.error().code), base::toString(ErrorCode::Invalid));
        QCOMPARE(await(m_to->git.resolve(m_to->path, QStringLiteral("refs/slipway/incoming/x"))).value(), QString());
    }
    void damagedPackIsRefused()
    {
        QVERIFY_RESULT(await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), {}, file("b"))));
        const QByteArray good = contentOf(file("b"));
        for (const qsizetype position : { good.size() - 1, good.size() - 30, good.indexOf("PACK") + 14 }) {
            QByteArray bad = good;
            bad[position] = static_cast<char>(bad[position] ^ 0x55);
            writeFiles(m_from->folder.path(), { { QStringLiteral("bad"), bad } });
            QVERIFY(!await(m_to->git.importBundle(m_to->path, file("bad"), QStringLiteral("x"))));
        }
    }
    void maliciousTreeIsRefused()
    {
        // A tree with an entry `.git`: checked out it would bring its own hooks and configuration.
        auto &git = m_from->git;
        const auto blob = await(git.run(
            m_from->path, { QStringLiteral("hash-object"), QStringLiteral("-w"), QStringLiteral("--stdin") }, "x"));
        QVERIFY_RESULT(blob);
        const QByteArray entry = QByteArray("100644 .git\0", 12) + QByteArray::fromHex(blob->trimmed());
        const auto tree
            = await(git.run(m_from->path,
                            { QStringLiteral("hash-object"), QStringLiteral("-w"), QStringLiteral("-t"),
                              QStringLiteral("tree"), QStringLiteral("--literally"), QStringLiteral("--stdin") },
                            entry));
        QVERIFY_RESULT(tree);
        const auto commit = await(
            git.run(m_from->path, { QStringLiteral("commit-tree"), QString::fromLatin1(tree->trimmed()) }, "evil"));
        QVERIFY_RESULT(commit);
        QVERIFY_RESULT(await(git.updateRef(m_from->path, QStringLiteral("refs/heads/evil"),
                                           QString::fromLatin1(commit->trimmed()), {})));
        QVERIFY_RESULT(await(git.createBundle(m_from->path, QStringLiteral("refs/heads/evil"), {}, file("b"))));
        const auto result = await(m_to->git.importBundle(m_to->path, file("b"), QStringLiteral("x")));
        QVERIFY(!result);
        QVERIFY2(result.error().detail.contains(QLatin1String("hasDotgit")), qPrintable(result.error().detail));
    }
    void linkIsNotFollowed()
    {
        QVERIFY_RESULT(await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), {}, file("b"))));
        QVERIFY(QFile::link(file("b"), file("link")));
        QVERIFY(!await(m_to->git.importBundle(m_to->path, file("link"), QStringLiteral("x"))));
        const auto missing = await(m_to->git.importBundle(m_to->path, file("none"), QStringLiteral("x")));
        QCOMPARE(base::toString(missing.error().code), base::toString(ErrorCode::NotFound));
    }
    void sizeIsLimited()
    {
        QVERIFY_RESULT(await(m_from->git.createBundle(m_from->path, QStringLiteral("refs/heads/dev"), {}, file("b"))));
        QVERIFY(Bundle::read(file("b"), 1'000'000));
        const auto result = Bundle::read(file("b"), 100);
        QVERIFY(!result);
        QCOMPARE(base::toString(result.error().code), base::toString(ErrorCode::Exhausted));
    }
};

SLIPWAY_TEST(TstBundle)
#include "tst_bundle.moc"
