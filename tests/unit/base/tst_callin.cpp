// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/callin.h"

#include "core/base/threadhandle.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace slipway::base;

namespace {
Async<QThread *> whereAmI()
{
    co_return QThread::currentThread();
}
} // namespace

class TstCallIn final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void runsThereAndResolvesHere()
    {
        const auto thread = startThread(QStringLiteral("other"));
        auto *const context = new QObject;
        context->moveToThread(thread.get());
        connect(thread.get(), &QThread::finished, context, &QObject::deleteLater);
        const auto where = test::await(callIn<QThread *>(context, [] { return whereAmI(); }));
        QVERIFY_RESULT(where);
        QCOMPARE(*where, thread.get());
    }

    void failurePassesThrough()
    {
        QObject context;
        const auto refused = [](int) -> Async<int> { co_return fail(ErrorCode::Denied, QStringLiteral("no")); };
        const auto answer = test::await(callIn<int>(&context, [refused] { return refused(1); }));
        QVERIFY(!answer);
        QVERIFY(answer.error().code == ErrorCode::Denied);
    }

    /// Its turn never comes: whoever waits must not wait for ever.
    void discardedCallIsCancelled()
    {
        auto context = std::make_unique<QObject>();
        bool ran = false;
        auto call = callIn<QThread *>(context.get(), [&ran] {
            ran = true;
            return whereAmI();
        });
        context.reset();
        const auto answer = test::await(std::move(call));
        QVERIFY(!answer);
        QVERIFY(answer.error().code == ErrorCode::Cancelled);
        QVERIFY(!ran);
    }
};

SLIPWAY_TEST(TstCallIn)
#include "tst_callin.moc"
