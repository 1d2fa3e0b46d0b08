// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/peoplestate.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

#include <QTemporaryDir>

using namespace slipway;
using orchestrator::PeopleState;

/// What an engine that was killed has to know of people's work.
class TstPeopleState final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void withoutAFileItIsEmpty()
    {
        const QTemporaryDir folder;
        const auto state = PeopleState::load(folder.filePath(QStringLiteral("none.json")));
        QVERIFY_RESULT(state);
        QVERIFY(state->closed.isEmpty() && state->pending.isEmpty() && state->lastComment == 0);
        QVERIFY(!state->commentsSince.isValid());
    }

    void itComesBackAsItWasKept()
    {
        const QTemporaryDir folder;
        const QString file = folder.filePath(QStringLiteral("people/p.json"));
        PeopleState state;
        state.closed = { 3, 1 };
        state.refused = { 9 };
        state.approved = { 8 };
        state.lastComment = 9'000'000'001;
        state.commentsSince = QDateTime::fromMSecsSinceEpoch(1'700'000'000'123, QTimeZone::UTC);
        state.pending = { { 9'000'000'001, 4, QStringLiteral("ann"), QStringLiteral("Make it “blue”") } };
        state.reactions = { { 4, { 1, 2, 3 } } };
        QVERIFY_RESULT(state.save(file));
        const auto again = PeopleState::load(file);
        QVERIFY_RESULT(again);
        QCOMPARE(again->closed, state.closed);
        QCOMPARE(again->refused, state.refused);
        QCOMPARE(again->approved, state.approved);
        QCOMPARE(again->lastComment, state.lastComment);
        QCOMPARE(again->commentsSince, state.commentsSince);
        QCOMPARE(again->pending.size(), 1);
        QCOMPARE(again->pending.first().id, state.pending.first().id);
        QCOMPARE(again->pending.first().number, 4);
        QCOMPARE(again->pending.first().author, QStringLiteral("ann"));
        QCOMPARE(again->pending.first().text, state.pending.first().text);
        QCOMPARE(again->reactions, state.reactions);
    }

    void fiveReactionsInAnHourAreACircle()
    {
        constexpr qint64 hour = 3'600'000;
        QList<qint64> reactions { 1, 2, 3, 4 };
        QVERIFY(!orchestrator::isTalkedInCircles(&reactions, 10));
        reactions.append(5);
        QVERIFY(orchestrator::isTalkedInCircles(&reactions, 10));
        QVERIFY(!orchestrator::isTalkedInCircles(&reactions, hour + 3)); // 1 and 2 are older than that
        QCOMPARE(reactions.size(), 3);
    }
};

SLIPWAY_TEST(TstPeopleState)
#include "tst_peoplestate.moc"
