// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/startcommand.h"

#include "core/base/files.h"

#include <QDir>
#include <QFileInfo>
#include <QRegularExpression>

#include <filesystem>
#include <optional>

namespace slipway::deploy {

namespace {

constexpr int containerPortDefault = 8000;

QString hostPath()
{
    return qEnvironmentVariable("PATH", QStringLiteral("/usr/local/bin:/usr/bin:/bin"));
}

/// Replaces a path where it stands as a whole path or as the front of one.
QString replacePath(QString text, const QString &from, const QString &to)
{
    if (from.isEmpty() || from == QLatin1String("/") || from == to)
        return text;
    const QRegularExpression whole(QStringLiteral("(?<![A-Za-z0-9_./-])") + QRegularExpression::escape(from)
                                   + QStringLiteral("(?=$|[^A-Za-z0-9_.-])"));
    QString escaped = to;
    escaped.replace(QLatin1Char('\\'), QLatin1String("\\\\"));
    return text.replace(whole, escaped);
}

/// What the container's words mean on this machine.
class Translation {
public:
    Translation(const HostPlaces &places, const Dockerfile::Stage &stage)
        : m_places(places)
        , m_workingDirectory(stage.workingDirectory)
        , m_volumes(stage.volumes)
    {
        if (!m_volumes.contains(QStringLiteral("/data")))
            m_volumes << QStringLiteral("/data");
        static const QRegularExpression number(QStringLiteral("^(\\d+)(/tcp)?$"));
        const auto match = number.match(stage.ports.size() == 1 ? stage.ports.first() : QString());
        m_containerPort = match.hasMatch() ? match.captured(1).toInt() : containerPortDefault;
    }

