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
    ScriptFilter filter = nullptr;
};

Cache &cache()
{
    static Cache instance;
    return instance;
}

Result<QByteArray> textOf(const QString &domain, const QString &name)
{
    QFile file(QStringLiteral(":/slipway/%1/scripts/%2.lua").arg(domain, name));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(ErrorCode::NotFound, QStringLiteral("There is no Redis script named %1/%2").arg(domain, name),
                    QStringLiteral("This is a bug: the script is not built into the program"));
    }
    static constexpr QByteArrayView include = "--- @include \"";
    QByteArray text;
    while (!file.atEnd()) {
        const QByteArray line = file.readLine();
        if (!line.startsWith(include)) {
            text += line;
            continue;
        }
        const auto end = line.indexOf('"', include.size());
        TRY(const QByteArray part, textOf(domain, QString::fromUtf8(line.mid(include.size(), end - include.size()))));
        text += part;
    }
    return text;
}

} // namespace

Result<Script> findScript(const QString &name)
{
    const std::lock_guard lock(cache().mutex);
    const auto known = cache().scripts.constFind(name);
    if (known != cache().scripts.constEnd())
        return *known;
    const qsizetype slash = name.indexOf(QLatin1Char('/'));
    Script script;
    TRY(script.text, textOf(name.left(slash), name.mid(slash + 1)));
    if (cache().filter)
        script.text = cache().filter(script.text);
    script.sha1 = QCryptographicHash::hash(script.text, QCryptographicHash::Sha1).toHex();
    cache().scripts.insert(name, script);
    return script;
}

void setScriptFilter(ScriptFilter filter)
{
    const std::lock_guard lock(cache().mutex);
    cache().filter = filter;
    cache().scripts.clear();
}

} // namespace slipway::redis
