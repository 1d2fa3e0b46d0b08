// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/orchestrator/projectregistry.h"

#include "core/base/files.h"

#include <QDir>
#include <QLoggingCategory>

Q_LOGGING_CATEGORY(lcProjects, "slipway.projects")

namespace slipway::orchestrator {

ProjectRegistry::ProjectRegistry(QString projectsFolder, QString stateFolder, const base::Clock &clock)
    : m_folder(std::move(projectsFolder))
    , m_stateFolder(std::move(stateFolder))
    , m_clock(clock)
{
}

Result<> ProjectRegistry::load()
{
    m_projects.clear();
    const auto folders = QDir(m_folder).entryList({ QStringLiteral("project_*") }, QDir::Dirs, QDir::Name);
    for (const QString &folder : folders) {
        const QString path = m_folder + QLatin1Char('/') + folder;
        const auto json = base::readJsonObject(path + QStringLiteral("/.project_metadata.json"));
        if (!json || json->value(QLatin1String("name")).toString().isEmpty()) {
            qCWarning(lcProjects, "%s has no readable .project_metadata.json; left alone", qUtf8Printable(path));
            continue;
        }
        m_projects.append(std::make_shared<Project>(projectFromJson(*json, path)));
    }
    const auto active = base::readJsonObject(m_stateFolder + QStringLiteral("/active.json"));
    if (active)
        m_active = active->value(QLatin1String("project")).toString();
    return {};
}

Result<ProjectPtr> ProjectRegistry::create(Project project)
{
    if (project.name.isEmpty() || base::slugOf(project.name) != project.name) {
        return fail(ErrorCode::Invalid, QStringLiteral("\"%1\" cannot be a project's name").arg(project.name.left(60)),
                    QStringLiteral("Use up to 40 lower-case letters, digits and dashes, such as url-shortener"));
    }
    if (find(project.name)) {
        return fail(ErrorCode::Conflict, QStringLiteral("There is a project \"%1\" already").arg(project.name),
                    QStringLiteral("Choose another name with --name, or `slipway delete %1`").arg(project.name));
    }
    project.createdAt = m_clock.now();
    const QString stem = QStringLiteral("project_") + project.createdAt.toString(QStringLiteral("yyyyMMdd_HHmmss"));
    QString folder = stem;
    for (int i = 2; QFileInfo::exists(m_folder + QLatin1Char('/') + folder); ++i)
        folder = stem + QLatin1Char('_') + QString::number(i);
    project.path = m_folder + QLatin1Char('/') + folder;
    CHECK(base::makeFolder(project.path + QStringLiteral("/docs")));
    CHECK(save(project));
    m_projects.append(std::make_shared<Project>(std::move(project)));
    return m_projects.last();
}

Result<> ProjectRegistry::save(const Project &project)
{
    return base::writeJsonObject(project.metadataFile(), toJson(project));
}

Result<> ProjectRegistry::remove(const QString &name)
{
    TRY(const ProjectPtr project, find(name));
    if (!QDir(project->path).removeRecursively())
        return fail(ErrorCode::Denied, QStringLiteral("Cannot remove all of %1").arg(project->path),
                    QStringLiteral("Check the permissions and delete the rest by hand"));
    m_projects.removeAll(project);
    if (m_active == name)
        return setActive(m_projects.isEmpty() ? QString() : m_projects.last()->name);
    return {};
}

Result<ProjectPtr> ProjectRegistry::find(const QString &name) const
{
    const QString wanted = name.isEmpty() ? active() : name;
    QStringList names;
    for (const auto &project : m_projects) {
        if (project->name == wanted)
            return project;
        names.append(project->name);
    }
    if (names.isEmpty())
        return fail(ErrorCode::NotFound, QStringLiteral("There is no project yet"),
                    QStringLiteral("Create one: slipway new \"Build a URL shortener\""));
    return fail(ErrorCode::NotFound, QStringLiteral("There is no project \"%1\"").arg(wanted),
                QStringLiteral("There are: %1").arg(names.join(QStringLiteral(", "))));
}

QString ProjectRegistry::active() const
{
    for (const auto &project : m_projects) {
        if (project->name == m_active)
            return m_active;
    }
    return m_projects.isEmpty() ? QString() : m_projects.last()->name;
}

Result<> ProjectRegistry::setActive(const QString &name)
{
    m_active = name;
    return base::writeJsonObject(m_stateFolder + QStringLiteral("/active.json"),
                                 { { QStringLiteral("project"), name } });
}

QString ProjectRegistry::nameFor(const QString &idea) const
{
    static const QSet<QString> filler { QStringLiteral("build"), QStringLiteral("a"),    QStringLiteral("an"),
                                        QStringLiteral("the"),   QStringLiteral("make"), QStringLiteral("create"),
                                        QStringLiteral("me"),    QStringLiteral("with"), QStringLiteral("and"),
                                        QStringLiteral("for"),   QStringLiteral("that"), QStringLiteral("write"),
                                        QStringLiteral("of"),    QStringLiteral("to"),   QStringLiteral("please") };
    QStringList words;
    const auto parts = base::slugOf(idea.left(200)).split(QLatin1Char('-'), Qt::SkipEmptyParts);
    for (const QString &word : parts) {
        if (!filler.contains(word))
            words.append(word);
    }
    QString stem = base::slugOf(words.mid(0, 4).join(QLatin1Char('-')));
    if (stem.isEmpty())
        stem = QStringLiteral("project");
    QString name = stem;
    for (int i = 2; find(name); ++i)
        name = stem.left(36) + QLatin1Char('-') + QString::number(i);
    return name;
}

} // namespace slipway::orchestrator