    [[nodiscard]] QString path(QString text) const
    {
        text = replacePath(text, m_workingDirectory, m_places.releaseFolder);
        for (const QString &volume : m_volumes)
            text = replacePath(text, volume, m_places.dataFolder);
        return text;
    }
    /// A path, and a port or an all-interfaces address that is written into the command line.
    [[nodiscard]] QString argument(const QString &text) const
    {
        const QRegularExpression port(QStringLiteral("(?<![\\w.-])(?<!\\d)%1(?![\\w.-])").arg(m_containerPort));
        QString result = path(text);
        result.replace(port, QString::number(m_places.port));
        return result.replace(QLatin1String("0.0.0.0"), QLatin1String("127.0.0.1"));
    }
    [[nodiscard]] QString value(const QString &text) const
    {
        if (text == QString::number(m_containerPort))
            return QString::number(m_places.port);
        return text == QLatin1String("0.0.0.0") ? QStringLiteral("127.0.0.1") : path(text);
    }
    [[nodiscard]] int containerPort() const { return m_containerPort; }

private:
    HostPlaces m_places;
    QString m_workingDirectory;
    QStringList m_volumes;
    int m_containerPort = containerPortDefault;
};

Result<std::optional<Dockerfile>> readDockerfile(const QString &folder)
{
    const auto bytes = base::readFile(folder + QStringLiteral("/Dockerfile"));
    if (!bytes && bytes.error().code == ErrorCode::NotFound)
        return std::optional<Dockerfile>();
    if (!bytes)
        return forward(bytes);
    auto parsed = Dockerfile::parse(QString::fromUtf8(*bytes), { { QStringLiteral("PATH"), hostPath() } });
    if (!parsed)
        return forward(parsed);
    return std::optional(std::move(*parsed));
}

} // namespace

QString webCommandOf(const QString &procfile)
{
    static const QRegularExpression web(QStringLiteral("^[ \\t]*web[ \\t]*:[ \\t]*(\\S.*?)\\s*$"),
                                        QRegularExpression::MultilineOption);
    return web.match(procfile).captured(1);
}

Result<StartCommand> startCommandOf(const HostPlaces &places)
{
    StartCommand start;
    start.workingDirectory = places.releaseFolder;
    const auto procfile = base::readFile(places.releaseFolder + QStringLiteral("/Procfile"));
    const QString web = procfile ? webCommandOf(QString::fromUtf8(*procfile)) : QString();
    const auto dockerfile = readDockerfile(places.releaseFolder);
    if (!dockerfile && web.isEmpty())
        return forward(dockerfile);
    if (dockerfile && *dockerfile) {
        const auto &stage = (*dockerfile)->last();
        const Translation translation(places, stage);
        for (auto it = stage.environment.begin(); it != stage.environment.end(); ++it)
            start.environment.insert(it.key(), translation.value(it.value()));
        const QStringList command = (*dockerfile)->startCommand();
        for (const QString &argument : command)
            start.arguments << translation.argument(argument);
        for (const QString &run : stage.runs)
            start.notes << QStringLiteral("Not run without a container: RUN %1").arg(run.left(120));
        start.source = QStringLiteral("Dockerfile");
    }
    if (!web.isEmpty()) {
        start.arguments = QStringList { QStringLiteral("/bin/sh"), QStringLiteral("-c"), web };
        start.source = QStringLiteral("Procfile");
    }
    if (start.arguments.isEmpty() || start.arguments.first().isEmpty()) {
        return fail(ErrorCode::Invalid, QStringLiteral("The project does not say how it is started"),
                    QStringLiteral("Add a Procfile with a line `web: COMMAND`, or a Dockerfile with a CMD"));
    }
    return start;
}

Result<> arrangeFiles(const QString &releaseFolder)
{
    namespace fs = std::filesystem;
    const auto dockerfile = readDockerfile(releaseFolder);
    if (!dockerfile || !*dockerfile)
        return {}; // a broken one is reported by startCommandOf, if it matters at all
    const auto &stage = (*dockerfile)->last();
    const QString root = stage.workingDirectory.isEmpty() ? QStringLiteral("/") : stage.workingDirectory;
    for (const auto &copy : stage.copies) {
        QString target = copy.target;
        const bool intoFolder = target.endsWith(QLatin1Char('/'));
        target = QDir::cleanPath(target);
        if (target != root && !target.startsWith(root == QLatin1String("/") ? root : root + QLatin1Char('/')))
            continue;
        const QString inside = QDir::cleanPath(target.mid(root.size()).prepend(QLatin1String("./")));
        for (const QString &source : copy.sources) {
            const QString from = QDir::cleanPath(QStringLiteral("./") + source);
            const QFileInfo info(releaseFolder + QLatin1Char('/') + from);
            if (from.startsWith(QLatin1String("..")) || !info.exists())
                continue; // a wildcard, or a file that only the build makes
            const bool keepsName = !info.isDir() && (intoFolder || inside == QLatin1String("."));
            const QString to = QDir::cleanPath(keepsName ? inside + QLatin1Char('/') + info.fileName() : inside);
            if (from == to)
                continue;
            // Symbolic links of the repository must lead neither the reading nor the writing out of the release.
            if (!base::pathBelow(releaseFolder, from)
                || (to != QLatin1String(".") && !base::pathBelow(releaseFolder, to)))
                continue;
            // A folder copied into itself would grow for ever.
            if (to.startsWith(from + QLatin1Char('/')) || from == QLatin1String("."))
                continue;
            std::error_code error;
            const fs::path destination = QFile::encodeName(releaseFolder + QLatin1Char('/') + to).toStdString();
            fs::create_directories(info.isDir() ? destination : destination.parent_path(), error);
            fs::copy(QFile::encodeName(info.filePath()).toStdString(), destination,
                     fs::copy_options::recursive | fs::copy_options::overwrite_existing
                         | fs::copy_options::copy_symlinks,
                     error);
            if (error) {
                return fail(ErrorCode::Internal, QStringLiteral("Cannot arrange %1 as the Dockerfile says").arg(source),
                            QStringLiteral("Check the free disk space"), QString::fromStdString(error.message()));
            }
        }
    }
    return {};
}

} // namespace slipway::deploy
