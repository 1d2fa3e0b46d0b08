// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/forge/localforgerig.h"

#include "tests/support/asynctest.h"

namespace slipway::test {

LocalForgeRig::LocalForgeRig(process::SandboxKind sandbox)
    : m_runner(process::Sandbox(sandbox))
    , m_git(m_runner)
{
    settings.stateFolder = m_folder.path();
    start();
}

LocalForgeRig::~LocalForgeRig()
{
    stop();
}

void LocalForgeRig::restart()
{
    stop();
    start();
}

void LocalForgeRig::stop()
{
    if (m_forge)
        await(m_forge->drain());
    m_forge.reset();
    m_database.reset();
}

void LocalForgeRig::start()
{
    storage::DatabaseSettings file;
    file.path = m_folder.filePath(QStringLiteral("slipway.db"));
    m_database = std::make_unique<storage::Database>(m_thread, file);
    m_forge = std::make_unique<forge::LocalForge>(*m_database, m_git, m_runner, m_clock, settings);
    auto opened = await(m_database->open());
    if (opened)
        opened = await(m_forge->open());
    if (!opened)
        qFatal("the local forge does not open: %s %s", qPrintable(opened.error().message),
               qPrintable(opened.error().detail));
}

QString LocalForgeRig::repositoryPath(const QString &repo) const
{
    return m_folder.filePath(QStringLiteral("forge/%1.git").arg(repo));
}

Result<> LocalForgeRig::sandboxWorks()
{
    process::HostProcessRunner runner { process::Sandbox(process::SandboxKind::Bubblewrap) };
    return await(process::Sandbox::probe(runner));
}

} // namespace slipway::test
