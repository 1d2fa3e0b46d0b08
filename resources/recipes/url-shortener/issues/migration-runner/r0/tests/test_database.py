"""Migrations and transactions."""

import sqlite3
import tempfile
import threading
import unittest
from pathlib import Path

from src.shortener.database import MIGRATIONS, Database, MigrationError, statements


class MigrationTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.file = str(self.folder / "deep" / "er" / "test.db")

    def migration(self, name, sql):
        (self.folder / name).write_text(sql, "utf-8")

    def open(self, migrations=None):
        database = Database(self.file, migrations or self.folder)
        self.addCleanup(database.close)
        return database

    def test_the_real_migrations_apply_to_an_empty_file(self):
        database = self.open(MIGRATIONS)
        self.assertEqual(len(list(MIGRATIONS.glob("*.sql"))), database.version)
        self.assertEqual([], database.query("SELECT * FROM links"))

    def test_each_migration_is_applied_once_and_data_stays(self):
        self.migration("0001_a.sql", "CREATE TABLE a (x INTEGER);")
        self.open().execute("INSERT INTO a VALUES (7)")
        self.migration("0002_b.sql", "CREATE TABLE b (y TEXT); INSERT INTO b VALUES ('new');")
        database = self.open()
        self.assertEqual(2, database.version)
        self.assertEqual(7, database.query("SELECT x FROM a")[0]["x"])
        self.assertEqual(1, len(self.open().query("SELECT y FROM b")))

    def test_a_migration_that_fails_leaves_nothing_behind(self):
        self.migration("0001_a.sql", "CREATE TABLE a (x INTEGER); CREATE TABLE a (x INTEGER);")
        with self.assertRaises(sqlite3.OperationalError):
            self.open()
        self.migration("0001_a.sql", "CREATE TABLE a (x INTEGER);")
        self.assertEqual(1, self.open().version)

    def test_gaps_in_the_numbers_are_refused(self):
        self.migration("0002_b.sql", "CREATE TABLE b (y TEXT);")
        with self.assertRaisesRegex(MigrationError, "0001"):
            self.open()

    def test_a_database_from_the_future_is_refused(self):
        self.migration("0001_a.sql", "CREATE TABLE a (x INTEGER);")
        self.open().execute("PRAGMA user_version = 9")
        with self.assertRaisesRegex(MigrationError, "version 9"):
            self.open()

    def test_an_empty_folder_is_refused(self):
        with self.assertRaises(MigrationError):
            self.open()

    def test_statements_keep_semicolons_of_texts_and_triggers(self):
        script = """-- first; comment
            INSERT INTO a VALUES ('x;y');
            CREATE TRIGGER t AFTER INSERT ON a BEGIN
                DELETE FROM a; SELECT 1;
            END;
        """
        self.assertEqual(2, len([text for text in statements(script) if text.strip()]))


class TransactionTest(unittest.TestCase):
    def setUp(self):
        self.database = Database(":memory:")
        self.addCleanup(self.database.close)
        self.database.execute("CREATE TABLE t (n INTEGER)")

    def test_an_exception_undoes_everything(self):
        with self.assertRaises(ZeroDivisionError), self.database.transaction() as connection:
            connection.execute("INSERT INTO t VALUES (1)")
            raise ZeroDivisionError
        self.assertEqual([], self.database.query("SELECT * FROM t"))

    def test_threads_do_not_lose_updates(self):
        self.database.execute("INSERT INTO t VALUES (0)")

        def count():
            for _ in range(50):
                with self.database.transaction() as connection:
                    n = connection.execute("SELECT n FROM t").fetchone()["n"]
                    connection.execute("UPDATE t SET n = ?", (n + 1,))

        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.assertEqual(200, self.database.query("SELECT n FROM t")[0]["n"])

    def test_strict_tables_refuse_wrong_types(self):
        with self.assertRaises(sqlite3.IntegrityError):
            self.database.execute(
                "INSERT INTO links (code, url, created_at) VALUES ('abc', 'u', 'today')")
