// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// A model server on loopback that knows a recipe: `slipway-fakemodel [RECIPE]`. Prints its address, then a line of JSON for each
// request, until its stdin is closed. Claude Code works against it with ANTHROPIC_BASE_URL and any key.
#include "core/base/files.h"
#include "tests/fakes/anthropic/fakemodelserver.h"
#include "tests/fakes/anthropic/recipemodel.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QSocketNotifier>

#include <cstdio>
#include <unistd.h>

using namespace slipway;

int main(int argc, char **argv)
{
    QCoreApplication application(argc, argv);
    const QString name = application.arguments().value(1, QStringLiteral("url-shortener"));
    auto recipe = agents::Recipe::byName(name);
    if (!recipe) {
        std::fputs(qPrintable(recipe.error().message + QLatin1Char('\n')), stderr);
        return 2;
    }
    test::RecipeModel model(std::move(*recipe));
    test::FakeModelServer server;
    server.keepsRequests = false;
    QElapsedTimer clock;
    clock.start();
    server.script = [&](const QJsonObject &request) {
        const QJsonObject answer = model.answer(request);
        const test::Task &task = model.lastTask();
        const QJsonObject line { { QStringLiteral("ms"), clock.elapsed() },
                                 { QStringLiteral("purpose"), task.purpose },
                                 { QStringLiteral("subject"), task.subject },
                                 { QStringLiteral("round"), task.round },
                                 { QStringLiteral("first"), model.lastWasFirst() },
                                 { QStringLiteral("status"), answer.value(QLatin1String("status")).toInt(200) } };
        std::puts(base::compact(line).constData());
        std::fflush(stdout);
        return answer;
    };
    QSocketNotifier end(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&end, &QSocketNotifier::activated, &application, [] {
        char buffer[256];
        if (::read(STDIN_FILENO, buffer, sizeof buffer) <= 0)
            QCoreApplication::quit();
    });
    std::puts(server.url().constData());
    std::fflush(stdout);
    return QCoreApplication::exec();
}
