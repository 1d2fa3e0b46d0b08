// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/startcommand.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>

using namespace slipway::deploy;

class TstStartCommand final : public QObject {
    Q_OBJECT

private:
    static void write(const QTemporaryDir &folder, const char *name, const QByteArray &content)
    {
        const QString path = folder.filePath(QLatin1String(name));
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QVERIFY_RESULT(slipway::base::writeFileAtomically(path, content));
    }

private Q_SLOTS:
    void readsTheWebLine_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("command");
        QTest::newRow("plain") << QStringLiteral("web: python app.py\n") << QStringLiteral("python app.py");
        QTest::newRow("among others") << QStringLiteral("worker: a\n# web: no\nweb:b --x\nrelease: c")
                                      << QStringLiteral("b --x");
        QTest::newRow("Windows line ends") << QStringLiteral("web: a\r\nx: y\r\n") << QStringLiteral("a");
        QTest::newRow("none") << QStringLiteral("worker: a\nwebx: b") << QString();
        QTest::newRow("empty") << QStringLiteral("web:\nworker: x") << QString();
        QTest::newRow("with a colon") << QStringLiteral("web: a :8000") << QStringLiteral("a :8000");
    }
    void readsTheWebLine()
    {
        QFETCH(QString, text);
        QFETCH(QString, command);
        QCOMPARE(webCommandOf(text), command);
    }

    void translatesTheContainersWords_data()
    {
        QTest::addColumn<QByteArray>("dockerfile");
        QTest::addColumn<QString>("arguments"); // joined by a blank; R release, D data
        QTest::newRow("port of EXPOSE") << QByteArray(
            "FROM a\nEXPOSE 5000\nCMD [\"x\", \"--port\", \"5000\", \"--n=8000\"]")
                                        << QStringLiteral("x --port 4321 --n=8000");
        QTest::newRow("default port") << QByteArray(
            "FROM a\nCMD [\"x\", \"0.0.0.0:8000\", \"--p=8000\", \"18000\", \"a-8000\"]")
                                      << QStringLiteral("x 127.0.0.1:4321 --p=4321 18000 a-8000");
        QTest::newRow("WORKDIR") << QByteArray(
            "FROM a\nWORKDIR /app\nCMD [\"/app/run\", \"--d=/app\", \"/application\", \"/srv/app\"]")
                                 << QStringLiteral("R/run --d=R /application /srv/app");
        QTest::newRow("volumes") << QByteArray(
            "FROM a\nVOLUME /var/lib/x\nCMD [\"x\", \"/var/lib/x/db\", \"/data/y\", \"/database\"]")
                                 << QStringLiteral("x D/db D/y /database");
        QTest::newRow("shell form") << QByteArray(
            "FROM a\nWORKDIR /app\nCMD cd /app && exec python app.py -p ${PORT:-8000}")
                                    << QStringLiteral("/bin/sh -c cd R && exec python app.py -p ${PORT:-8000}");
    }
    void translatesTheContainersWords()
    {
        QFETCH(QByteArray, dockerfile);
        QFETCH(QString, arguments);
        QTemporaryDir folder;
        write(folder, "Dockerfile", dockerfile);
        const auto start = startCommandOf({ folder.path(), QStringLiteral("/state/data"), 4321 });
        QVERIFY_RESULT(start);
        QString text = start->arguments.join(QLatin1Char(' '));
        text.replace(folder.path(), QStringLiteral("R")).replace(QStringLiteral("/state/data"), QStringLiteral("D"));
        QCOMPARE(text, arguments);
        QCOMPARE(start->workingDirectory, folder.path());
        QCOMPARE(start->source, QStringLiteral("Dockerfile"));
    }

    void translatesTheEnvironment()
    {
        QTemporaryDir folder;
        write(folder, "Dockerfile",
              "FROM a\nWORKDIR /app\nENV PYTHONPATH=/app/src DB=/data/x.db APP_PORT=8000 BIND=0.0.0.0 NAME=8000x\nRUN "
              "make\nCMD [\"x\"]");
        const auto start = startCommandOf({ folder.path(), QStringLiteral("/d"), 4321 });
        QVERIFY_RESULT(start);
        const auto value = [&](const char *name) { return start->environment.value(QLatin1String(name)); };
        QCOMPARE(value("PYTHONPATH"), folder.path() + QStringLiteral("/src"));
        QCOMPARE(value("DB"), QStringLiteral("/d/x.db"));
        QCOMPARE(value("APP_PORT"), QStringLiteral("4321"));
        QCOMPARE(value("BIND"), QStringLiteral("127.0.0.1"));
        QCOMPARE(value("NAME"), QStringLiteral("8000x"));
        QCOMPARE(start->notes.size(), 1);
    }

    void prefersTheProcfile()
    {
        QTemporaryDir folder;
        write(folder, "Dockerfile", "FROM a\nENV A=1\nCMD [\"x\"]");
        write(folder, "Procfile", "web: y $PORT\n");
        const auto start = startCommandOf({ folder.path(), QStringLiteral("/d"), 1 });
        QVERIFY_RESULT(start);
        QCOMPARE(start->arguments.last(), QStringLiteral("y $PORT"));
        QCOMPARE(start->source, QStringLiteral("Procfile"));
        QCOMPARE(start->environment.value(QStringLiteral("A")), QStringLiteral("1"));
    }

    void aProcfileMakesABrokenDockerfileHarmless()
    {
        QTemporaryDir folder;
        write(folder, "Dockerfile", "NONSENSE");
        QVERIFY(!startCommandOf({ folder.path(), {}, 1 }));
        write(folder, "Procfile", "web: y");
        QVERIFY_RESULT(startCommandOf({ folder.path(), {}, 1 }));
    }

    void saysWhatToAdd_data()
    {
        QTest::addColumn<QByteArray>("dockerfile");
        QTest::newRow("nothing there") << QByteArray();
        QTest::newRow("no command") << QByteArray("FROM nginx");
    }
    void saysWhatToAdd()
    {
        QFETCH(QByteArray, dockerfile);
        QTemporaryDir folder;
        if (!dockerfile.isEmpty())
            write(folder, "Dockerfile", dockerfile);
        const auto start = startCommandOf({ folder.path(), {}, 1 });
        QVERIFY(!start);
        QVERIFY(start.error().hint.contains(QLatin1String("Procfile")));
    }

    void arrangesFilesAsTheDockerfileCopiesThem()
    {
        QTemporaryDir folder;
        write(folder, "src/app.py", "app");
        write(folder, "conf/prod.ini", "ini");
        write(folder, "secret", "s");
        write(folder, "Dockerfile",
              "FROM a\nWORKDIR /app\nCOPY . .\nCOPY src/ ./\nCOPY conf/prod.ini settings.ini\nCOPY secret /etc/secret\n"
              "COPY ../up ./\nCOPY missing ./\nCOPY src /app/src\nCOPY src /app/src/inner/");
        QVERIFY_RESULT(arrangeFiles(folder.path()));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("app.py"))));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("settings.ini"))));
        QVERIFY(QFile::exists(folder.filePath(QStringLiteral("src/app.py"))));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("etc"))));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("src/inner"))));
    }

    void linksLeadNowhereElse()
    {
        QTemporaryDir outside;
        write(outside, "file", "x");
        QTemporaryDir folder;
        QVERIFY(QFile::link(outside.path(), folder.filePath(QStringLiteral("out"))));
        write(folder, "a", "a");
        write(folder, "Dockerfile", "FROM a\nWORKDIR /app\nCOPY out/ ./\nCOPY a out/b\n");
        QVERIFY_RESULT(arrangeFiles(folder.path()));
        QVERIFY(!QFile::exists(folder.filePath(QStringLiteral("file"))));
        QVERIFY(!QFile::exists(outside.filePath(QStringLiteral("b"))));
    }
};

SLIPWAY_TEST(TstStartCommand)
#include "tst_startcommand.moc"
