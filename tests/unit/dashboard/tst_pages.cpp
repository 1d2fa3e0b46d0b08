// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/dashboard/pages.h"
#include "core/dashboard/presenter.h"
#include "tests/support/asynctest.h"
#include "tests/support/testmain.h"

using namespace slipway::dashboard;
namespace domain = slipway::domain;

namespace {
const QDateTime now = QDateTime::fromString(QStringLiteral("2026-01-31T12:00:00Z"), Qt::ISODate);
const QString nasty = QStringLiteral("<script>alert('x')</script>\"onmouseover=\"x");

domain::Snapshot snapshot(const QString &text)
{
    domain::Snapshot s;
    domain::ProjectView view;
    view.name = QStringLiteral("shop");
    view.idea = view.detail = view.agents.general = view.recipe = view.repo = view.path = text;
    view.state = QStringLiteral("running");
    view.stage = QStringLiteral("workers");
    view.issues.closed = 1;
    view.deploy.state = domain::DeployState::Live;
    view.deploy.url = QStringLiteral("javascript:alert(1)");
    view.deploy.error = text;
    s.projects << view;
    s.gates << domain::GateView { text, QStringLiteral("shop"), text, text, text, text, now };
    s.workers << domain::WorkerView { text, text, QStringLiteral("busy"), QStringLiteral("shop:1"), {}, text, now,
                                      now,  text };
    domain::Task task;
    task.key = { QStringLiteral("shop"), 1 };
    task.title = text;
    task.phase = domain::TaskPhase::Dead;
    task.failureDetail = text;
    s.tasks.insert(QStringLiteral("shop:1"), task);
    return s;
}
} // namespace

class TstPages final : public QObject {
    Q_OBJECT
    Pages m_pages;

private Q_SLOTS:
    void everyPageIsFilled_data()
    {
        QTest::addColumn<QString>("page");
        for (const char *page : { "index.html", "live.html", "project.html", "projectlive.html", "message.html" })
            QTest::newRow(page) << QString::fromLatin1(page);
    }
    void everyPageIsFilled()
    {
        QFETCH(QString, page);
        auto values = presentOverview(snapshot(nasty), true, now);
        values.insert(presentProject(snapshot(nasty), QStringLiteral("shop"), true, now));
        values.insert({ { QStringLiteral("title"), nasty },
                        { QStringLiteral("message"), nasty },
                        { QStringLiteral("hint"), nasty },
                        { QStringLiteral("control"), true } });
        const auto text = m_pages.render(page, values);
        QVERIFY_RESULT(text);
        QVERIFY(text->size() > 200);
        // What others wrote is text, never markup; and a link never runs anything.
        QVERIFY(!text->contains("<script>"));
        QVERIFY(!text->contains("\"onmouseover"));
        QVERIFY(!text->contains("javascript:"));
        QVERIFY(text->contains("&lt;script&gt;"));
        // The content security policy forbids what is inline.
        QVERIFY(!text->contains(" style="));
        QVERIFY(!text->contains("<style"));
        QVERIFY(!text->contains(" onclick"));
        QVERIFY(!text->contains("{{"));
        QVERIFY(!text->contains("{%"));
    }
    void aRecordingIsLabelled()
    {
        auto recording = snapshot(QStringLiteral("url-shortener"));
        for (const char *page : { "live.html", "projectlive.html" }) {
            auto values = presentOverview(recording, true, now);
            values.insert(presentProject(recording, QStringLiteral("shop"), true, now));
            QVERIFY2(m_pages.render(QLatin1String(page), values)->contains("Recording"), page);
            recording.projects.first().recipe.clear();
            values = presentOverview(recording, true, now);
            values.insert(presentProject(recording, QStringLiteral("shop"), true, now));
            QVERIFY2(!m_pages.render(QLatin1String(page), values)->contains("Recording"), page);
            recording = snapshot(QStringLiteral("url-shortener"));
        }
    }
    void theDeployFormIsThereOnlyWithControl()
    {
        auto values = presentProject(snapshot(QStringLiteral("x")), QStringLiteral("shop"), true, now);
        QVERIFY(!m_pages.render(QStringLiteral("project.html"), values)->contains("<form"));
        values.insert(QStringLiteral("control"), true);
        QVERIFY(m_pages.render(QStringLiteral("project.html"), values)->contains("action=\"/projects/shop/deploy\""));
    }
    void anEmptyHomeSaysHowToStart()
    {
        const auto text = m_pages.render(QStringLiteral("index.html"), presentOverview({}, true, now));
        QVERIFY_RESULT(text);
        QVERIFY(text->contains("No projects yet"));
        QVERIFY(text->contains("hx-get=\"/api/status-fragment\""));
        QVERIFY(text->contains("every 5s"));
    }
    void staticFilesAreInTheBinary()
    {
        QByteArray type;
        for (const char *name : { "htmx.min.js", "style.css", "icon.svg" }) {
            const auto file = Pages::staticFile(QLatin1String(name), &type);
            QVERIFY_RESULT(file);
            QVERIFY(file->size() > 100);
            QVERIFY(!type.isEmpty());
        }
        QVERIFY(Pages::staticFile(QStringLiteral("htmx.min.js"), &type)->contains("htmx"));
        QVERIFY(!Pages::staticFile(QStringLiteral("../templates/base.html"), &type));
        QVERIFY(!Pages::staticFile(QStringLiteral("nothing.js"), &type));
        QCOMPARE(Pages::staticVersion().size(), 12);
    }
};

SLIPWAY_TEST(TstPages)
#include "tst_pages.moc"
