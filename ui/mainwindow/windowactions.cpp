// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/windowactions.h"

#include "ui/models/coalescer.h"
#include "ui/style/themeicon.h"

#include <QAction>
#include <QDesktopServices>
#include <QUrl>

#include <algorithm>

namespace slipway::ui {

namespace {

const domain::ProjectView *chosen(const PanelContext &context)
{
    const auto &projects = context.store.snapshot().projects;
    const auto it = std::ranges::find(projects, context.selection.project(), &domain::ProjectView::name);
    return it == projects.end() ? nullptr : &*it;
}

} // namespace

WindowActions::WindowActions(const PanelContext &context, QObject *parent)
    : QObject(parent)
    , newProject(make(QStringLiteral("list-add"), tr("&New project…"), QKeySequence::New))
    , workers(make(QStringLiteral("media-playback-start"), tr("Start &workers"), tr("Ctrl+Shift+W")))
    , pause(make(QStringLiteral("media-playback-pause"), tr("&Pause all"), tr("Ctrl+Shift+P")))
    , run(make(QStringLiteral("system-run"), tr("&Run the pipeline"), tr("Ctrl+R")))
    , deploy(make(QStringLiteral("cloud-upload"), tr("&Deploy now"), tr("Ctrl+D")))
    , openService(make(QStringLiteral("globe"), tr("&Open the service"), tr("Ctrl+O")))
    , dashboard(make(QStringLiteral("view-web-browser-dom-tree"), tr("Open the &browser dashboard"), {}))
    , quit(make(QStringLiteral("application-exit"), tr("&Quit"), QKeySequence::Quit))
    , m_context(context)
{
    const auto named = [this] { return QJsonObject { { QStringLiteral("project"), m_context.selection.project() } }; };
    connect(newProject, &QAction::triggered, this, [this] { m_context.selection.createProject({}); });
    connect(workers, &QAction::triggered, this, [this] {
        const bool on = m_context.store.snapshot().engine.workersRunning;
        m_context.commands.run(on ? QStringLiteral("workers.stop") : QStringLiteral("workers.start"), {},
                               on ? tr("The workers finish their step and stop") : tr("The workers are starting"));
    });
    connect(pause, &QAction::triggered, this, [this] {
        const bool paused = m_context.store.snapshot().engine.paused;
        m_context.commands.run(paused ? QStringLiteral("resume") : QStringLiteral("pause"),
                               { { QStringLiteral("project"), QString() } },
                               paused ? tr("Everything goes on") : tr("Everything is paused"));
    });
    connect(run, &QAction::triggered, this,
            [this, named] { m_context.commands.run(QStringLiteral("run"), named(), tr("The pipeline has started")); });
    connect(deploy, &QAction::triggered, this, [this, named] {
        m_context.commands.run(QStringLiteral("deploy"), named(), tr("The deployment has started"));
    });
    connect(openService, &QAction::triggered, this, [this] {
        if (const auto *project = chosen(m_context))
            QDesktopServices::openUrl(QUrl(project->deploy.url));
    });
    connect(dashboard, &QAction::triggered, this,
            [this] { QDesktopServices::openUrl(QUrl(m_context.store.snapshot().engine.dashboardUrl)); });
    auto *update = new Coalescer(80, [this] { refresh(); }, this);
    connect(&context.store, &control::StateStore::engineChanged, update, &Coalescer::poke);
    connect(&context.store, &control::StateStore::projectChanged, update, &Coalescer::poke);
    connect(&context.store, &control::StateStore::snapshotReset, this, &WindowActions::refresh);
    connect(&context.selection, &Selection::projectChanged, this, &WindowActions::refresh);
    refresh();
}

QAction *WindowActions::make(const QString &icon, const QString &text, const QKeySequence &shortcut)
{
    auto *action = new QAction(themeIcon(icon), text, this);
    action->setShortcut(shortcut);
    return action;
}

void WindowActions::refresh()
{
    const auto &snapshot = m_context.store.snapshot();
    const bool engine = snapshot.engine.mode != QLatin1String("none") && !snapshot.engine.mode.isEmpty();
    const bool on = snapshot.engine.workersRunning;
    workers->setText(on ? tr("Stop &workers") : tr("Start &workers"));
    workers->setIcon(themeIcon(on ? QStringLiteral("media-playback-stop") : QStringLiteral("media-playback-start")));
    workers->setEnabled(engine);
    const bool paused = snapshot.engine.paused;
    pause->setText(paused ? tr("&Resume all") : tr("&Pause all"));
    pause->setIcon(themeIcon(paused ? QStringLiteral("media-playback-start") : QStringLiteral("media-playback-pause")));
    pause->setEnabled(engine);
    const auto *project = chosen(m_context);
    run->setEnabled(engine && project);
    deploy->setEnabled(engine && project);
    openService->setEnabled(project && project->deploy.state == domain::DeployState::Live);
    dashboard->setEnabled(!snapshot.engine.dashboardUrl.isEmpty());
}

} // namespace slipway::ui
