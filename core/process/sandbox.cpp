// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/sandbox.h"

#include "core/process/toolfolders.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QTemporaryDir>

#include <unistd.h>

#include <algorithm>
#include <array>

namespace slipway::process {

namespace {

// Of /etc only what programs need to find libraries, names and certificates. Never shadow, private keys, or the
// configuration of services.
constexpr std::array systemFiles {
    "alternatives",
    "ca-certificates",
    "ca-certificates.conf",
    "crypto-policies",
    "debian_version",
    "fonts",
    "gai.conf",
    "group",
    "host.conf",
    "hosts",
    "java-17-openjdk",
    "java-21-openjdk",
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "localtime",
    "lsb-release",
    "magic",
    "mime.types",
    "nsswitch.conf",
    "os-release",
    "passwd",
    "perl",
    "pki/ca-trust",
    "pki/tls/certs",
    "protocols",
    "python3",
    "resolv.conf",
    "services",
    "ssl/certs",
    "ssl/openssl.cnf",
    "terminfo",
    "timezone",
};

void addMount(QStringList &arguments, const char *kind, const QString &source, const QString &target)
{
    arguments << QLatin1String(kind) << source << target;
}

// What every sandbox has. Looked up once: a few dozen file checks would cost more than the sandbox itself.
QStringList systemMounts()
{
    QStringList arguments { QStringLiteral("--unshare-all"), QStringLiteral("--die-with-parent"),
                            QStringLiteral("--new-session"), QStringLiteral("--hostname"),
                            QStringLiteral("localhost") };
    if (::geteuid() == 0)
        arguments << QStringLiteral("--cap-drop") << QStringLiteral("ALL");
    addMount(arguments, "--ro-bind", QStringLiteral("/usr"), QStringLiteral("/usr"));
    for (const char *name : { "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32" }) {
        const QString path = QLatin1String(name);
        const QFileInfo info(path);
        if (info.isSymLink())
            arguments << QStringLiteral("--symlink") << QFile::symLinkTarget(path) << path;
        else if (info.isDir())
            addMount(arguments, "--ro-bind", path, path);
    }
    if (QFileInfo(QStringLiteral("/opt")).isDir())
        addMount(arguments, "--ro-bind", QStringLiteral("/opt"), QStringLiteral("/opt"));
    for (const char *name : systemFiles) {
        const QString path = QLatin1String("/etc/") + QLatin1String(name);
        // A link may lead to /run, which is empty inside: what it names is mounted in its place.
        const QString real = QFileInfo(path).canonicalFilePath();
        if (!real.isEmpty())
            addMount(arguments, "--ro-bind-try", real, path); // resolv.conf may change its place while we run
    }
    arguments << QStringLiteral("--proc") << QStringLiteral("/proc") << QStringLiteral("--dev")
              << QStringLiteral("/dev");
    for (const char *path : { "/tmp", "/run", "/var/tmp" })
        arguments << QStringLiteral("--tmpfs") << QLatin1String(path);
    return arguments;
}

struct Mount {
    QString path;
    bool writable = false;
};

// Parents before children, so that a folder inside another keeps its own mode.
QStringList folderMounts(QList<Mount> mounts)
{
    std::ranges::stable_sort(mounts, {}, &Mount::path);
    QStringList arguments;
    QString last;
    for (const Mount &mount : std::as_const(mounts)) {
        if (mount.path == last)
            continue;
        last = mount.path;
        const QString real = QFileInfo(mount.path).canonicalFilePath();
        const char *kind = mount.writable ? "--bind" : "--ro-bind";
        addMount(arguments, kind, real, mount.path);
        if (real != mount.path)
            addMount(arguments, kind, real, real);
    }
    return arguments;
}

QString homeOf(const ProcessSpec &spec)
{
    const QString home = QDir::cleanPath(spec.environment.value(QStringLiteral("HOME")));
    return QDir::isAbsolutePath(home) && home != QLatin1String("/") ? home : QStringLiteral("/home/agent");
}

QList<Mount> mountsFor(const ProcessSpec &spec, const QStringList &homes, const QString &program)
{
    QList<Mount> mounts;
    // Writable first: the same path asked for twice stays writable.
    for (const QString &path : spec.sandbox->writable)
        mounts.append({ QDir::cleanPath(path), true });
    for (const QString &path : spec.sandbox->readable)
        mounts.append({ QDir::cleanPath(path), false });
    const auto tools = toolFolders(spec.environment.value(QStringLiteral("PATH")), homes);
    for (const QString &folder : tools)
        mounts.append({ folder, false });
    const bool inProfile
        = std::ranges::any_of(mounts, [&](const Mount &mount) { return isBelow(program, mount.path); });
    if (const QString folder = programFolder(program, homes); !inProfile && !folder.isEmpty())
        mounts.append({ folder, false });
    return mounts;
}

} // namespace

Sandbox::Sandbox(SandboxKind kind)
    : m_kind(kind)
{
    if (kind == SandboxKind::Bubblewrap)
        m_system = systemMounts();
}

ProcessSpec Sandbox::wrap(ProcessSpec spec) const
{
    if (m_kind == SandboxKind::None || !spec.sandbox)
        return spec;
    const QString home = homeOf(spec);
    const QStringList homes { home, QDir::homePath() };
    const QString found = findProgram(spec.program, spec.environment.value(QStringLiteral("PATH")));
    // A link in a bin folder is followed here: its target's folder is what is mounted.
    const QString real = QFileInfo(found.isEmpty() ? spec.program : found).canonicalFilePath();
    const QString program = real.isEmpty() || programFolder(real, homes).isEmpty() ? spec.program : real;

    QStringList arguments = m_system;
    if (spec.sandbox->network)
        arguments.insert(1, QStringLiteral("--share-net"));
    arguments << QStringLiteral("--tmpfs") << home;
    arguments << folderMounts(mountsFor(spec, homes, program));
    arguments << QStringLiteral("--chdir")
              << (spec.workingDirectory.isEmpty() ? QStringLiteral("/") : spec.workingDirectory) << QStringLiteral("--")
              << program << spec.arguments;
    spec.environment.insert(QStringLiteral("HOME"), home);
    spec.environment.insert(QStringLiteral("TMPDIR"), QStringLiteral("/tmp"));
    spec.program = QStringLiteral("bwrap");
    spec.arguments = std::move(arguments);
    spec.workingDirectory = QStringLiteral("/");
    spec.sandbox.reset();
    return spec;
}

// NOLINTNEXTLINE(cppcoreguidelines-avoid-reference-coroutine-parameters): the runner outlives every process
Async<> Sandbox::probe(ProcessRunner &runner)
{
    const QString advice = QStringLiteral("Install bubblewrap and allow unprivileged user namespaces (see `slipway "
                                          "doctor`); until then only the replay agent runs");
    const QTemporaryDir shown;
    const QTemporaryDir hidden;
    QFile canary(hidden.filePath(QStringLiteral("canary")));
    if (!shown.isValid() || !canary.open(QIODevice::WriteOnly) || canary.write("seen") != 4)
        co_return fail(ErrorCode::Exhausted, QStringLiteral("Cannot write to the temporary folder"),
                       QStringLiteral("Free some disk space"));
    canary.close();

    ProcessSpec spec;
    spec.program = QStringLiteral("/bin/sh");
    spec.arguments << QStringLiteral("-c")
                   << QStringLiteral("echo written > \"$1/proof\" || exit 10; "
                                     "if cat \"$2\" 2>/dev/null; then exit 11; fi; "
                                     "if echo x 2>/dev/null > /usr/slipway-probe; then exit 12; fi; exit 0")
                   << QStringLiteral("probe") << shown.path() << canary.fileName();
    spec.workingDirectory = shown.path();
    spec.environment = baseEnvironment();
    spec.timeout = std::chrono::seconds(10);
    SandboxProfile profile;
    profile.writable << shown.path();
    spec.sandbox = profile;
    const auto outcome = co_await runner.run(spec);
    if (outcome.end == ProcessEnd::FailedToStart)
        co_return fail(ErrorCode::Unavailable, QStringLiteral("The sandbox does not start: %1").arg(outcome.error),
                       advice, QString::fromLocal8Bit(outcome.err));
    if (!outcome.ok() || !QFileInfo::exists(shown.filePath(QStringLiteral("proof"))))
        co_return fail(ErrorCode::Unavailable,
                       QStringLiteral("The sandbox does not hold (probe ended with code %1)").arg(outcome.exitCode),
                       advice, QString::fromLocal8Bit(outcome.err));
    co_return {};
}

} // namespace slipway::process
