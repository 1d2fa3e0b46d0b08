// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockererrors.h"
#include "tests/support/testmain.h"

using namespace slipway;
using namespace slipway::deploy;

/// The texts are verbatim output of Docker 28 with engine 26, buildx 0.13 and Podman 5.4.
class TstDockerErrors final : public QObject {
    Q_OBJECT

private Q_SLOTS:
    void classifies_data()
    {
        QTest::addColumn<QString>("err");
        QTest::addColumn<int>("code");
        QTest::addColumn<QString>("part");
        const auto row = [](const char *name, const char *err, ErrorCode code, const char *part) {
            QTest::newRow(name) << QString::fromUtf8(err) << static_cast<int>(code) << QString::fromUtf8(part);
        };
        row("daemon down",
            "Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?",
            ErrorCode::Unavailable, "does not answer");
        row("daemon down, run",
            "docker: Cannot connect to the Docker daemon at unix:///x.sock. Is the docker daemon running?\n\nRun "
            "'docker run --help' for more information",
            ErrorCode::Unavailable, "does not answer");
        row("no permission",
            "permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "
            "\"http://%2Fvar\": dial unix /var/run/docker.sock: connect: permission denied",
            ErrorCode::Denied, "may not use");
        row("port held by a container",
            "docker: Error response from daemon: driver failed programming external connectivity on endpoint NAME "
            "(ID): Bind for 127.0.0.1:3001 failed: port is already allocated",
            ErrorCode::Conflict, "port");
        row("port held by a process",
            "docker: Error response from daemon: driver failed: Error starting userland proxy: listen tcp4 "
            "127.0.0.1:3103: bind: address already in use.",
            ErrorCode::Conflict, "port");
        row("name taken",
            "docker: Error response from daemon: Conflict. The container name \"/shop-d1\" is already in use by "
            "container \"abc\". You have to remove (or rename) that container to be able to reuse that name.",
            ErrorCode::Invalid, "shop-d1");
        row("name taken, podman",
            "Error: creating container storage: the container name \"shop-d1\" is already in use by abc. You have to "
            "remove that container",
            ErrorCode::Invalid, "shop-d1");
        row("command missing",
            "docker: Error response from daemon: failed to create task for container: exec: \"gunicorn\": executable "
            "file not found in $PATH: unknown",
            ErrorCode::Invalid, "gunicorn");
        row("image missing", "Unable to find image 'x:latest' locally\ndocker: Error response from daemon: whatever",
            ErrorCode::NotFound, "x:latest");
        row("image missing, no pull", "docker: Error response from daemon: No such image: x:latest",
            ErrorCode::NotFound, "x:latest");
        row("no Dockerfile, legacy",
            "unable to prepare context: unable to evaluate symlinks in Dockerfile path: lstat /x/Dockerfile: no such "
            "file or directory",
            ErrorCode::Invalid, "no Dockerfile");
        row("no Dockerfile, BuildKit",
            "ERROR: failed to solve: failed to read dockerfile: open Dockerfile: no such file or directory",
            ErrorCode::Invalid, "no Dockerfile");
        row("empty Dockerfile, legacy", "Error response from daemon: the Dockerfile (Dockerfile) cannot be empty",
            ErrorCode::Invalid, "empty");
        row("empty Dockerfile, BuildKit", "ERROR: failed to solve: the Dockerfile cannot be empty", ErrorCode::Invalid,
            "empty");
        row("unknown instruction",
            "Error response from daemon: dockerfile parse error on line 2: unknown instruction: RUNN (did you mean "
            "RUN?)",
            ErrorCode::Invalid, "line 2");
        row("step fails, legacy", "The command '/bin/sh -c exit 3' returned a non-zero code: 3", ErrorCode::Invalid,
            "exit code 3");
        row("step fails, BuildKit",
            "ERROR: failed to solve: process \"/bin/sh -c exit 3\" did not complete successfully: exit code: 3",
            ErrorCode::Invalid, "exit code 3");
        row("copy, legacy",
            "COPY failed: file not found in build context or excluded by .dockerignore: stat nope.txt: file does not "
            "exist",
            ErrorCode::Invalid, "nope.txt");
        row("copy, BuildKit",
            "ERROR: failed to solve: failed to compute cache key: failed to calculate checksum of ref x::y: "
            "\"/nope.txt\": not found",
            ErrorCode::Invalid, "nope.txt");
        row("base image, legacy",
            "Get \"https://registry.invalid/v2/\": dial tcp: lookup registry.invalid on 10.0.0.1:53: no such host",
            ErrorCode::NotFound, "registry");
        row("base image, BuildKit",
            "ERROR: failed to solve: ghost:1: failed to resolve source metadata for registry.invalid/library/ghost:1: "
            "failed to do request",
            ErrorCode::NotFound, "ghost:1");
        row("base image denied",
            "Error response from daemon: pull access denied for ghost, repository does not exist or may require "
            "'docker login'",
            ErrorCode::NotFound, "ghost");
        row("upper-case name",
            "invalid argument \"BadName\" for \"-t, --tag\" flag: invalid reference format: repository name "
            "(library/BadName) must be lowercase",
            ErrorCode::Invalid, "name");
        row("no space", "Error response from daemon: write /var/lib/docker/tmp/x: no space left on device",
            ErrorCode::Exhausted, "full");
        row("memory limit", "docker: Error response from daemon: Minimum memory limit allowed is 6MB",
            ErrorCode::Invalid, "option");
        row("buildx missing", "ERROR: BuildKit is enabled but the buildx component is missing or broken.",
            ErrorCode::Unsupported, "BuildKit");
        row("not known", "something new", ErrorCode::Internal, "Doing it failed");
    }
    void classifies()
    {
        QFETCH(QString, err);
        QFETCH(int, code);
        QFETCH(QString, part);
        const Error error = dockerError(QStringLiteral("docker"), QStringLiteral("Doing it"), {}, err);
        QCOMPARE(base::toString(error.code), base::toString(static_cast<ErrorCode>(code)));
        QVERIFY2(error.message.contains(part), qPrintable(error.message));
        QVERIFY(!error.hint.isEmpty());
        QVERIFY(!error.message.contains(QLatin1Char('\n')));
    }

