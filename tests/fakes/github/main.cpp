// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
// A stand-in for GitHub to point the real executable at: prints its API root and token, runs until it is ended.
//   fake_github [--port N]
#include "tests/fakes/github/fakegithub.h"

#include <QCoreApplication>

#include <cstdio>

int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    slipway::test::FakeGitHubOptions options;
    options.automaticRuns = true;
    const auto arguments = QCoreApplication::arguments();
    if (const auto at = arguments.indexOf(QStringLiteral("--port")); at > 0)
        options.port = arguments.value(at + 1).toUShort();
    slipway::test::FakeGitHub github(options);
    std::printf("SLIPWAY_GITHUB_API_URL=%s\nGITHUB_TOKEN=%s\n", qPrintable(github.apiRoot().toString()),
                qPrintable(options.accounts.first().token));
    std::fflush(stdout);
    return QCoreApplication::exec();
}
