// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/base/taskscope.h"
#include "core/storage/database.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

#include <atomic>
#include <stdexcept>

using namespace slipway;
using namespace slipway::storage;
using slipway::test::await;

class TstDatabase final : public QObject {
    Q_OBJECT

private:
    struct Fixture {
        QTemporaryDir folder;
        StorageThread thread;
        std::unique_ptr<Database> database;

        explicit Fixture(int busyTimeoutMs = 5000) { reopen(busyTimeoutMs); }
        [[nodiscard]] QString path() const { return folder.filePath(QStringLiteral("sub/test.db")); }
        void reopen(int busyTimeoutMs = 5000)
        {
            database.reset();
            DatabaseSettings settings;
            settings.path = path();
            settings.busyTimeoutMs = busyTimeoutMs;
            database = std::make_unique<Database>(thread, settings);
        }
    };

    static Schema notes(int versions = 1)
    {
        Schema schema { QStringLiteral("notes"), {} };
        schema.migrations.append(
            { QStringLiteral("CREATE TABLE notes (id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE, at INTEGER)") });
        if (versions > 1)
            schema.migrations.append(
                { QStringLiteral("ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'red'") });
        return schema;
    }
    static Result<qint64> count(Database &database)
    {
        return await(database.read([](Connection &connection) -> Result<qint64> {
            TRY(const auto row, connection.row(QStringLiteral("SELECT count(*) AS n FROM notes")));
            return row->number("n");
        }));
    }
    static auto adding(QString body)
    {
        return [body = std::move(body)](Connection &connection) {
            return connection.insert(QStringLiteral("INSERT INTO notes (body, at) VALUES (?, ?)"), body, 0);
        };
    }

private Q_SLOTS:
    void valuesComeBackAsTheyWereStored()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        const auto at = QDateTime::fromString(QStringLiteral("2026-01-31T12:00:00.125Z"), Qt::ISODateWithMs);
        const auto id = await(f.database->run([at](Connection &connection) {
            return connection.insert(QStringLiteral("INSERT INTO notes (body, at) VALUES (?, ?)"),
                                     QStringLiteral("schön 'x'"), storedTime(at));
        }));
        QVERIFY_RESULT(id);
        const auto row = await(f.database->read([id](Connection &connection) {
            return connection.row(QStringLiteral("SELECT * FROM notes WHERE id = ?"), *id);
        }));
        QVERIFY_RESULT(row);
        QVERIFY(row->has_value());
        QCOMPARE((*row)->text("body"), QStringLiteral("schön 'x'"));
        QCOMPARE((*row)->time("at"), at);
        QVERIFY(QFileInfo::exists(f.path() + QStringLiteral("-wal")));
    }

    void aNullTextIsEmptyAndNullIsExplicit()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        const auto row = await(f.database->run([](Connection &connection) -> Result<std::optional<Row>> {
            CHECK(
                connection.insert(QStringLiteral("INSERT INTO notes (body, at) VALUES (?, ?)"), QString(), QVariant()));
            return connection.row(QStringLiteral("SELECT body, at FROM notes"));
        }));
        QVERIFY_RESULT(row);
        QVERIFY(!(*row)->isNull("body"));
        QVERIFY((*row)->text("body").isEmpty());
        QVERIFY((*row)->isNull("at"));
        QVERIFY(!(*row)->time("at").isValid());
    }

    void anErrorRollsTheWholeStepBack()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        const auto result = await(f.database->run([](Connection &connection) -> Result<qint64> {
            CHECK(connection.insert(QStringLiteral("INSERT INTO notes (body) VALUES ('one')")));
            return fail(ErrorCode::Invalid, QStringLiteral("no"));
        }));
        QVERIFY(!result);
        QCOMPARE(base::toString(result.error().code), base::toString(ErrorCode::Invalid));
        QCOMPARE(count(*f.database).value(), 0);
    }

    void anExceptionRollsBackToo()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        const auto result = await(f.database->run([](Connection &connection) -> Result<qint64> {
            CHECK(connection.insert(QStringLiteral("INSERT INTO notes (body) VALUES ('one')")));
            throw std::runtime_error("thrown");
        }));
        QVERIFY(!result);
        QCOMPARE(base::toString(result.error().code), base::toString(ErrorCode::Internal));
        QCOMPARE(count(*f.database).value(), 0);
    }

    void aBrokenConstraintIsAConflict()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        QVERIFY_RESULT(await(f.database->run(adding(QStringLiteral("same")))));
        const auto again = await(f.database->run(adding(QStringLiteral("same"))));
        QVERIFY(!again);
        QCOMPARE(base::toString(again.error().code), base::toString(ErrorCode::Conflict));
        // The kept statement works again after it failed.
        QVERIFY_RESULT(await(f.database->run(adding(QStringLiteral("other")))));
        QCOMPARE(count(*f.database).value(), 2);
    }

    void migrationsContinueFromTheVersionInTheFile()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes(1))));
        QVERIFY_RESULT(await(f.database->run(adding(QStringLiteral("kept")))));
        f.reopen();
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes(2))));
        QVERIFY_RESULT(await(f.database->migrate(notes(2))));
        const auto row = await(f.database->read(
            [](Connection &connection) { return connection.row(QStringLiteral("SELECT body, colour FROM notes")); }));
        QVERIFY_RESULT(row);
        QCOMPARE((*row)->text("body"), QStringLiteral("kept"));
        QCOMPARE((*row)->text("colour"), QStringLiteral("red"));
    }

    void aNewerSchemaIsRefusedAndLeftAlone()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes(2))));
        const auto refused = await(f.database->migrate(notes(1)));
        QVERIFY(!refused);
        QCOMPARE(base::toString(refused.error().code), base::toString(ErrorCode::Conflict));
        QVERIFY(refused.error().message.contains(QStringLiteral("newer")));
        QVERIFY_RESULT(await(f.database->migrate(notes(2))));
    }

    void aFailedMigrationChangesNothing()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        auto broken = notes(1);
        broken.migrations.append({ QStringLiteral("CREATE TABLE half (id INTEGER)"), QStringLiteral("NONSENSE") });
        QVERIFY(!await(f.database->migrate(broken)));
        QVERIFY_RESULT(await(f.database->migrate(notes(1)))); // still version 0: the table can be created
        QCOMPARE(count(*f.database).value(), 0);
    }

    void aFullDiskIsExhaustedAndKeepsWhatWasThere()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        QVERIFY_RESULT(await(f.database->run(adding(QStringLiteral("small")))));
        // SQLite's own limit gives the very code that a full disk gives.
        QVERIFY_RESULT(await(f.database->read(
            [](Connection &connection) { return connection.row(QStringLiteral("PRAGMA max_page_count = 8")); })));
        const auto full = await(f.database->run(adding(QString(1024 * 1024, QLatin1Char('x')))));
        QVERIFY(!full);
        QCOMPARE(base::toString(full.error().code), base::toString(ErrorCode::Exhausted));
        QVERIFY(!full.error().hint.isEmpty());
        QCOMPARE(count(*f.database).value(), 1);
    }

    void aDamagedFileIsInvalid()
    {
        Fixture f;
        QVERIFY(QDir().mkpath(QFileInfo(f.path()).path()));
        QVERIFY_RESULT(base::writeFileAtomically(f.path(), QByteArray(8192, 'z')));
        const auto opened = await(f.database->open());
        QVERIFY(!opened);
        QCOMPARE(base::toString(opened.error().code), base::toString(ErrorCode::Invalid));
    }

    void aFileHeldBySomebodyIsUnavailable()
    {
        Fixture f(50);
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        // Another connection (as of another process) holds the write lock.
        QSqlDatabase other = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("other"));
        other.setDatabaseName(f.path());
        QVERIFY(other.open());
        {
            QSqlQuery query(other);
            QVERIFY(query.exec(QStringLiteral("BEGIN IMMEDIATE")));
            const auto result = await(f.database->run(adding(QStringLiteral("late"))));
            QVERIFY(!result);
            QCOMPARE(base::toString(result.error().code), base::toString(ErrorCode::Unavailable));
            QVERIFY(query.exec(QStringLiteral("ROLLBACK")));
        }
        QVERIFY_RESULT(await(f.database->run(adding(QStringLiteral("now")))));
        other.close();
        other = QSqlDatabase();
        QSqlDatabase::removeDatabase(QStringLiteral("other"));
    }

    void aDatabaseThatIsNotOpenSaysSo()
    {
        Fixture f;
        const auto result = await(f.database->run(adding(QStringLiteral("x"))));
        QVERIFY(!result);
        QCOMPARE(base::toString(result.error().code), base::toString(ErrorCode::Internal));
    }

    void stepsRunInTheStorageThreadAndResumeInTheCallers()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        const auto name = await(
            f.database->read([](Connection &) -> Result<QString> { return QThread::currentThread()->objectName(); }));
        QVERIFY_RESULT(name);
        QCOMPARE(*name, QStringLiteral("storage"));
    }

    void manyThreadsCountWithoutLoss()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        constexpr int threads = 4;
        constexpr int each = 25;
        std::vector<base::ThreadHandle> handles;
        std::atomic<int> done = 0;
        QList<QObject *> contexts;
        for (int t = 0; t < threads; ++t) {
            handles.push_back(base::startThread(QStringLiteral("writer-%1").arg(t)));
            auto *context = new QObject;
            context->moveToThread(handles.back().get());
            QObject::connect(handles.back().get(), &QThread::finished, context, &QObject::deleteLater);
            contexts.append(context);
        }
        static constexpr auto write = [](Database *database, int t, std::atomic<int> *counter) -> QCoro::Task<> {
            for (int i = 0; i < each; ++i) {
                auto step = adding(QStringLiteral("%1-%2").arg(t).arg(i));
                const auto result = co_await database->run(std::move(step));
                if (result)
                    ++*counter;
            }
        };
        for (int t = 0; t < threads; ++t)
            QMetaObject::invokeMethod(
                contexts.at(t), [&, t] { base::detach(write(f.database.get(), t, &done), "writer"); },
                Qt::QueuedConnection);
        QTRY_COMPARE(done.load(), threads * each);
        QCOMPARE(count(*f.database).value(), threads * each);
    }

    void whatWasPostedIsKeptWhenTheDatabaseGoesAway()
    {
        Fixture f;
        QVERIFY_RESULT(await(f.database->open()));
        QVERIFY_RESULT(await(f.database->migrate(notes())));
        auto task = f.database->run(adding(QStringLiteral("last")));
        f.reopen();
        QVERIFY_RESULT(await(std::move(task)));
        QVERIFY_RESULT(await(f.database->open()));
        QCOMPARE(count(*f.database).value(), 1);
    }
};

SLIPWAY_TEST(TstDatabase)
#include "tst_database.moc"
