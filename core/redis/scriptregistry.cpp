// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/redis/scriptregistry.h"

#include <QCryptographicHash>
#include <QFile>
#include <QHash>

#include <mutex>

namespace slipway::redis {

namespace {

/// A pure cache of immutable resources; the only state is what was read already.
struct Cache {
    std::mutex mutex;
    QHash<QString, Script> scripts;
};

Cache &cache()
{
    static Cache instance;
    return instance;
}

QString resourceOf(const QString &name)
{
    const qsizetype slash = name.indexOf(QLatin1Char('/'));
    return QStringLiteral(":/slipway/%1/scripts/%2.lua").arg(name.left(slash), name.mid(slash + 1));
}

} // namespace

Result<Script> findScript(const QString &name)
{
    const std::lock_guard lock(cache().mutex);
    const auto known = cache().scripts.constFind(name);
    if (known != cache().scripts.constEnd())
        return *known;
    QFile file(resourceOf(name));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no Redis script named %1").arg(name),
                    QStringLiteral("This is a bug: the script is not built into the program"));
    }
    Script script;
    script.text = file.readAll();
    script.sha1 = QCryptographicHash::hash(script.text, QCryptographicHash::Sha1).toHex();
    cache().scripts.insert(name, script);
    return script;
}

} // namespace slipway::redis
