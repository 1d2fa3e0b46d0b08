// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/dockererrors.h"

#include <QRegularExpression>
#include <QStringList>

#include <array>

namespace slipway::deploy {

namespace {

/// First match wins, so the special stand above the general. `%1` in the message is the pattern's first group.
struct Known {
    const char *pattern;
    ErrorCode code;
    const char *message;
    const char *hint;
};

constexpr std::array known {
    Known { "permission denied while trying to connect", ErrorCode::Denied, "You may not use the container engine",
            "Add yourself to the group `docker` (sudo usermod -aG docker $USER) and log in again" },
    Known { "Cannot connect to the Docker daemon|connection refused.*docker\\.sock|unable to connect to Podman|Is the "
            "docker daemon running",
            ErrorCode::Unavailable, "The container engine does not answer",
            "Start it (sudo systemctl start docker), or set SLIPWAY_RUNTIME=process" },
    Known { "no space left on device", ErrorCode::Exhausted, "The disk of the container engine is full",
            "Free space, for example with docker builder prune" },
    Known { "port is already allocated|address already in use", ErrorCode::Conflict, "The port is taken",
            "Another port is tried by itself" },
    Known { "container name \"/?([^\"]+)\" is already in use", ErrorCode::Invalid,
            "A container named %1 exists that is not Slipway's", "Rename or remove it" },
    Known { "exec: \"([^\"]+)\": (?:executable file not found|stat|no such file)", ErrorCode::Invalid,
            "The image has no program %1 to start", "Correct CMD or ENTRYPOINT in the Dockerfile" },
    Known { "BuildKit is enabled but the buildx component is missing", ErrorCode::Unsupported,
            "BuildKit does not work here", "Install the docker-buildx plugin, or unset DOCKER_BUILDKIT" },
    Known { "the Dockerfile \\(.*\\) cannot be empty|the Dockerfile cannot be empty", ErrorCode::Invalid,
            "The Dockerfile is empty", "It needs at least FROM and CMD" },
    Known { "lstat \\S*Dockerfile: no such file|failed to read dockerfile|open Dockerfile: no such file|no "
            "Containerfile or Dockerfile",
            ErrorCode::Invalid, "The project has no Dockerfile",
            "Add one, or a Procfile and set SLIPWAY_RUNTIME=process" },
    Known { "dockerfile parse error on line (\\d+)", ErrorCode::Invalid, "The Dockerfile cannot be read (line %1)",
            "Correct that line" },
    Known { "COPY failed: .*(?:stat|excluded by .dockerignore: stat) ([^:\\s]+)", ErrorCode::Invalid,
            "The Dockerfile copies %1, which is not there", "Correct the COPY line, or .dockerignore" },
    Known { "\"([^\"]+)\": not found$", ErrorCode::Invalid, "The Dockerfile copies %1, which is not there",
            "Correct the COPY line, or .dockerignore" },
    Known { "returned a non-zero code: (\\d+)|did not complete successfully: exit code: (\\d+)|exit status (\\d+)",
            ErrorCode::Invalid, "A build step failed (exit code %1)", "Correct the RUN line that the output names" },
    Known { "failed to resolve source metadata for (\\S+?):? |pull access denied for ([^\\s,]+)|manifest for (\\S+) "
            "not found"
            "|initializing source docker://([^\\s:]+(?::\\w[\\w.-]*)?)",
            ErrorCode::NotFound, "The image %1 cannot be had", "Check its name, the network and the registry login" },
    Known { "No such image: (\\S+)|Unable to find image '([^']+)'", ErrorCode::NotFound, "The image %1 is not there",
            "Deploy again" },
    Known { "dial tcp|TLS handshake timeout|i/o timeout|no such host|registry.*(?:timeout|refused)",
            ErrorCode::NotFound, "The image registry cannot be reached",
            "Check the network; images that are already here need none" },
    Known { "must be lowercase|invalid reference format", ErrorCode::Invalid,
            "The project's name does not fit an image", "Use lower-case letters, digits and single dashes" },
    Known { "Minimum memory limit|invalid restart policy|invalid hostPort|unknown flag: (\\S+)", ErrorCode::Invalid,
            "The container engine refuses an option", "Correct the limits in the settings" },
};

QString firstGroup(const QRegularExpressionMatch &match)
{
    for (int i = 1; i <= match.lastCapturedIndex(); ++i) {
        if (!match.captured(i).isEmpty())
            return match.captured(i);
    }
    return {};
}

QString withoutColours(QString text)
{
    static const QRegularExpression colours(QStringLiteral("\\x1b\\[[0-9;]*[A-Za-z]"));
    return text.remove(colours);
}

bool isNoise(const QString &line)
{
    static const QRegularExpression noise(
        QStringLiteral("^\\s*$|legacy builder is deprecated|Install the buildx component|BuildKit is currently "
                       "disabled|^\\s*environment-variable\\.?$|docs\\.docker\\.com/go/buildx|"
                       "^Run 'docker \\w+ --help'|^See 'docker \\w+ "
                       "--help'|^level=|^time=\".*level=(warning|info)|docker run --help"));
    return noise.match(line).hasMatch();
}

QStringList usefulLines(const QString &text)
{
    QStringList lines;
    const auto all = withoutColours(text).split(QLatin1Char('\n'));
    for (const QString &line : all) {
        if (!isNoise(line))
            lines << line.trimmed();
    }
    return lines;
}

} // namespace

Error dockerError(const QString &program, const QString &what, const QString &out, const QString &err)
{
    constexpr qsizetype detailLines = 12;
    const QStringList lines = usefulLines(err);
    const QString text = lines.join(QLatin1Char('\n'));
    const QString detail = lines.isEmpty()
        ? usefulLines(out).mid(0, detailLines).join(QLatin1Char('\n'))
        : lines.mid(std::max<qsizetype>(0, lines.size() - detailLines)).join(QLatin1Char('\n'));
    for (const Known &entry : known) {
        const QRegularExpression pattern(QLatin1String(entry.pattern),
                                         QRegularExpression::CaseInsensitiveOption
                                             | QRegularExpression::MultilineOption);
        if (const auto match = pattern.match(text); match.hasMatch()) {
            QString message = QLatin1String(entry.message);
            if (message.contains(QLatin1String("%1")))
                message = message.arg(firstGroup(match));
            return { entry.code, message, QLatin1String(entry.hint), detail };
        }
    }
    return { ErrorCode::Internal, QStringLiteral("%1 failed").arg(what),
             QStringLiteral("See what %1 says in the log").arg(program), detail };
}

QString buildTail(const QString &out, const QString &err)
{
    constexpr qsizetype count = 12;
    // The legacy builder writes a step's output to stdout and its verdict to stderr; BuildKit writes all to stderr.
    QStringList lines = usefulLines(out) + usefulLines(err);
    static const QRegularExpression kitPrefix(QStringLiteral("^#\\d+ (?:\\d+\\.\\d+ )?"));
    static const QRegularExpression excerpt(QStringLiteral("^(?:-+|\\d+ \\||Dockerfile:\\d+$|>>> )"));
    QStringList kept;
    for (QString line : std::as_const(lines)) {
        line.remove(kitPrefix);
        if (!line.isEmpty() && !excerpt.match(line).hasMatch() && (kept.isEmpty() || kept.last() != line))
            kept << line;
    }
    return kept.mid(std::max<qsizetype>(0, kept.size() - count)).join(QLatin1Char('\n'));
}

bool isEngineAway(const Error &error)
{
    return error.code == ErrorCode::Unavailable || error.code == ErrorCode::Denied || error.code == ErrorCode::Timeout;
}

QString shownBuildLine(const QString &line)
{
    const QString plain = withoutColours(line).trimmed();
    return isNoise(plain) ? QString() : plain;
}

} // namespace slipway::deploy
