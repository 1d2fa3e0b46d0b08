// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/processrunner.h"
#include "core/process/toolfolders.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;
using namespace slipway::process;

namespace {

// Sets a variable and puts it back.
class Variable final {
public:
    Variable(const char *name, const QByteArray &value)
        : m_name(name)
        , m_before(qgetenv(name))
        , m_wasSet(qEnvironmentVariableIsSet(name))
    {
        qputenv(name, value);
    }
    ~Variable()
    {
        if (m_wasSet)
            qputenv(m_name, m_before);
        else
            qunsetenv(m_name);
    }

private:
    const char *m_name;
    QByteArray m_before;
    bool m_wasSet;
};

void makeProgram(const QString &path)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("#!/bin/sh\n");
    file.close();
    QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
}

} // namespace

class TstEnvironment final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void onlyTheAllowListPasses_data()
    {
        QTest::addColumn<QByteArray>("name");
        QTest::addColumn<bool>("passes");
        for (const char *name : { "HOME", "LANG", "LC_ALL", "LC_TIME", "TZ", "USER", "TMPDIR", "PATH" })
            QTest::newRow(name) << QByteArray(name) << true;
        for (const char *name : { "GITHUB_TOKEN", "ANTHROPIC_API_KEY", "SLIPWAY_DISCORD_TOKEN", "SSH_AUTH_SOCK",
                                  "LD_PRELOAD", "GIT_DIR", "SLIPWAY_RUN", "DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR",
                                  "NODE_OPTIONS", "PYTHONPATH", "HTTPS_PROXY" })
            QTest::newRow(name) << QByteArray(name) << false;
    }
    void onlyTheAllowListPasses()
    {
        QFETCH(QByteArray, name);
        QFETCH(bool, passes);
        const Variable variable(name.constData(), "/usr/bin:/bin");
        QCOMPARE(baseEnvironment().contains(QString::fromLatin1(name)), passes);
    }
    void terminalIsDumb()
    {
        const Variable variable("TERM", "xterm-256color");
        QCOMPARE(baseEnvironment().value(QStringLiteral("TERM")), QStringLiteral("dumb"));
    }

    void findsProgramsInAbsolutePathEntriesOnly()
    {
        QTemporaryDir folder;
        makeProgram(folder.filePath(QStringLiteral("tool")));
        QFile plain(folder.filePath(QStringLiteral("plain")));
        QVERIFY(plain.open(QIODevice::WriteOnly));
        plain.close();
        const QString before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(folder.path()));
        const QString tool = QStringLiteral("tool");
        QCOMPARE(findProgram(tool, QStringLiteral(".:") + folder.path()), folder.filePath(tool));
        QCOMPARE(findProgram(tool, QStringLiteral(".")), QString());
        QCOMPARE(findProgram(tool, QStringLiteral(":")), QString());
        QCOMPARE(findProgram(QStringLiteral("./tool"), folder.path()), QString());
        QCOMPARE(findProgram(QStringLiteral("plain"), folder.path()), QString());
        QCOMPARE(findProgram(QString(), folder.path()), QString());
        QCOMPARE(findProgram(folder.filePath(tool), QString()), folder.filePath(tool));
        QVERIFY(QDir::setCurrent(before));
    }

    void toolFoldersShowProgramsButNoSecrets_data()
    {
        QTest::addColumn<QString>("entry"); // below the home
        QTest::addColumn<QStringList>("shown");
        using L = QStringList;
        const auto row = [](const char *name, const char *entry, const L &shown) {
            QTest::newRow(name) << QString::fromLatin1(entry) << shown;
        };
        row("nvm", ".nvm/versions/node/v20/bin", L { QStringLiteral(".nvm") });
        row("pyenv", ".pyenv/shims", L { QStringLiteral(".pyenv") });
        row("cargo holds credentials", ".cargo/bin", L { QStringLiteral(".cargo/bin"), QStringLiteral(".rustup") });
        row("local bin, not share", ".local/bin", L { QStringLiteral(".local/bin"), QStringLiteral(".local/lib") });
        row("own bin", "bin", L { QStringLiteral("bin") });
        row("unknown tool", ".strange/tool/bin",
            L { QStringLiteral(".strange/tool/bin"), QStringLiteral(".strange/tool/lib") });
        row("the home itself", "", {});
        row("missing", ".missing/bin", {});
    }
    void toolFoldersShowProgramsButNoSecrets()
    {
        QFETCH(QString, entry);
        QFETCH(QStringList, shown);
        QTemporaryDir home;
        for (const char *folder :
             { ".nvm/versions/node/v20/bin", ".pyenv/shims", ".cargo/bin", ".rustup", ".local/bin", ".local/lib",
               ".local/share/keyrings", "bin", "lib", ".strange/tool/bin", ".strange/tool/lib", ".strange/tool/etc" })
            QVERIFY(QDir(home.path()).mkpath(QString::fromLatin1(folder)));
        for (QString &path : shown)
            path = home.filePath(path);
        const QString absolute = QDir::cleanPath(home.path() + QLatin1Char('/') + entry);
        QCOMPARE(toolFolders(QStringLiteral("/usr/bin:relative:") + absolute + QStringLiteral(":/"), { home.path() }),
                 shown);
    }

    void programFolderNeverIsTheHome_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QString>("folder");
        const auto row = [](const char *program, const char *folder) {
            QTest::newRow(program) << QString::fromLatin1(program) << QString::fromLatin1(folder);
        };
        row("/usr/bin/git", "");
        row("/opt/tool/bin/x", "");
        row("/srv/tools/agent", "/srv/tools");
        row("/home/u/agent.sh", "/home/u/agent.sh");
        row("/home/agent.sh", "/home/agent.sh");
        row("/home/u/.local/share/claude/versions/1.0", "/home/u/.local/share/claude/versions");
        row("/home/u/.npm-global/lib/node_modules/@x/cli/bin/cli.js", "/home/u/.npm-global/lib/node_modules");
    }
    void programFolderNeverIsTheHome()
    {
        QFETCH(QString, program);
        QTEST(programFolder(program, { QStringLiteral("/home/u") }), "folder");
    }

    void outputOfTellsWhatHappened_data()
    {
        QTest::addColumn<int>("end");
        QTest::addColumn<int>("exitCode");
        QTest::addColumn<int>("code"); // -1: success
        const auto row = [](const char *name, ProcessEnd end, int exitCode, int code) {
            QTest::newRow(name) << static_cast<int>(end) << exitCode << code;
        };
        row("good", ProcessEnd::Finished, 0, -1);
        row("exit code", ProcessEnd::Finished, 3, static_cast<int>(ErrorCode::Invalid));
        row("missing", ProcessEnd::FailedToStart, -1, static_cast<int>(ErrorCode::Unavailable));
        row("crash", ProcessEnd::Crashed, 134, static_cast<int>(ErrorCode::Invalid));
        row("timeout", ProcessEnd::TimedOut, 143, static_cast<int>(ErrorCode::Timeout));
        row("cancel", ProcessEnd::Cancelled, 143, static_cast<int>(ErrorCode::Cancelled));
    }
    void outputOfTellsWhatHappened()
    {
        QFETCH(int, end);
        QFETCH(int, exitCode);
        QFETCH(int, code);
        ProcessOutcome outcome;
        outcome.end = static_cast<ProcessEnd>(end);
        outcome.exitCode = exitCode;
        outcome.out = "out";
        outcome.err = "bad thing\n";
        const auto result = outputOf(outcome, QStringLiteral("The build"));
        QCOMPARE(result.has_value(), code < 0);
        if (result) {
            QCOMPARE(*result, QByteArray("out"));
            return;
        }
        QCOMPARE(static_cast<int>(result.error().code), code);
        QVERIFY(result.error().message.startsWith(QStringLiteral("The build")));
        if (outcome.end == ProcessEnd::Finished)
            QCOMPARE(result.error().detail, QStringLiteral("bad thing"));
    }
};

SLIPWAY_TEST(TstEnvironment)
#include "tst_environment.moc"
