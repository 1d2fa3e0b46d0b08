// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/chaos/endstate.h"

#include "tests/e2e/support/processes.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>
#include <QTest>

namespace slipway::test {

namespace {

constexpr int issueCount = 17;

/// Rows of a statement that should have none, as faults.
QStringList rowsOf(const QString &file, const QString &what, const QString &statement)
{
    QStringList rows;
    {
        auto database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), QStringLiteral("endstate"));
        database.setDatabaseName(file);
        database.setConnectOptions(QStringLiteral("QSQLITE_OPEN_READONLY"));
        QSqlQuery query(database);
        if (!database.open() || !query.exec(statement))
            rows.append(what + QStringLiteral(": ") + database.lastError().text() + query.lastError().text());
        while (query.next())
            rows.append(what + QStringLiteral(": ") + query.value(0).toString());
    }
    QSqlDatabase::removeDatabase(QStringLiteral("endstate"));
    return rows;
}

QStringList forgeFaults(const QString &file)
{
    const auto count = [&](const QString &what, const QString &kind, const QString &state) {
        return rowsOf(file, what,
                      QStringLiteral("SELECT count(*) FROM items WHERE kind='%1' AND state='%2' HAVING count(*) <> %3")
                          .arg(kind, state)
                          .arg(issueCount));
    };
    return count(QStringLiteral("closed issues"), QStringLiteral("issue"), QStringLiteral("closed"))
        + count(QStringLiteral("merged pull requests"), QStringLiteral("pull"), QStringLiteral("merged"))
        + rowsOf(file, QStringLiteral("left open"), QStringLiteral("SELECT title FROM items WHERE state='open'"))
        + rowsOf(file, QStringLiteral("twice"),
                 QStringLiteral("SELECT title FROM items GROUP BY kind, title HAVING count(*) > 1"))
        + rowsOf(file, QStringLiteral("merged without an approval"),
                 QStringLiteral("SELECT title FROM items i WHERE kind='pull' AND NOT EXISTS (SELECT 1 FROM reviews r "
                                "WHERE r.repo=i.repo AND r.number=i.number AND r.verdict LIKE 'approve%')"))
        + rowsOf(file, QStringLiteral("needs attention"),
                 QStringLiteral("SELECT number FROM item_labels WHERE label='needs-attention'"));
}

QStringList gitFaults(const SlipwayHome &home)
{
    QStringList faults;
    QMap<QByteArray, int> merges;
    const auto subjects = home.git({ QStringLiteral("log"), QStringLiteral("--merges"), QStringLiteral("--format=%s"),
                                     QStringLiteral("dev") })
                              .split('\n');
    for (const QByteArray &subject : subjects) {
        if (subject.startsWith("Merge pull request #"))
            ++merges[subject.split(' ').value(3)];
    }
    if (merges.size() != issueCount)
        faults.append(QStringLiteral("%1 pull requests are merged on dev").arg(merges.size()));
    for (auto it = merges.cbegin(); it != merges.cend(); ++it) {
        if (it.value() != 1)
            faults.append(QStringLiteral("%1 was merged %2 times").arg(QString::fromUtf8(it.key())).arg(it.value()));
    }
    const QByteArray damage = home.git({ QStringLiteral("fsck"), QStringLiteral("--connectivity-only") });
    if (damage.contains("missing") || damage.contains("broken"))
        faults.append(QStringLiteral("git fsck: ") + QString::fromUtf8(damage.left(300)));
    return faults;
}

} // namespace

EndState endStateOf(const SlipwayHome &home)
{
    EndState state;
    state.faults = forgeFaults(home.path(QStringLiteral(".ai-dev-pipeline/slipway.db"))) + gitFaults(home);
    const QDir workspaces(home.path(QStringLiteral(".ai-dev-pipeline/workspaces")));
    for (const QString &left : workspaces.entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
        if (!QDir(workspaces.filePath(left)).isEmpty())
            state.faults.append(QStringLiteral("left over: workspaces/%1").arg(left));
    }
    // A process that is ending right now is no orphan.
    const QDeadlineTimer patience(10000);
    while (!patience.hasExpired() && !processesOfHome(QDir::cleanPath(home.path(QString()))).isEmpty())
        QTest::qWait(50);
    for (const pid_t pid : processesOfHome(QDir::cleanPath(home.path(QString())))) {
        const QByteArray command = commandLineOf(pid);
        if (!command.isEmpty()) // else it ended meanwhile
            state.faults.append(QStringLiteral("orphan %1: %2").arg(pid).arg(QString::fromUtf8(command.left(200))));
    }
    state.tree = home.git({ QStringLiteral("rev-parse"), QStringLiteral("dev^{tree}") }).trimmed();
    return state;
}

} // namespace slipway::test
