// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/files.h"
#include "core/deploy/databackups.h"
#include "core/deploy/dockerruntime.h"
#include "core/deploy/fallbackruntime.h"
#include "core/deploy/runtimedetection.h"
#include "tests/integration/deploy/deployfixture.h"
#include "tests/integration/deploy/dockerfixture.h"
#include "tests/integration/deploy/loadclients.h"
#include "tests/support/testmain.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTcpServer>

using namespace slipway;
using namespace slipway::deploy;
using slipway::domain::Deployment;
using slipway::test::await;
using slipway::test::DeployEngine;
using slipway::test::DeployFixture;
using slipway::test::DockerFixture;

/// The Docker runtime on a real, private engine.
class TstDockerRuntime final : public QObject {
    Q_OBJECT

private:
    std::unique_ptr<DockerFixture> m_docker;
    std::unique_ptr<DeployFixture> m_fixture;
    std::unique_ptr<DockerRuntime> m_runtime;
    std::unique_ptr<DeployEngine> m_engine;
    QStringList m_lines;
    const QString m_shop = QStringLiteral("shop");

    static DeployFixture::App version(const char *name, const char *extra = "")
    {
        DeployFixture::App app;
        app.version = QLatin1String(name);
        app.baseImage = DockerFixture::baseImage();
        app.extra = QLatin1String(extra);
        return app;
    }
    [[nodiscard]] DockerClient client()
    {
        return { m_fixture->runner(), QStringLiteral("docker"), m_docker->environment() };
    }
    static constexpr const char *homeId = "0a1b2c";
    [[nodiscard]] std::unique_ptr<DockerRuntime> makeRuntime(const char *id = homeId)
    {
        return std::make_unique<DockerRuntime>(client(), settings(QLatin1String(id)));
    }
    [[nodiscard]] DockerSettings settings(const QString &id) const
    {
        DockerSettings settings;
        settings.home = m_fixture->stateFolder();
        settings.homeId = id;
        return settings;
    }
    static QString nameOf(const QString &deployment, const QString &id = QLatin1String(homeId))
    {
        return QStringLiteral("shop-%1-%2").arg(id, deployment);
    }
    static QString nameOf(const char *deployment) { return nameOf(QLatin1String(deployment)); }
    static QString imageOf(const char *tag)
    {
        return QStringLiteral("slipway-%1/shop:%2").arg(QLatin1String(homeId), QLatin1String(tag));
    }
    [[nodiscard]] Result<Deployment> deploy(const DeployFixture::App &app, const QString &id)
    {
        const DeployRequest request { m_shop, m_fixture->repository(), m_fixture->commitApp(app), id };
        const auto progress = [this](const Deployment &, const QString &line) { m_lines << line; };
        return await(m_engine->deployer.deployProject(request, progress));
    }
    [[nodiscard]] QStringList containers() const
    {
        return m_docker
            ->docker({ QStringLiteral("ps"), QStringLiteral("-a"), QStringLiteral("--format"),
                       QStringLiteral("{{.Names}}") })
            .split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    }
    [[nodiscard]] QJsonObject inspect(const QString &name) const
    {
        return QJsonDocument::fromJson(m_docker->docker({ QStringLiteral("inspect"), name }).toUtf8())
            .array()
            .first()
            .toObject();
    }
    void restartEngine(int keep = 5, bool withProxy = false)
    {
        m_engine.reset();
        m_runtime.reset();
        m_fixture->restartEngine();
        m_runtime = makeRuntime();
        m_engine = std::make_unique<DeployEngine>(*m_fixture, *m_runtime, keep, std::chrono::seconds(60), withProxy);
    }

private Q_SLOTS:
    void initTestCase()
    {
        if (!DeployFixture::isAvailable())
            QSKIP("python3 and git are needed");
        m_docker = std::make_unique<DockerFixture>();
        if (!m_docker->problem().isEmpty())
            QSKIP(qPrintable(QStringLiteral("No private Docker engine: ") + m_docker->problem()));
    }
    void cleanupTestCase() { m_docker.reset(); }
    void init()
    {
        m_lines.clear();
        m_fixture = std::make_unique<DeployFixture>();
        restartEngine();
    }
    void cleanup()
    {
        if (!m_engine)
            return;
        QVERIFY_RESULT(await(m_engine->deployer.undeploy(m_shop, DataPolicy::Delete)));
        m_engine.reset();
        m_runtime.reset();
        m_fixture.reset();
        QCOMPARE(containers(), QStringList());
        QCOMPARE(m_docker->docker({ QStringLiteral("volume"), QStringLiteral("ls"), QStringLiteral("-q") }), QString());
        QCOMPARE(m_docker->docker({ QStringLiteral("network"), QStringLiteral("ls"), QStringLiteral("-q"),
                                    QStringLiteral("--filter"), QStringLiteral("label=slipway.project") }),
                 QString());
    }

