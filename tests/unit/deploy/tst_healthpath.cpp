// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/healthpath.h"
#include "core/deploy/resourceuse.h"
#include "tests/support/testmain.h"

#include <unistd.h>

using namespace slipway::deploy;

class TstHealthPath final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void readsThePath_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("path");
        const auto row = [](const char *name, const char *text, const char *path) {
            QTest::newRow(name) << QString::fromLatin1(text) << QString::fromLatin1(path);
        };
        row("none", "FROM x\nCMD [\"a\"]\n", "");
        row("curl", "FROM x\nHEALTHCHECK CMD curl -f http://localhost:8000/up || exit 1\n", "/up");
        row("root", "FROM x\nHEALTHCHECK CMD curl -f http://localhost:8000 || exit 1\n", "/");
        row("options and lines",
            "FROM x\nHEALTHCHECK --interval=5s \\\n  # why\n  CMD wget -q http://127.0.0.1:$PORT/a/b?c=1\n",
            "/a/b?c=1");
        row("exec form", "FROM x\nHEALTHCHECK CMD [\"python\", \"-c\", \"u.urlopen('http://0.0.0.0:8000/ok')\"]\n",
            "/ok");
        row("put together when it runs",
            "FROM x\nHEALTHCHECK CMD [\"python3\", \"-c\", \"u('http://127.0.0.1:' + os.environ['PORT'] + '/ok')\"]\n",
            "");
        row("host alone, put together", "FROM x\nHEALTHCHECK CMD [\"p\", \"-c\", \"u('http://localhost' + p)\"]\n", "");
        row("whole, in quotes", "FROM x\nHEALTHCHECK CMD [\"p\", \"-c\", \"u('http://localhost')\"]\n", "/");
        row("switched off", "FROM x\nHEALTHCHECK CMD curl http://localhost/a\nHEALTHCHECK NONE\n", "");
        row("of a former stage", "FROM x AS a\nHEALTHCHECK CMD curl http://localhost/a\nFROM y\n", "");
        row("not over HTTP", "FROM x\nHEALTHCHECK CMD pg_isready\n", "");
        row("elsewhere", "FROM x\nHEALTHCHECK CMD curl http://example.com/a\n", "");
        row("a comment", "FROM x\n# HEALTHCHECK CMD curl http://localhost/a\n", "");
    }
    void readsThePath()
    {
        QFETCH(QString, text);
        QFETCH(QString, path);
        QCOMPARE(healthPathOf(text), path);
    }

    void countsWhatIsUsed()
    {
        const auto use = resourceUseBelow(::getpid());
        QVERIFY(use.memoryKb > 500);
        QCOMPARE(use.processes, 1);
        QVERIFY(excessOf({ 1024 * 10, 3 }, 10, 3).isEmpty());
        QVERIFY(excessOf({ 1024 * 10 + 1, 3 }, 10, 3).contains(QLatin1String("10 MB")));
        QVERIFY(excessOf({ 1, 4 }, 10, 3).contains(QLatin1String("3 processes")));
        QVERIFY(excessOf({ 1 << 30, 1 << 20 }, 0, 0).isEmpty());
    }
};

SLIPWAY_TEST(TstHealthPath)
#include "tst_healthpath.moc"
