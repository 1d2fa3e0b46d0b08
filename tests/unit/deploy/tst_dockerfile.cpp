// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockerfile.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using slipway::deploy::Dockerfile;

namespace {
using Variables = QMap<QString, QString>;

QStringList list(std::initializer_list<const char *> words)
{
    QStringList result;
    for (const char *word : words)
        result << QString::fromUtf8(word);
    return result;
}
} // namespace

class TstDockerfile final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void findsTheStartCommand_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QStringList>("command");
        const auto row = [](const char *name, const char *text, QStringList command) {
            QTest::newRow(name) << QString::fromUtf8(text) << std::move(command);
        };
        row("exec form", "FROM a\nCMD [\"python\", \"app.py\"]\n", list({ "python", "app.py" }));
        row("shell form", "FROM a\nCMD python app.py --port $PORT\n",
            list({ "/bin/sh", "-c", "python app.py --port $PORT" }));
        row("lower case", "from a\ncmd [\"x\"]", list({ "x" }));
        row("the last CMD wins", "FROM a\nCMD [\"x\"]\nCMD [\"y\"]", list({ "y" }));
        row("broken JSON is shell form", "FROM a\nCMD ['x']", list({ "/bin/sh", "-c", "['x']" }));
        row("entrypoint and arguments", "FROM a\nENTRYPOINT [\"gunicorn\"]\nCMD [\"-b\", \":8000\"]",
            list({ "gunicorn", "-b", ":8000" }));
        row("shell entrypoint ignores CMD", "FROM a\nENTRYPOINT run me\nCMD [\"x\"]",
            list({ "/bin/sh", "-c", "run me" }));
        row("last stage", "FROM a AS build\nCMD [\"x\"]\nFROM b\nCMD [\"y\"]", list({ "y" }));
        row("a stage without its own", "FROM a AS build\nCMD [\"x\"]\nFROM b", {});
        row("built on a former stage", "FROM a AS base\nCMD [\"x\"]\nFROM base", list({ "x" }));
        row("entrypoint drops the base's CMD", "FROM a AS base\nCMD [\"x\"]\nFROM base\nENTRYPOINT [\"e\"]",
            list({ "e" }));
        row("entrypoint keeps the own CMD", "FROM a AS base\nFROM base\nCMD [\"x\"]\nENTRYPOINT [\"e\"]",
            list({ "e", "x" }));
        row("continuation", "FROM a\nCMD [\"x\", \\\n  \"y\", \\  \n \"z\"]", list({ "x", "y", "z" }));
        row("comments inside a continuation", "FROM a\nCMD run \\\n# not this\n\n  that",
            list({ "/bin/sh", "-c", "run   that" }));
        row("an own shell", "FROM a\nSHELL [\"/bin/bash\", \"-lc\"]\nCMD go", list({ "/bin/bash", "-lc", "go" }));
        row("Windows line ends", "FROM a\r\nCMD [\"x\"]\r\n", list({ "x" }));
        row("here-document", "FROM a\nRUN <<EOF\nCMD no\nEOF\nCMD [\"x\"]", list({ "x" }));
        row("escape directive", "# escape=`\nFROM a\nCMD [\"x\", `\n\"y\"]", list({ "x", "y" }));
        row("no escape directive behind FROM", "FROM a\n# escape=`\nCMD run `", list({ "/bin/sh", "-c", "run `" }));
        row("CMD of HEALTHCHECK is none", "FROM a\nCMD [\"x\"]\nHEALTHCHECK CMD [\"curl\"]", list({ "x" }));
        row("an empty exec form", "FROM a\nCMD []", {});
    }
    void findsTheStartCommand()
    {
        QFETCH(QString, text);
        QFETCH(QStringList, command);
        const auto file = Dockerfile::parse(text);
        QVERIFY_RESULT(file);
        QCOMPARE(file->startCommand(), command);
    }

    void readsTheEnvironment_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<Variables>("expected");
        const auto row = [](const char *name, const char *text, Variables expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << std::move(expected);
        };
        const auto one = [](const char *key, const char *value) {
            return Variables { { QString::fromUtf8(key), QString::fromUtf8(value) } };
        };
        row("new form", "FROM a\nENV A=1 B=\"x y\"",
            { { QStringLiteral("A"), QStringLiteral("1") }, { QStringLiteral("B"), QStringLiteral("x y") } });
        row("old form", "FROM a\nENV A some words = here", one("A", "some words = here"));
        row("old form with quotes", "FROM a\nENV A \"b c\"", one("A", "b c"));
        row("escaped blank", "FROM a\nENV A=b\\ c", one("A", "b c"));
        row("single quotes keep dollars", "FROM a\nENV A='$B'", one("A", "$B"));
        row("escaped dollar", "FROM a\nENV A=\\$B", one("A", "$B"));
        row("empty value", "FROM a\nENV A=", one("A", ""));
        row("value with equals", "FROM a\nENV A=b=c", one("A", "b=c"));
        row("variable", "FROM a\nENV A=1\nENV A=$A-${A}2", one("A", "1-12"));
        row("a line sees the values before it", "FROM a\nENV A=1\nENV A=2 B=$A",
            { { QStringLiteral("A"), QStringLiteral("2") }, { QStringLiteral("B"), QStringLiteral("1") } });
        row("default", "FROM a\nENV A=${X:-y}", one("A", "y"));
        row("other", "FROM a\nARG X=1\nENV A=${X:+y}", one("A", "y"));
        row("unknown variable", "FROM a\nENV A=x$Y", one("A", "x"));
        row("argument with a default", "FROM a\nARG V=3.1\nENV A=$V", one("A", "3.1"));
        row("argument without one", "FROM a\nARG V\nENV A=v$V", one("A", "v"));
        row("global argument named again", "ARG V=9\nFROM a\nARG V\nENV A=$V", one("A", "9"));
        row("global argument not named again", "ARG V=9\nFROM a\nENV A=v$V", one("A", "v"));
        row("ENV wins over ARG", "FROM a\nENV V=1\nARG V=2\nENV A=$V",
            { { QStringLiteral("V"), QStringLiteral("1") }, { QStringLiteral("A"), QStringLiteral("1") } });
        row("of the last stage only", "FROM a\nENV A=1\nFROM b\nENV B=2", one("B", "2"));
        row("of the stage below", "FROM a AS x\nENV A=1\nFROM x\nENV A=2$A", one("A", "21"));
        row("continued", "FROM a\nENV A=1 \\\n    B=2",
            { { QStringLiteral("A"), QStringLiteral("1") }, { QStringLiteral("B"), QStringLiteral("2") } });
        row("known before", "FROM a\nENV PATH=/venv/bin:$PATH", one("PATH", "/venv/bin:/usr/bin"));
    }
    void readsTheEnvironment()
    {
        QFETCH(QString, text);
        QFETCH(Variables, expected);
        const auto file = Dockerfile::parse(text, { { QStringLiteral("PATH"), QStringLiteral("/usr/bin") } });
        QVERIFY_RESULT(file);
        QCOMPARE(file->last().environment, expected);
    }

    void readsTheRest()
    {
        const auto file = Dockerfile::parse(QStringLiteral("# syntax=docker/dockerfile:1\n"
                                                           "ARG PY=3.13\n"
                                                           "FROM --platform=linux/amd64 python:${PY}-slim AS Base\n"
                                                           "WORKDIR /srv\n"
                                                           "WORKDIR app\n"
                                                           "COPY --chown=1000 src/ ./\n"
                                                           "COPY --from=other /x /y\n"
                                                           "COPY [\"a b\", \"c\"]\n"
                                                           "RUN pip install flask && \\\n    true\n"
                                                           "EXPOSE 8000/tcp 9000\n"
                                                           "VOLUME [\"/data\", \"/logs\"]\n"
                                                           "USER app\n"
                                                           "FROM base\n"
                                                           "FROM scratch\n"
                                                           "FROM base"));
        QVERIFY_RESULT(file);
        QCOMPARE(file->stages().size(), 4);
        const auto &base = file->stages().first();
        QCOMPARE(base.baseImage, QStringLiteral("python:3.13-slim"));
        QCOMPARE(base.workingDirectory, QStringLiteral("/srv/app"));
        QCOMPARE(base.copies.size(), 2);
        QCOMPARE(base.copies.first().sources, list({ "src/" }));
        QCOMPARE(base.copies.first().target, QStringLiteral("/srv/app/"));
        QCOMPARE(base.copies.last().sources, list({ "a b" }));
        QCOMPARE(base.copies.last().target, QStringLiteral("/srv/app/c"));
        QCOMPARE(base.runs.size(), 1);
        QCOMPARE(base.ports, list({ "8000/tcp", "9000" }));
        QCOMPARE(base.volumes, list({ "/data", "/logs" }));
        QCOMPARE(base.user, QStringLiteral("app"));
        QCOMPARE(file->baseImages(), list({ "python:3.13-slim" }));
        QCOMPARE(file->last().baseImage, QStringLiteral("python:3.13-slim"));
        QCOMPARE(file->last().workingDirectory, QStringLiteral("/srv/app"));
    }

    void refusesWhatItCannotRead_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("part");
        QTest::newRow("empty") << QString() << QStringLiteral("no FROM");
        QTest::newRow("only comments") << QStringLiteral("# x\n\n# y") << QStringLiteral("no FROM");
        QTest::newRow("unknown instruction")
            << QStringLiteral("FROM a\nRUNN x") << QStringLiteral("line 2: unknown instruction RUNN");
        QTest::newRow("before FROM") << QStringLiteral("\nRUN x\nFROM a") << QStringLiteral("line 2: RUN before FROM");
        QTest::newRow("FROM without an image")
            << QStringLiteral("FROM") << QStringLiteral("line 1: FROM needs an image");
        QTest::newRow("FROM with two words")
            << QStringLiteral("FROM a b") << QStringLiteral("line 1: FROM needs an image");
    }
    void refusesWhatItCannotRead()
    {
        QFETCH(QString, text);
        QFETCH(QString, part);
        const auto file = Dockerfile::parse(text);
        QVERIFY(!file);
        QVERIFY2(file.error().message.contains(part), qPrintable(file.error().message));
    }

    void survivesArbitraryBytes()
    {
        const QByteArray alphabet("FROM a\\\n\"'$\\{}[]#<<EOF ENV=CMD`\t\r\0", 34);
        quint32 random = 12345;
        for (int round = 0; round < 3000; ++round) {
            QByteArray text("FROM a\n");
            for (int i = 0; i < 60; ++i) {
                random = random * 1664525U + 1013904223U;
                text += alphabet.at(static_cast<qsizetype>((random >> 16) % static_cast<quint32>(alphabet.size())));
            }
            const auto file = Dockerfile::parse(QString::fromLatin1(text));
            if (file)
                QVERIFY(!file->stages().isEmpty());
            else
                QVERIFY(!file.error().message.isEmpty());
        }
    }
};

SLIPWAY_TEST(TstDockerfile)
#include "tst_dockerfile.moc"
