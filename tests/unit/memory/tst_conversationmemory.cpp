// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/redaction.h"
#include "core/memory/conversationmemory.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;
using memory::ConversationMemory;
using memory::Note;

namespace {

/// A clock that goes on by a second with each look.
class SteppingClock final : public base::Clock {
public:
    QDateTime now() const override { return QDateTime::fromSecsSinceEpoch(m_seconds++, QTimeZone::UTC); }

private:
    mutable qint64 m_seconds = 1'800'000'000;
};

QStringList textsOf(const Result<QList<Note>> &notes)
{
    QStringList texts;
    for (const Note &note : notes.value_or(QList<Note> {}))
        texts.append(note.text);
    return texts;
}

} // namespace

class TstConversationMemory final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void init();
    void cleanup();
    void notesAreFoundByTheirWords();
    void betterMatchesComeFirst();
    void projectsAreKeptApart();
    void sameNoteOnlyBecomesNewer();
    void oldestNotesGo();
    void secretsAreNotStored();
    void everyQueryIsHarmless_data();
    void everyQueryIsHarmless();
    void wordsAreFoundWithoutAccents();
    void forgetRemovesFromTheIndexToo();
    void notesForFitsTheSpace();
    void survivesARestart();

private:
    void remember(const QString &text, const QString &project = QStringLiteral("shop"));
    QStringList recall(const QString &query, const QString &project = QStringLiteral("shop"));
    void reopen();

    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<storage::StorageThread> m_thread;
    std::unique_ptr<ConversationMemory> m_memory;
    SteppingClock m_clock;
};

void TstConversationMemory::init()
{
    m_folder = std::make_unique<QTemporaryDir>();
    m_thread = std::make_unique<storage::StorageThread>();
    reopen();
}

void TstConversationMemory::cleanup()
{
    m_memory.reset();
    m_thread.reset();
}

void TstConversationMemory::reopen()
{
    m_memory.reset();
    memory::MemoryLimits limits;
    limits.notesPerProject = 20;
    m_memory = std::make_unique<ConversationMemory>(
        *m_thread, m_folder->filePath(QStringLiteral("memory/vector_store")), m_clock, limits);
    QVERIFY_RESULT(test::await(m_memory->open()));
}

void TstConversationMemory::remember(const QString &text, const QString &project)
{
    QVERIFY_RESULT(test::await(m_memory->remember(project, QStringLiteral("decision"), text)));
}

QStringList TstConversationMemory::recall(const QString &query, const QString &project)
{
    return textsOf(test::await(m_memory->recall(project, query)));
}

void TstConversationMemory::notesAreFoundByTheirWords()
{
    remember(QStringLiteral("Prices are stored in cents"));
    remember(QStringLiteral("The cart empties after a day"));
    QCOMPARE(recall(QStringLiteral("How do we store a price?")),
             QStringList { QStringLiteral("Prices are stored in cents") });
    QCOMPARE(recall(QStringLiteral("unrelated")), QStringList {});
    QCOMPARE(recall(QString()).first(), QStringLiteral("The cart empties after a day")); // the newest
    QVERIFY(QFileInfo::exists(m_folder->filePath(QStringLiteral("memory/vector_store/memory.db"))));
    QVERIFY(!test::await(m_memory->remember(QStringLiteral("shop"), QStringLiteral("chat"), QStringLiteral("  "))));
}

void TstConversationMemory::betterMatchesComeFirst()
{
    remember(QStringLiteral("Login uses cookies and a session table"));
    remember(QStringLiteral("Cookies are banned on the status page"));
    remember(QStringLiteral("The session table is in the login database"));
    const auto found = recall(QStringLiteral("cookies and sessions: session"));
    QCOMPARE(found.size(), 3);
    QCOMPARE(found.first(), QStringLiteral("Login uses cookies and a session table")); // the only one with both words
}

void TstConversationMemory::projectsAreKeptApart()
{
    remember(QStringLiteral("Colours are blue"));
    remember(QStringLiteral("Colours are green"), QStringLiteral("other"));
    remember(QStringLiteral("Colours need contrast"), QString());
    auto found = recall(QStringLiteral("colours"));
    found.sort();
    QCOMPARE(found, QStringList({ QStringLiteral("Colours are blue"), QStringLiteral("Colours need contrast") }));
}