    void dropsTheToolsDecoration()
    {
        const Error error = dockerError(
            QStringLiteral("docker"), QStringLiteral("x"), {},
            QStringLiteral("DEPRECATED: The legacy builder is deprecated and will be removed in a future release.\n"
                           "            Install the buildx component to build images with BuildKit:\n"
                           "            https://docs.docker.com/go/buildx/\n\nreal\n"
                           "Run 'docker run --help' for more information"));
        QCOMPARE(error.detail, QStringLiteral("real"));
        QVERIFY(shownBuildLine(QStringLiteral("DEPRECATED: The legacy builder is deprecated and")).isEmpty());
        QCOMPARE(shownBuildLine(QStringLiteral("\x1b[91mred\x1b[0m")), QStringLiteral("red"));
    }

    void showsTheFailingStep_data()
    {
        QTest::addColumn<QString>("out");
        QTest::addColumn<QString>("err");
        QTest::newRow("legacy") << QStringLiteral(
            "Step 1/2 : FROM x\n ---> abc\nStep 2/2 : RUN make\n ---> Running in def\nno rule\n")
                                << QStringLiteral("The command '/bin/sh -c make' returned a non-zero code: 2\n");
        QTest::newRow("BuildKit")
            << QString()
            << QStringLiteral(
                   "#5 [2/2] RUN make\n#5 0.333 no rule\n#5 ERROR: process \"/bin/sh -c make\" did not complete\n"
                   "------\nDockerfile:2\n   1 |     FROM x\n   2 | >>> RUN make\nERROR: failed to solve: process\n");
    }
    void showsTheFailingStep()
    {
        QFETCH(QString, out);
        QFETCH(QString, err);
        const QString tail = buildTail(out, err);
        QVERIFY2(tail.contains(QLatin1String("no rule")), qPrintable(tail));
        QVERIFY(tail.contains(QLatin1String("RUN make")));
        QVERIFY(!tail.contains(QLatin1String("------")));
        QVERIFY(!tail.contains(QLatin1String("#5")));
    }
};

SLIPWAY_TEST(TstDockerErrors)
#include "tst_dockererrors.moc"
