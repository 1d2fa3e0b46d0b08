// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/e2e/support/slipwayhome.h"
#include "tests/support/testmain.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

using namespace slipway::test;

/// Open pull requests that run, by the real executable.
class TstPreviews final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aPullRequestRunsWhileItIsOpen();

private:
    /// Number and address of the previews that are live, as the engine keeps them.
    [[nodiscard]] QMap<int, QString> live() const;
    [[nodiscard]] QStringList folders() const;
    SlipwayHome m_home;
};

QMap<int, QString> TstPreviews::live() const
{
    QMap<int, QString> found;
    QFile file(m_home.path(QStringLiteral(".ai-dev-pipeline/previews.json")));
    if (!file.open(QIODevice::ReadOnly))
        return found;
    const auto list = QJsonDocument::fromJson(file.readAll()).object().value(QLatin1String("url-shortener")).toArray();
    for (const auto &value : list) {
        const auto deployment = value.toObject().value(QLatin1String("deployment")).toObject();
        if (deployment.value(QLatin1String("state")).toString() == QLatin1String("live"))
            found.insert(value.toObject().value(QLatin1String("pull_request")).toInt(),
                         deployment.value(QLatin1String("url")).toString());
    }
    return found;
}

QStringList TstPreviews::folders() const
{
    return QDir(m_home.path(QStringLiteral(".ai-dev-pipeline/deploy"))).entryList({ QStringLiteral("pr-*") });
}

void TstPreviews::aPullRequestRunsWhileItIsOpen()
{
    m_home.setEnvironment(QStringLiteral("SLIPWAY_DEPLOY_PREVIEWS"), QStringLiteral("2"));
    m_home.setEnvironment(QStringLiteral("SLIPWAY_CI_POLL_SECONDS"), QStringLiteral("1"));
    const auto build = m_home.start({ QStringLiteral("build"), QStringLiteral("Build a URL shortener"),
                                      QStringLiteral("--pace"), QStringLiteral("0"), QStringLiteral("--yes") });
    int number = 0;
    qsizetype most = 0;
    const auto answers = [&] {
        const auto previews = live();
        most = std::max(most, previews.size());
        for (auto it = previews.begin(); it != previews.end(); ++it) {
            if (SlipwayHome::httpStatus(it.value() + QStringLiteral("/")) == 200)
                number = it.key();
        }
        return number > 0 || build->state() == QProcess::NotRunning;
    };
    QTRY_VERIFY_WITH_TIMEOUT(answers(), 300000);
    QVERIFY2(number > 0, build->readAllStandardError().right(2000).constData());
    QVERIFY(most <= 2);
    QVERIFY(folders().contains(QStringLiteral("pr-%1--url-shortener").arg(number)));
    // It goes with its pull request.
    QTRY_VERIFY_WITH_TIMEOUT(!live().contains(number) || build->state() == QProcess::NotRunning, 240000);
    build->terminate();
    QVERIFY(build->waitForFinished(60000));
    // All go with their project.
    const QStringList remove { QStringLiteral("delete"), QStringLiteral("url-shortener"), QStringLiteral("--yes") };
    const CommandEnd deleted = m_home.run(remove, 120000);
    QVERIFY2(deleted.exitCode == 0, deleted.err.constData());
    QCOMPARE(live().size(), 0);
    QCOMPARE(folders(), QStringList());
}

SLIPWAY_TEST(TstPreviews)
#include "tst_previews.moc"
