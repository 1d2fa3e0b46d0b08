// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/projects/projectactions.h"

#include "ui/dialogs/question.h"
#include "ui/style/themeicon.h"

#include <QDesktopServices>
#include <QMenu>
#include <QUrl>

namespace slipway::ui {

namespace {

QJsonObject named(const QString &project)
{
    return { { QStringLiteral("project"), project } };
}

} // namespace

ProjectActions::ProjectActions(const PanelContext &context, QWidget *window)
    : QObject(window)
    , m_context(context)
    , m_window(window)
{
}

void ProjectActions::fill(QMenu *menu, const domain::ProjectView &project)
{
    const auto add = [&](const QString &icon, const QString &text, auto action) {
        QAction *item = menu->addAction(themeIcon(icon), text);
        connect(item, &QAction::triggered, this, [action] { action(); });
        return item;
    };
    const QString name = project.name;
    const bool paused = project.state == QLatin1String("paused");
    add(QStringLiteral("globe"), tr("Open the service"), [this, project] {
        openUrl(project);
    })->setEnabled(!project.deploy.url.isEmpty());
    add(QStringLiteral("folder-open"), tr("Open the folder"), [this, project] {
        openFolder(project);
    })->setEnabled(!project.path.isEmpty());
    menu->addSeparator();
    add(QStringLiteral("media-playback-start"), tr("Run the pipeline"), [this, name] { run(name); });
    add(QStringLiteral("cloud-upload"), tr("Deploy now"), [this, name] { deploy(name); });
    if (paused)
        add(QStringLiteral("media-playback-start"), tr("Resume"), [this, name] { setPaused(name, false); });
    else
        add(QStringLiteral("media-playback-pause"), tr("Pause"), [this, name] { setPaused(name, true); });
    add(QStringLiteral("flag"), tr("Make it the active project"), [this, name] {
        makeActive(name);
    })->setEnabled(m_context.store.snapshot().activeProject != name);
    menu->addSeparator();
    add(QStringLiteral("edit-delete"), tr("Delete…"), [this, project] { remove(project); });
}

void ProjectActions::run(const QString &project)
{
    m_context.commands.run(QStringLiteral("run"), named(project), tr("The pipeline of %1 has started").arg(project));
}

void ProjectActions::deploy(const QString &project)
{
    m_context.commands.run(QStringLiteral("deploy"), named(project), tr("%1 is being deployed").arg(project));
}

void ProjectActions::setPaused(const QString &project, bool paused)
{
    m_context.commands.run(paused ? QStringLiteral("pause") : QStringLiteral("resume"), named(project),
                           paused ? tr("%1 is paused").arg(project) : tr("%1 goes on").arg(project));
}

void ProjectActions::makeActive(const QString &project)
{
    m_context.commands.run(QStringLiteral("switch"), named(project), tr("%1 is the active project").arg(project));
}

void ProjectActions::openUrl(const domain::ProjectView &project)
{
    const QUrl url(project.deploy.url, QUrl::StrictMode);
    if (url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https"))
        QDesktopServices::openUrl(url);
}

void ProjectActions::openFolder(const domain::ProjectView &project)
{
    QDesktopServices::openUrl(QUrl::fromLocalFile(project.path));
}

void ProjectActions::remove(const domain::ProjectView &project)
{
    const QString name = project.name;
    ask(m_window,
        { tr("Delete %1?").arg(name),
          tr("Its queue entries, its repository at the local forge, its folder and its deployment are removed. This "
             "cannot be undone."),
          tr("Delete"), true },
        this,
        [this, name] { m_context.commands.run(QStringLiteral("delete"), named(name), tr("%1 is deleted").arg(name)); });
}

} // namespace slipway::ui
