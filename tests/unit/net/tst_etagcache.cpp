// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/net/etagcache.h"
#include "tests/support/testmain.h"

#include <QDirIterator>
#include <QTemporaryDir>

using namespace slipway::net;

class TstEtagCache final : public QObject {
    Q_OBJECT
    QTemporaryDir m_root;
    [[nodiscard]] QString folder(const char *name) const { return m_root.filePath(QLatin1String(name)); }

private Q_SLOTS:
    void whatWasStoredIsFoundAfterARestart()
    {
        const CachedAnswer answer { "W/\"abc\"", "<https://h/2>; rel=\"next\"", "application/json", "[1,\n2]\n" };
        EtagCache(folder("a")).store("GET https://h/1 user", answer);
        EtagCache again(folder("a"));
        const auto found = again.find("GET https://h/1 user");
        QVERIFY(found);
        QCOMPARE(found->etag, answer.etag);
        QCOMPARE(found->link, answer.link);
        QCOMPARE(found->contentType, answer.contentType);
        QCOMPARE(found->body, answer.body);
        QVERIFY(!again.find("GET https://h/1 other"));
        again.remove("GET https://h/1 user");
        QVERIFY(!again.find("GET https://h/1 user"));
    }

    void onlyTheOwnerReadsItAndNamesTellNothing()
    {
        EtagCache(folder("b")).store("GET https://h/secret-project token", { "\"e\"", {}, {}, "body" });
        const QDir files(folder("b"));
        QCOMPARE(files.entryList(QDir::Files).size(), 1);
        const QFileInfo file(files.entryInfoList(QDir::Files).first());
        QVERIFY(!file.fileName().contains(QStringLiteral("secret")));
        const auto others = QFile::ReadGroup | QFile::ReadOther | QFile::WriteGroup | QFile::WriteOther;
        QVERIFY(!(file.permissions() & others));
        QVERIFY(!(QFileInfo(folder("b")).permissions() & others));
    }

    void aDamagedFileIsNothing()
    {
        EtagCache(folder("c")).store("k", { "\"e\"", {}, {}, "body" });
        const QString path = QDir(folder("c")).entryInfoList(QDir::Files).first().filePath();
        QFile file(path);
        QVERIFY(file.resize(file.size() - 2));
        QVERIFY(!EtagCache(folder("c")).find("k"));
    }

    void itStaysWithinItsBound()
    {
        EtagCache cache(folder("d"), 50'000);
        for (int i = 0; i < 100; ++i)
            cache.store(QByteArray::number(i), { "\"e\"", {}, {}, QByteArray(2000, 'x') });
        qint64 bytes = 0;
        QDirIterator files(folder("d"), QDir::Files);
        while (files.hasNext())
            bytes += files.nextFileInfo().size();
        QVERIFY2(bytes <= 50'000, qPrintable(QString::number(bytes)));
        QVERIFY(bytes > 20'000);
        QVERIFY(cache.find("99"));
    }

    void anUnwritableFolderIsNoError()
    {
        EtagCache cache(QStringLiteral("/proc/no/such/folder"));
        cache.store("k", { "\"e\"", {}, {}, "body" });
        QVERIFY(!cache.find("k"));
    }
};

SLIPWAY_TEST(TstEtagCache)
#include "tst_etagcache.moc"
