// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/toolfolders.h"

#include <QDir>
#include <QFileInfo>

#include <algorithm>
#include <array>

namespace slipway::process {

bool isBelow(const QString &path, const QString &root)
{
    return path == root || root == QLatin1String("/") || path.startsWith(root + QLatin1Char('/'));
}

namespace {

// Roots of version managers below a home: programs and libraries, no credentials.
constexpr std::array managerRoots {
    ".nvm",
    ".fnm",
    ".volta",
    ".bun",
    ".deno",
    ".nodenv",
    ".n",
    ".asdf",
    ".pyenv",
    ".rbenv",
    ".rustup",
    ".jenv",
    ".sdkman",
    ".local/share/fnm",
    ".dart",
    "go",
    ".goenv",
    ".phpenv",
    ".poetry",
    ".local/share/mise",
    ".local/share/pnpm",
    "miniconda3",
    "anaconda3",
    ".local/share/uv",
    ".local/pipx",
    ".linuxbrew",
    "sdk",
};
// Of these only the program folder and what belongs to it: beside them lie keys and logins.
struct Companion {
    const char *folder, *companion;
};
constexpr std::array companions {
    Companion { ".cargo/bin", ".rustup" },
    Companion { ".local/bin", ".local/share/uv" },
};
constexpr std::array storeRoots { "/nix/store", "/gnu/store", "/snap", "/home/linuxbrew/.linuxbrew" };

bool isSystem(const QString &path)
{
    static constexpr std::array roots { "/usr", "/bin", "/sbin", "/lib", "/lib64", "/opt" };
    return std::ranges::any_of(roots, [&](const char *root) { return isBelow(path, QLatin1String(root)); });
}

// Whether the folder is a home or an ancestor of one.
bool holdsOneOf(const QStringList &homes, const QString &folder)
{
    return std::ranges::any_of(homes, [&](const QString &home) { return isBelow(home, folder); });
}

// Programs in `x/bin` often need `x/lib`: node its modules, python its library.
QStringList librariesOf(const QString &folder, const QStringList &homes)
{
    QStringList result;
    const QString prefix = QFileInfo(folder).path();
    if (!folder.endsWith(QLatin1String("bin")) || holdsOneOf(homes, prefix))
        return result;
    for (const char *name : { "/lib", "/lib64", "/libexec" }) {
        if (QFileInfo(prefix + QLatin1String(name)).isDir())
            result.append(prefix + QLatin1String(name));
    }
    return result;
}

// Of a path below `home`, what to show. Empty: nothing.
QStringList homeFolders(const QString &folder, const QString &home)
{
    for (const char *root : managerRoots) {
        const QString manager = home + QLatin1Char('/') + QLatin1String(root);
        if (isBelow(folder, manager))
            return { manager };
    }
    QStringList result { folder };
    for (const auto &[owner, companion] : companions) {
        const QString beside = home + QLatin1Char('/') + QLatin1String(companion);
        if (folder == home + QLatin1Char('/') + QLatin1String(owner) && QFileInfo(beside).isDir())
            result.append(beside);
    }
    return result;
}

} // namespace

QStringList toolFolders(const QString &searchPath, const QStringList &homes)
{
    QStringList result;
    const auto add = [&](const QString &folder) {
        if (!result.contains(folder))
            result.append(folder);
    };
    const auto folders = searchPath.split(QLatin1Char(':'), Qt::SkipEmptyParts);
    for (const QString &entry : folders) {
        const QString folder = QDir::cleanPath(entry);
        if (!QDir::isAbsolutePath(folder) || isSystem(folder) || holdsOneOf(homes, folder)
            || !QFileInfo(folder).isDir())
            continue;
        const auto store = std::ranges::find_if(storeRoots, [&](const char *root) {
            return isBelow(QFileInfo(folder).canonicalFilePath(), QLatin1String(root));
        });
        if (store != storeRoots.end())
            add(QLatin1String(*store));
        const auto home = std::ranges::find_if(homes, [&](const QString &each) { return isBelow(folder, each); });
        QStringList shown = home == homes.end() ? QStringList { folder } : homeFolders(folder, *home);
        if (shown.first() == folder)
            shown += librariesOf(folder, homes);
        for (const QString &each : shown)
            add(each);
    }
    return result;
}

QString programFolder(const QString &resolvedProgram, const QStringList &homes)
{
    if (isSystem(resolvedProgram))
        return {};
    if (const auto modules = resolvedProgram.indexOf(QLatin1String("/node_modules/")); modules > 0)
        return resolvedProgram.first(modules) + QLatin1String("/node_modules");
    const QString folder = QFileInfo(resolvedProgram).path();
    return holdsOneOf(homes, folder) ? resolvedProgram : folder;
}

} // namespace slipway::process
