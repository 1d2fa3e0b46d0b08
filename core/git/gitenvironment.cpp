// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/git/gitenvironment.h"

#include "core/git/git.h"

#include <algorithm>
#include <array>

namespace slipway::git {

namespace {

struct Setting {
    const char *key, *value;
};

// Given through the environment, these win over whatever a repository's own configuration says.
constexpr std::array settings {
    Setting { "core.hooksPath", "/dev/null" },
    Setting { "core.fsmonitor", "false" },
    Setting { "core.untrackedCache", "false" },
    Setting { "core.pager", "cat" },
    Setting { "core.editor", "false" },
    Setting { "core.askPass", "" },
    Setting { "core.sshCommand", "ssh -oBatchMode=yes" },
    Setting { "core.quotePath", "true" },
    Setting { "core.autocrlf", "false" },
    Setting { "protocol.ext.allow", "never" },
    Setting { "safe.directory", "*" },
    Setting { "gc.auto", "0" },
    Setting { "maintenance.auto", "false" },
    Setting { "commit.gpgSign", "false" },
    Setting { "tag.gpgSign", "false" },
    Setting { "submodule.recurse", "false" },
    Setting { "fetch.recurseSubmodules", "false" },
    Setting { "merge.conflictStyle", "zdiff3" },
    Setting { "merge.autoStash", "false" },
    Setting { "advice.detachedHead", "false" },
};

} // namespace

QMap<QString, QString> gitEnvironment(const Identity &identity)
{
    auto environment = process::baseEnvironment();
    const auto set = [&](const char *name, const QString &value) { environment.insert(QLatin1String(name), value); };
    const auto names = environment.keys();
    for (const QString &name : names) {
        if (name.startsWith(QLatin1String("LC_")) || name == QLatin1String("LANG"))
            environment.remove(name);
    }
    set("LC_ALL", QStringLiteral("C.UTF-8")); // messages are read by us
    set("GIT_CONFIG_NOSYSTEM", QStringLiteral("1"));
    set("GIT_CONFIG_GLOBAL", QStringLiteral("/dev/null"));
    set("GIT_ATTR_NOSYSTEM", QStringLiteral("1"));
    set("GIT_TERMINAL_PROMPT", QStringLiteral("0"));
    set("GIT_OPTIONAL_LOCKS", QStringLiteral("0"));
    set("GIT_PAGER", QStringLiteral("cat"));
    set("GIT_LITERAL_PATHSPECS", QStringLiteral("1"));
    for (const char *role : { "AUTHOR", "COMMITTER" }) {
        const QString prefix = QLatin1String("GIT_") + QLatin1String(role);
        environment.insert(prefix + QLatin1String("_NAME"), identity.name);
        environment.insert(prefix + QLatin1String("_EMAIL"), identity.email);
    }
    set("GIT_CONFIG_COUNT", QString::number(settings.size()));
    for (size_t i = 0; i < settings.size(); ++i) {
        environment.insert(QStringLiteral("GIT_CONFIG_KEY_%1").arg(i), QLatin1String(settings[i].key));
        environment.insert(QStringLiteral("GIT_CONFIG_VALUE_%1").arg(i), QLatin1String(settings[i].value));
    }
    return environment;
}

bool isObjectName(const QString &text)
{
    const auto isHex = [](QChar c) {
        return (c >= QLatin1Char('0') && c <= QLatin1Char('9')) || (c >= QLatin1Char('a') && c <= QLatin1Char('f'));
    };
    return (text.size() == 40 || text.size() == 64) && std::ranges::all_of(text, isHex);
}

} // namespace slipway::git