    void theImagesHealthCheckDecides()
    {
        const char *good
            = "HEALTHCHECK --interval=30s --retries=2 CMD [\"python3\", \"-c\", \"import urllib.request as u; "
              "u.urlopen('http://127.0.0.1:8000/healthz', timeout=2)\"]";
        const auto first = deploy(version("one", good), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        QVERIFY2(first->state == domain::DeployState::Live, qPrintable(first->error));
        const auto health = inspect(nameOf("d1")).value(QLatin1String("State")).toObject();
        QCOMPARE(health.value(QLatin1String("Health")).toObject().value(QLatin1String("Status")).toString(),
                 QStringLiteral("healthy"));
        const auto second
            = deploy(version("two", "HEALTHCHECK --interval=1s --retries=1 CMD echo it is not well; exit 1"),
                     QStringLiteral("d2"));
        QVERIFY_RESULT(second);
        QVERIFY(second->state == domain::DeployState::Failed);
        QVERIFY2(second->error.contains(QLatin1String("it is not well")), qPrintable(second->error));
        QVERIFY(DeployFixture::get(first->port).startsWith(QLatin1String("one ")));
    }

    void redeploysUnderLoadFailNoRequest()
    {
        if (FrontProxy::findProgram().isEmpty())
            QSKIP("haproxy is not installed");
        const int wanted = qEnvironmentVariableIntValue("SLIPWAY_TEST_REDEPLOYS");
        const int redeploys = wanted > 0 ? wanted : 8;
        restartEngine(3, true);
        const auto first = deploy(version("v0"), QStringLiteral("d0"));
        QVERIFY_RESULT(first);
        QVERIFY2(first->state == domain::DeployState::Live, qPrintable(first->error));
        test::LoadClients load(first->port);
        for (int i = 1; i <= redeploys; ++i) {
            const auto next = deploy(version(qPrintable(QStringLiteral("v%1").arg(i))), QStringLiteral("d%1").arg(i));
            QVERIFY_RESULT(next);
            QVERIFY2(next->state == domain::DeployState::Live, qPrintable(next->error));
            QCOMPARE(next->port, first->port);
        }
        load.stop();
        qInfo("%d redeploys, %d requests, %lld failed, the slowest took %d ms", redeploys, load.requests(),
              static_cast<long long>(load.failures().size()), load.longestMs());
        QVERIFY2(load.failures().isEmpty(), qPrintable(load.failures().join(QStringLiteral("; "))));
        QCOMPARE(load.versions().size(), redeploys + 1);
        QCOMPARE(containers(), QStringList { nameOf(QStringLiteral("d%1").arg(redeploys)) });
    }

    void deploysAHardenedContainer()
    {
        const auto live = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QVERIFY2(live->state == domain::DeployState::Live, qPrintable(live->error));
        QCOMPARE(live->runtime, QStringLiteral("docker"));
        QVERIFY(live->image.startsWith(QLatin1String("sha256:")));
        QVERIFY(DeployFixture::get(live->port).startsWith(QLatin1String("one ")));
        QCOMPARE(containers(), QStringList { nameOf("d1") });

        const QJsonObject container = inspect(nameOf("d1"));
        const QJsonObject host = container.value(QLatin1String("HostConfig")).toObject();
        const auto binding = host.value(QLatin1String("PortBindings"))
                                 .toObject()
                                 .value(QLatin1String("8000/tcp"))
                                 .toArray()
                                 .first()
                                 .toObject();
        QCOMPARE(binding.value(QLatin1String("HostIp")).toString(), QStringLiteral("127.0.0.1"));
        QCOMPARE(host.value(QLatin1String("CapDrop")).toArray(), QJsonArray { QStringLiteral("ALL") });
        QCOMPARE(host.value(QLatin1String("SecurityOpt")).toArray(),
                 QJsonArray { QStringLiteral("no-new-privileges") });
        QCOMPARE(host.value(QLatin1String("Init")).toBool(), true);
        QCOMPARE(host.value(QLatin1String("NetworkMode")).toString(), QStringLiteral("slipway-0a1b2c-shop"));
        QCOMPARE(host.value(QLatin1String("PidsLimit")).toInt(), 256);
        QCOMPARE(host.value(QLatin1String("Memory")).toInteger(), 512LL * 1024 * 1024);
        QCOMPARE(host.value(QLatin1String("Privileged")).toBool(true), false);
        QCOMPARE(host.value(QLatin1String("RestartPolicy")).toObject().value(QLatin1String("Name")).toString(),
                 QStringLiteral("unless-stopped"));
        QCOMPARE(host.value(QLatin1String("LogConfig"))
                     .toObject()
                     .value(QLatin1String("Config"))
                     .toObject()
                     .value(QLatin1String("max-size"))
                     .toString(),
                 QStringLiteral("10m"));
        const QJsonObject labels
            = container.value(QLatin1String("Config")).toObject().value(QLatin1String("Labels")).toObject();
        QCOMPARE(labels.value(QLatin1String("slipway.project")).toString(), m_shop);
        QCOMPARE(labels.value(QLatin1String("slipway.deployment")).toString(), QStringLiteral("d1"));
        QCOMPARE(labels.value(QLatin1String("slipway.commit")).toString(), live->commit);
    }

    void takesOverPortAndDataAndServesOnWithoutUs()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        QCOMPARE(DeployFixture::get(first->port, QStringLiteral("/count")), QStringLiteral("1"));
        const auto second = deploy(version("two"), QStringLiteral("d2"));
        QVERIFY_RESULT(second);
        QCOMPARE(second->port, first->port);
        QVERIFY(DeployFixture::get(second->port).startsWith(QLatin1String("two ")));
        QCOMPARE(DeployFixture::get(second->port, QStringLiteral("/count")), QStringLiteral("2"));
        QCOMPARE(containers(), QStringList { nameOf("d2") });
        const DataBackups backups(m_fixture->stateFolder());
        const auto copy = base::readFile(backups.folderOf(m_shop, QStringLiteral("d1")) + QStringLiteral("/count"));
        QVERIFY_RESULT(copy);
        QCOMPARE(*copy, QByteArray("1"));
        const QString id = inspect(nameOf("d2")).value(QLatin1String("Id")).toString();
        restartEngine();
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, *second)));
        QCOMPARE(inspect(nameOf("d2")).value(QLatin1String("Id")).toString(), id); // adopted
        QVERIFY(DeployFixture::get(second->port).startsWith(QLatin1String("two ")));
    }

    void rollsBackToAnImageWithinSeconds()
    {
        restartEngine(5, !FrontProxy::findProgram().isEmpty());
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        const auto second = deploy(version("two"), QStringLiteral("d2"));
        QVERIFY_RESULT(first);
        QVERIFY_RESULT(second);
        QElapsedTimer clock;
        clock.start();
        const auto back = await(m_engine->deployer.rollback(m_shop, *first));
        qInfo("rolled back in %lld ms", clock.elapsed());
        QVERIFY_RESULT(back);
        QVERIFY(clock.elapsed() < 5000);
        QCOMPARE(back->image, first->image);
        QVERIFY(DeployFixture::get(back->port).startsWith(QLatin1String("one ")));
        QCOMPARE(containers(), QStringList { nameOf("d1") });
    }

    void aCrashingAppFailsWithItsLastWords()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        auto broken = version("two");
        broken.before = QStringLiteral("raise KeyError('SECRET_SETTING')");
        const auto failed = deploy(broken, QStringLiteral("d2"));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY2(failed->error.contains(QLatin1String("KeyError: 'SECRET_SETTING'")), qPrintable(failed->error));
        QVERIFY(DeployFixture::get(first->port).startsWith(QLatin1String("one ")));
        QCOMPARE(containers(), QStringList { nameOf("d1") });
    }

    void aFailingBuildStepIsNamed()
    {
        const auto failed = deploy(version("one", "RUN echo no such thing as this; exit 3"), QStringLiteral("d1"));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY2(failed->error.contains(QLatin1String("exit code 3")), qPrintable(failed->error));
        QVERIFY2(failed->error.contains(QLatin1String("RUN echo"))
                     || failed->error.contains(QLatin1String("/bin/sh -c")),
                 qPrintable(failed->error));
        QCOMPARE(containers(), QStringList()); // not even those of the build
    }

    void aTakenPortLeavesNoContainer()
    {
        const auto live = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QTcpServer intruder;
        QVERIFY(intruder.listen(QHostAddress::LocalHost));
        const Release release { m_shop, QStringLiteral("d2"), {}, {}, live->image, QStringLiteral("docker") };
        const auto started = await(m_runtime->start(release, intruder.serverPort()));
        QVERIFY(!started);
        QCOMPARE(base::toString(started.error().code), base::toString(ErrorCode::Conflict));
        QCOMPARE(containers(), QStringList { nameOf("d1") });
    }

    void whatIsNotOursIsNotTouched()
    {
        m_docker->docker({ QStringLiteral("run"), QStringLiteral("-d"), QStringLiteral("--name"), nameOf("d1"),
                           DockerFixture::baseImage(), QStringLiteral("python"), QStringLiteral("-c"),
                           QStringLiteral("import time; time.sleep(600)") });
        m_docker->docker({ QStringLiteral("tag"), DockerFixture::baseImage(), imageOf("latest") });
        const auto refused = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(refused);
        QCOMPARE(domain::toString(refused->state), QStringLiteral("failed"));
        QVERIFY2(refused->error.contains(nameOf("d1")), qPrintable(refused->error));
        const auto live = deploy(version("one"), QStringLiteral("d2"));
        QVERIFY_RESULT(live);
        QVERIFY2(live->state == domain::DeployState::Live, qPrintable(live->error));
        // A container that a person starts of our image inherits its labels.
        m_docker->docker({ QStringLiteral("run"), QStringLiteral("-d"), QStringLiteral("--name"),
                           QStringLiteral("by-hand"), live->image, QStringLiteral("python"), QStringLiteral("-c"),
                           QStringLiteral("import time; time.sleep(600)") });
        QVERIFY_RESULT(await(m_runtime->remove(m_shop, DataPolicy::Keep)));
        QStringList left = containers();
        left.sort();
        QCOMPARE(left, (QStringList { QStringLiteral("by-hand"), nameOf("d1") }));
        const QString base = inspect(DockerFixture::baseImage()).value(QLatin1String("Id")).toString();
        QCOMPARE(inspect(imageOf("latest")).value(QLatin1String("Id")).toString(), base);
        m_docker->docker({ QStringLiteral("rm"), QStringLiteral("-f"), QStringLiteral("by-hand"), nameOf("d1") });
        m_docker->docker({ QStringLiteral("rmi"), imageOf("latest") });
    }

    void twoHomesShareAnEngine()
    {
        const auto mine = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(mine);
        QVERIFY2(mine->state == domain::DeployState::Live, qPrintable(mine->error));
        QCOMPARE(DeployFixture::get(mine->port, QStringLiteral("/count")), QStringLiteral("1"));

        DeployFixture other; // a home of its own, with a project of the same name
        auto otherSettings = settings(QStringLiteral("ffeedd"));
        otherSettings.home = other.stateFolder();
        DockerRuntime runtime(DockerClient(other.runner(), QStringLiteral("docker"), m_docker->environment()),
                              otherSettings);
        DeployEngine engine(other, runtime);
        const DeployRequest request { m_shop, other.repository(), other.commitApp(version("theirs")),
                                      QStringLiteral("d1") };
        const auto theirs = await(engine.deployer.deployProject(request, {}));
        QVERIFY_RESULT(theirs);
        QVERIFY2(theirs->state == domain::DeployState::Live, qPrintable(theirs->error));
        QVERIFY(DeployFixture::get(theirs->port).startsWith(QLatin1String("theirs ")));
        QVERIFY(DeployFixture::get(mine->port).startsWith(QLatin1String("one ")));
        QCOMPARE(DeployFixture::get(theirs->port, QStringLiteral("/count")), QStringLiteral("1")); // data of its own
        QVERIFY_RESULT(await(engine.deployer.undeploy(m_shop, DataPolicy::Delete)));
        QCOMPARE(containers(), QStringList { nameOf("d1") });
        QCOMPARE(DeployFixture::get(mine->port, QStringLiteral("/count")), QStringLiteral("2"));
        QVERIFY_RESULT(await(m_runtime->hasRelease({ m_shop, QStringLiteral("d1"), {}, {}, mine->image, {} })));
    }

    void whatOlderNamesMadeIsFound()
    {
        m_engine.reset();
        m_runtime = makeRuntime("");
        m_engine = std::make_unique<DeployEngine>(*m_fixture, *m_runtime);
        const auto before = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(before);
        QVERIFY2(before->state == domain::DeployState::Live, qPrintable(before->error));
        QCOMPARE(containers(), QStringList { QStringLiteral("shop-d1") });
        QCOMPARE(DeployFixture::get(before->port, QStringLiteral("/count")), QStringLiteral("1"));
        restartEngine(); // a newer Slipway
        QVERIFY_RESULT(await(m_engine->deployer.ensureRunning(m_shop, *before)));
        QCOMPARE(containers(), QStringList { QStringLiteral("shop-d1") }); // adopted
        const auto after = deploy(version("two"), QStringLiteral("d2"));
        QVERIFY_RESULT(after);
        QVERIFY2(after->state == domain::DeployState::Live, qPrintable(after->error));
        QCOMPARE(containers(), QStringList { nameOf("d2") });
        QCOMPARE(DeployFixture::get(after->port, QStringLiteral("/count")), QStringLiteral("2")); // the same data
        QVERIFY_RESULT(await(m_engine->deployer.rollback(m_shop, *before)));
        QVERIFY(DeployFixture::get(before->port).startsWith(QLatin1String("one ")));
    }

    void anUndeployWithoutTheEngineIsFinishedLater()
    {
        // The engine's socket behind a link that can be taken away.
        const QString socket = m_docker->environment().value(QStringLiteral("DOCKER_HOST")).mid(7);
        const QString link = m_fixture->path(QStringLiteral("s"));
        QVERIFY(QFile::link(socket, link));
        auto environment = m_docker->environment();
        environment.insert(QStringLiteral("DOCKER_HOST"), QStringLiteral("unix://") + link);
        FallbackRuntime runtime(
            std::make_unique<DockerRuntime>(DockerClient(m_fixture->runner(), QStringLiteral("docker"), environment),
                                            settings(QLatin1String(homeId))),
            test::makeProcessRuntime(m_fixture->stateFolder(), m_fixture->runner()));
        DeployEngine engine(*m_fixture, runtime, 5, std::chrono::seconds(60), !FrontProxy::findProgram().isEmpty());
        const DeployRequest request { m_shop, m_fixture->repository(), m_fixture->commitApp(version("one")),
                                      QStringLiteral("d1") };
        const auto live = await(engine.deployer.deployProject(request, {}));
        QVERIFY_RESULT(live);
        QCOMPARE(live->runtime, QStringLiteral("docker"));

        QVERIFY(QFile::remove(link));
        const auto refused = await(engine.deployer.undeploy(m_shop));
        QVERIFY(!refused);
        QVERIFY2(refused.error().message.contains(QLatin1String("could not be removed")),
                 qPrintable(refused.error().message));
        QCOMPARE(containers(), QStringList { nameOf("d1") });
        QCOMPARE(engine.deployer.unfinishedRemovals(), QStringList { m_shop });
        QCOMPARE(engine.deployer.live(m_shop).id, QString()); // nothing starts it again
        const auto early = await(engine.deployer.finishRemoval(m_shop));
        QVERIFY_RESULT(early);
        QVERIFY(!*early);

        QVERIFY(QFile::link(socket, link));
        const auto finished = await(engine.deployer.finishRemoval(m_shop));
        QVERIFY_RESULT(finished);
        QVERIFY(*finished);
        QCOMPARE(containers(), QStringList());
        QCOMPARE(engine.deployer.unfinishedRemovals(), QStringList());
    }

    void aDeployWhileARemovalWaitsReplacesIt()
    {
        const auto first = deploy(version("one"), QStringLiteral("d1"));
        QVERIFY_RESULT(first);
        const QString records = m_fixture->path(QStringLiteral("releases/shop/deployments.json"));
        auto record = DeployRecord::load(records);
        QCOMPARE(record.live.id, QStringLiteral("d1"));
        record.live = {};
        record.removal = DataPolicy::Keep;
        QVERIFY_RESULT(record.save(records));
        const auto second = deploy(version("two"), QStringLiteral("d2"));
        QVERIFY_RESULT(second);
        QVERIFY2(second->state == domain::DeployState::Live, qPrintable(second->error));
        QCOMPARE(containers(), QStringList { nameOf("d2") });
        QCOMPARE(m_engine->deployer.unfinishedRemovals(), QStringList());
    }

    void keepsTheLastImages()
    {
        restartEngine(2);
        for (int i = 1; i <= 3; ++i)
            QVERIFY_RESULT(deploy(version(i % 2 ? "odd" : "even"), QStringLiteral("d%1").arg(i)));
        QStringList tags = m_docker
                               ->docker({ QStringLiteral("images"), QStringLiteral("--format"),
                                          QStringLiteral("{{.Repository}}:{{.Tag}}"), imageOf("latest").chopped(7) })
                               .split(QLatin1Char('\n'));
        tags.sort();
        QCOMPARE(tags, (QStringList { imageOf("d2"), imageOf("d3"), imageOf("latest") }));
    }

    void anAppOfAnotherUserCanWriteItsData()
    {
        const auto live = deploy(version("one", "USER 1234:1234"), QStringLiteral("d1"));
        QVERIFY_RESULT(live);
        QVERIFY2(live->state == domain::DeployState::Live, qPrintable(live->error));
        QCOMPARE(DeployFixture::get(live->port, QStringLiteral("/count")), QStringLiteral("1"));
    }

    void aMissingBaseImageFailsWhereDockerIsSet()
    {
        auto app = version("one");
        app.baseImage = QStringLiteral("registry.invalid/never:1");
        const auto failed = deploy(app, QStringLiteral("d1"));
        QVERIFY_RESULT(failed);
        QCOMPARE(domain::toString(failed->state), QStringLiteral("failed"));
        QVERIFY2(failed->error.contains(QLatin1String("registry.invalid/never:1")), qPrintable(failed->error));
    }

    void aMissingBaseImageFallsBackWhereNothingIsSet()
    {
        FallbackRuntime runtime(makeRuntime(), test::makeProcessRuntime(m_fixture->stateFolder(), m_fixture->runner()));
        DeployEngine engine(*m_fixture, runtime);
        auto app = version("one");
        app.baseImage = QStringLiteral("registry.invalid/never:1");
        const auto progress = [this](const Deployment &, const QString &line) { m_lines << line; };
        const DeployRequest first { m_shop, m_fixture->repository(), m_fixture->commitApp(app), QStringLiteral("d1") };
        const auto asProcess = await(engine.deployer.deployProject(first, progress));
        QVERIFY_RESULT(asProcess);
        QVERIFY2(asProcess->state == domain::DeployState::Live, qPrintable(asProcess->error));
        QCOMPARE(asProcess->runtime, QStringLiteral("process"));
        QVERIFY(
            !m_lines.filter(QStringLiteral("registry.invalid/never:1 is neither here nor can it be pulled")).isEmpty());
        QCOMPARE(containers(), QStringList());
        // The base image can be had now: the next one is a container, and takes over from the process.
        const DeployRequest second { m_shop, m_fixture->repository(), m_fixture->commitApp(version("two")),
                                     QStringLiteral("d2") };
        const auto asContainer = await(engine.deployer.deployProject(second, progress));
        QVERIFY_RESULT(asContainer);
        QCOMPARE(asContainer->runtime, QStringLiteral("docker"));
        QCOMPARE(asContainer->port, asProcess->port);
        QVERIFY(DeployFixture::get(asContainer->port).startsWith(QLatin1String("two ")));
        const auto back = await(engine.deployer.rollback(m_shop, *asProcess));
        QVERIFY_RESULT(back);
        QVERIFY(DeployFixture::get(back->port).startsWith(QLatin1String("one ")));
        QCOMPARE(containers(), QStringList());
        QVERIFY_RESULT(await(engine.deployer.undeploy(m_shop, DataPolicy::Delete)));
        QCOMPARE(m_fixture->leftovers(), QStringList());
    }

    void aProjectWithoutDockerfileRunsAsAProcess()
    {
        FallbackRuntime runtime(makeRuntime(), test::makeProcessRuntime(m_fixture->stateFolder(), m_fixture->runner()));
        const QString folder = m_fixture->writeApp(m_fixture->path(QStringLiteral("tree")), version("one"));
        QVERIFY(QFile::remove(folder + QStringLiteral("/Dockerfile")));
        QVERIFY_RESULT(base::writeFileAtomically(folder + QStringLiteral("/Procfile"), "web: exec python3 app.py\n"));
        const Release source { m_shop, QStringLiteral("d1"), {}, folder, {}, {} };
        const auto log = [this](const QString &line) { m_lines << line; };
        const auto built = await(runtime.build(source, log, {}));
        QVERIFY_RESULT(built);
        QCOMPARE(built->runtime, QStringLiteral("process"));
        QVERIFY(!m_lines.filter(QStringLiteral("no Dockerfile")).isEmpty());
        const auto port = PortAllocations::probeFreePort();
        QVERIFY_RESULT(port);
        QVERIFY_RESULT(await(runtime.start(*built, *port)));
        QTRY_VERIFY(DeployFixture::get(*port).startsWith(QLatin1String("one ")));
        QVERIFY_RESULT(await(runtime.remove(m_shop, DataPolicy::Delete)));
        QCOMPARE(m_fixture->leftovers(), QStringList());
    }

    void detectsTheRuntime_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<bool>("up");
        QTest::addColumn<QString>("name"); // empty: an error
        QTest::newRow("found") << QString() << true << QStringLiteral("docker");
        QTest::newRow("none answers") << QString() << false << QStringLiteral("process");
        QTest::newRow("docker set") << QStringLiteral("docker") << true << QStringLiteral("docker");
        QTest::newRow("docker set, none answers") << QStringLiteral("docker") << false << QString();
        QTest::newRow("process set") << QStringLiteral("process") << true << QStringLiteral("process");
        QTest::newRow("nonsense set") << QStringLiteral("lxc") << true << QString();
    }
    void detectsTheRuntime()
    {
        QFETCH(QString, wanted);
        QFETCH(bool, up);
        QFETCH(QString, name);
        RuntimeSettings settings;
        settings.runtime = wanted;
        qputenv("DOCKER_HOST",
                up ? m_docker->environment().value(QStringLiteral("DOCKER_HOST")).toUtf8()
                   : QByteArray("unix:///nowhere/s"));
        const auto detected = await(detectRuntime(settings, &m_fixture->runner(), test::workingSandbox()));
        qunsetenv("DOCKER_HOST");
        QCOMPARE(detected.has_value(), !name.isEmpty());
        if (detected) {
            QCOMPARE(detected->runtime->name(), name);
            // Installed is enough: an engine that is down now may come back, with what it ran before.
            QCOMPARE(dynamic_cast<FallbackRuntime *>(detected->runtime.get()) != nullptr, wanted.isEmpty());
            QVERIFY(!detected->reason.isEmpty());
        } else {
            QVERIFY(!detected.error().hint.isEmpty());
        }
    }
};

SLIPWAY_TEST(TstDockerRuntime)
#include "tst_dockerruntime.moc"
