// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/history/transcriptrotation.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QTemporaryDir>
#include <QTimeZone>

using namespace slipway::history;

namespace {

const QDateTime now = QDateTime::fromSecsSinceEpoch(1'800'000'000, QTimeZone::UTC);

struct Recorded {
    const char *name;
    double hoursAgo;
    int bytes;
};

} // namespace

class TstTranscriptRotation final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void keepsTheNewestThatFit_data()
    {
        QTest::addColumn<QList<Recorded>>("files");
        QTest::addColumn<QStringList>("left");
        const auto row = [](const char *name, const QList<Recorded> &files, const QStringList &left) {
            QTest::newRow(name) << files << left;
        };
        row("nothing", {}, {});
        row("all young and small", { { "a.jsonl", 1.5, 100 }, { "b.jsonl", 30, 100 } },
            { QStringLiteral("a.jsonl"), QStringLiteral("b.jsonl") });
        row("too old", { { "a.jsonl", 2, 10 }, { "b.jsonl", 24 * 3 + 1, 10 } }, { QStringLiteral("a.jsonl") });
        row("too much", { { "a.jsonl", 2, 600 }, { "b.jsonl", 3, 300 }, { "c.jsonl", 4, 200 } },
            { QStringLiteral("a.jsonl"), QStringLiteral("b.jsonl") });
        row("a smaller one may still fit", { { "a.jsonl", 2, 600 }, { "b.jsonl", 3, 500 }, { "c.jsonl", 4, 200 } },
            { QStringLiteral("a.jsonl"), QStringLiteral("c.jsonl") });
        row("what may still grow stays", { { "a.jsonl", 0.2, 2000 }, { "b.jsonl", 0.5, 2000 } },
            { QStringLiteral("a.jsonl"), QStringLiteral("b.jsonl") });
        row("what grows counts", { { "a.jsonl", 0.2, 900 }, { "b.jsonl", 2, 200 } }, { QStringLiteral("a.jsonl") });
        row("other files are not ours", { { "notes.txt", 24 * 100, 5000 } }, { QStringLiteral("notes.txt") });
    }
    void keepsTheNewestThatFit()
    {
        QFETCH(QList<Recorded>, files);
        QFETCH(QStringList, left);
        const QTemporaryDir folder;
        for (const auto &file : files) {
            QFile out(folder.filePath(QLatin1String(file.name)));
            QVERIFY(out.open(QIODevice::WriteOnly));
            out.write(QByteArray(file.bytes, 'x'));
            out.flush();
            QVERIFY(out.setFileTime(now.addSecs(-qint64(file.hoursAgo * 3600)), QFileDevice::FileModificationTime));
        }
        const int removed = rotateTranscripts(folder.path(), { std::chrono::days(3), 1000 }, now);
        QCOMPARE(QDir(folder.path()).entryList(QDir::Files, QDir::Name), left);
        QCOMPARE(removed, int(files.size() - left.size()));
    }

    void aFolderThatIsNotThereIsNoTrouble()
    {
        QCOMPARE(rotateTranscripts(QStringLiteral("/nowhere/at/all"), {}, now), 0);
    }
};

SLIPWAY_TEST(TstTranscriptRotation)
#include "tst_transcriptrotation.moc"