void TstConversationMemory::sameNoteOnlyBecomesNewer()
{
    remember(QStringLiteral("First"));
    remember(QStringLiteral("Second"));
    remember(QStringLiteral("First"));
    QCOMPARE(recall(QString()), QStringList({ QStringLiteral("First"), QStringLiteral("Second") }));
}

void TstConversationMemory::oldestNotesGo()
{
    remember(QStringLiteral("elsewhere"), QStringLiteral("other"));
    for (int i = 0; i < 25; ++i)
        remember(QStringLiteral("note number%1").arg(i));
    QCOMPARE(textsOf(test::await(m_memory->recent(QStringLiteral("shop"), 100))).size(), 20);
    QCOMPARE(recall(QStringLiteral("number4")), QStringList {}); // gone from the index too
    QCOMPARE(recall(QStringLiteral("number24")), QStringList { QStringLiteral("note number24") });
    QCOMPARE(recall(QStringLiteral("elsewhere"), QStringLiteral("other")).size(), 1);
}

void TstConversationMemory::secretsAreNotStored()
{
    base::addSecret(QStringLiteral("hunter2hunter2"));
    remember(QStringLiteral("The password is hunter2hunter2"));
    QCOMPARE(recall(QStringLiteral("password")), QStringList { QStringLiteral("The password is ***") });
}

void TstConversationMemory::everyQueryIsHarmless_data()
{
    QTest::addColumn<QString>("query");
    for (const char *query : { "\"", "note\" OR \"x", "NEAR(note, 3)", "note*", "-note", "note AND", "text:note",
                               "';DROP TABLE notes;--", "((((" })
        QTest::newRow(query) << QString::fromLatin1(query);
    QTest::newRow("long") << QString(100'000, QLatin1Char('w')) + QStringLiteral(" note ");
    QTest::newRow("many") << QStringLiteral("word note ").repeated(5000);
}

void TstConversationMemory::everyQueryIsHarmless()
{
    QFETCH(QString, query);
    remember(QStringLiteral("a note"));
    const auto found = test::await(m_memory->recall(QStringLiteral("shop"), query));
    QVERIFY_RESULT(found);
    QCOMPARE(recall(QStringLiteral("note")), QStringList { QStringLiteral("a note") });
}

void TstConversationMemory::wordsAreFoundWithoutAccents()
{
    remember(QString::fromUtf8("Das Menü bleibt geöffnet"));
    QCOMPARE(recall(QStringLiteral("menu")).size(), 1);
    QCOMPARE(recall(QString::fromUtf8("GEÖFFNET")).size(), 1);
}

void TstConversationMemory::forgetRemovesFromTheIndexToo()
{
    remember(QStringLiteral("temporary"));
    const auto removed = test::await(m_memory->forget(QStringLiteral("shop")));
    QVERIFY_RESULT(removed);
    QCOMPARE(*removed, 1);
    QCOMPARE(recall(QStringLiteral("temporary")), QStringList {});
    remember(QStringLiteral("fresh"));
    QCOMPARE(recall(QStringLiteral("fresh temporary")), QStringList { QStringLiteral("fresh") });
}

void TstConversationMemory::notesForFitsTheSpace()
{
    remember(QStringLiteral("tests are fast"));
    remember(QStringLiteral("tests ") + QString(3000, QLatin1Char('x')));
    const auto text = test::await(m_memory->notesFor(QStringLiteral("shop"), QStringLiteral("tests"), 200));
    QVERIFY_RESULT(text);
    QVERIFY2(text->startsWith(QStringLiteral("- [decision, 20")), qPrintable(*text));
    QVERIFY(text->endsWith(QStringLiteral("] tests are fast")));
}

void TstConversationMemory::survivesARestart()
{
    remember(QStringLiteral("kept for later"));
    reopen();
    QCOMPARE(recall(QStringLiteral("later")), QStringList { QStringLiteral("kept for later") });
}

SLIPWAY_TEST(TstConversationMemory)
#include "tst_conversationmemory.moc"
