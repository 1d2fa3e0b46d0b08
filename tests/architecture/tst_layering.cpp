// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/sourcetree.h"
#include "tests/support/testmain.h"

using slipway::test::SourceFile;
using slipway::test::sourceFiles;

namespace {

/// Who may include whom. Changing this table changes the architecture: say why in the commit.
const QMap<QString, QString> &allowed()
{
    static const QMap<QString, QString> table = [] {
        QMap<QString, QString> t;
        const auto row = [&t](const char *module, const char *mayInclude) {
            t.insert(QLatin1String(module), QLatin1String(mayInclude));
        };
        row("base", "");
        row("domain", "base");
        row("settings", "base");
        row("process", "base");
        row("net", "base");
        row("redis", "base process");
        row("storage", "base");
        row("queue", "base domain redis");
        row("git", "base process");
        row("forge", "base domain process net git storage");
        row("agents", "base domain process");
        row("memory", "base net storage");
        row("history", "base domain storage");
        row("planning", "base domain agents process");
        row("pipeline", "base");
        row("control", "base domain redis queue");
        row("notifications", "base domain control");
        row("workers", "base domain queue redis git agents process control");
        row("monitor", "base domain forge queue");
        row("merge", "base domain forge git queue");
        row("deploy", "base domain process net git");
        row("orchestrator",
            "base domain settings process net redis storage queue git forge agents memory history planning pipeline "
            "workers "
            "monitor "
            "merge deploy notifications control");
        row("dashboard", "base domain control");
        row("chat", "base domain net control notifications");
        row("ui", "base domain settings control notifications chat"); // the grammar of what is typed is one
        return t;
    }();
    return table;
}

/// Single headers of another folder that hold values only.
bool isAllowedHeader(const QString &module, const QString &header)
{
    if (header == QLatin1String("packaging/cmake/pch.h"))
        return true; // the precompiled header, which names no module
    return module == QLatin1String("ui") && header == QLatin1String("core/git/diff.h");
}

QString moduleOf(const QString &header)
{
    return SourceFile { header, {} }.module();
}

bool mayInclude(const QString &module, const QString &other)
{
    if (module == other || module == QLatin1String("app"))
        return true;
    return allowed().value(module).split(QLatin1Char(' ')).contains(other);
}

const QList<SourceFile> &code()
{
    static const auto files = sourceFiles({ QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") },
                                          { QStringLiteral(".h"), QStringLiteral(".cpp") });
    return files;
}

void verifyNone(const QStringList &wrong)
{
    QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1Char('\n') + wrong.join(QLatin1Char('\n'))));
}

} // namespace

class TstLayering final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase()
    {
        QVERIFY2(code().size() > 50, "the source tree was not found");
        QVERIFY2(slipway::test::declaredDependencies().contains(QStringLiteral("base")),
                 "CMake wrote no list of modules");
    }

    void everyIncludeIsAnAllowedEdge()
    {
        QStringList wrong;
        for (const SourceFile &file : code()) {
            const auto includes = file.quotedIncludes();
            for (const auto &[line, header] : includes) {
                const QString other = moduleOf(header);
                if (!mayInclude(file.module(), other) && !isAllowedHeader(file.module(), header))
                    wrong << QStringLiteral("%1:%2: %3 may not include %4")
                                 .arg(file.path)
                                 .arg(line)
                                 .arg(file.module(), header);
            }
        }
        verifyNone(wrong);
    }

    void includesNameTheWholePath()
    {
        QStringList wrong;
        for (const SourceFile &file : code()) {
            const auto includes = file.quotedIncludes();
            for (const auto &[line, header] : includes) {
                const QString top = header.section(QLatin1Char('/'), 0, 0);
                const bool rooted = header.contains(QLatin1Char('/'))
                    && (top == QLatin1String("core") || top == QLatin1String("ui") || top == QLatin1String("app"));
                const bool generated
                    = header.endsWith(QLatin1String(".moc")) || header.startsWith(QLatin1String("moc_"));
                if (!rooted && !generated && !isAllowedHeader(file.module(), header))
                    wrong << QStringLiteral("%1:%2: \"%3\" does not start with core/, ui/ or app/")
                                 .arg(file.path)
                                 .arg(line)
                                 .arg(header);
            }
        }
        verifyNone(wrong);
    }

    void everyFolderOfCoreIsInTheTable()
    {
        QStringList wrong;
        for (const SourceFile &file : code()) {
            if (file.path.startsWith(QLatin1String("core/")) && !allowed().contains(file.module()))
                wrong << file.path;
        }
        verifyNone(wrong);
    }

    void whatIsIncludedIsLinked()
    {
        const auto declared = slipway::test::declaredDependencies();
        QStringList wrong;
        for (const SourceFile &file : code()) {
            if (!declared.contains(file.module()))
                continue; // a folder that is not built yet, or ui and app, which link everything they see
            const auto linked = slipway::test::reachable(declared, file.module());
            const auto includes = file.quotedIncludes();
            for (const auto &[line, header] : includes) {
                const QString other = moduleOf(header);
                if (header.startsWith(QLatin1String("core/")) && other != file.module() && !linked.contains(other))
                    wrong << QStringLiteral("%1:%2: core/%3/CMakeLists.txt does not link Slipway::%4")
                                 .arg(file.path)
                                 .arg(line)
                                 .arg(file.module(), other);
            }
        }
        verifyNone(wrong);
    }

    void whatIsLinkedIsAllowed()
    {
        const auto declared = slipway::test::declaredDependencies();
        QStringList wrong;
        for (auto it = declared.begin(); it != declared.end(); ++it) {
            for (const QString &other : it.value()) {
                if (!mayInclude(it.key(), other))
                    wrong << QStringLiteral("core/%1 links Slipway::%2").arg(it.key(), other);
            }
        }
        verifyNone(wrong);
    }

    void noFolderDependsOnItself()
    {
        const auto declared = slipway::test::declaredDependencies();
        QMap<QString, QSet<QString>> table;
        for (auto it = allowed().begin(); it != allowed().end(); ++it) {
            const auto names = it.value().split(QLatin1Char(' '), Qt::SkipEmptyParts);
            table.insert(it.key(), QSet<QString>(names.begin(), names.end()));
        }
        for (const auto &graph : { declared, table }) {
            for (auto it = graph.begin(); it != graph.end(); ++it)
                QVERIFY2(!slipway::test::reachable(graph, it.key()).contains(it.key()), qPrintable(it.key()));
        }
    }

    void coreKnowsNoGui()
    {
        static const QRegularExpression gui(QStringLiteral(
            R"(^(QtWidgets|QtGui|QtCharts)\b|^Q(Application|GuiApplication|Widget|Dialog|MainWindow|Icon|Image|Pixmap|Painter|Color|Font|Palette|TextDocument|Clipboard|DesktopServices|SystemTrayIcon)$)"));
        QStringList wrong;
        for (const SourceFile &file : code()) {
            if (!file.path.startsWith(QLatin1String("core/")))
                continue;
            const auto includes = file.systemIncludes();
            for (const auto &[line, header] : includes) {
                if (gui.match(header).hasMatch())
                    wrong << QStringLiteral("%1:%2: <%3>").arg(file.path).arg(line).arg(header);
            }
        }
        const auto lists = sourceFiles({ QStringLiteral("core") }, { QStringLiteral("CMakeLists.txt") });
        for (const SourceFile &file : lists) {
            for (const char *library : { "Qt6::Widgets", "Qt6::Gui", "Qt6::Charts", "KF6::SyntaxHighlighting" }) {
                if (file.text.contains(library))
                    wrong << file.path % QStringLiteral(" links ") % QLatin1String(library);
            }
        }
        verifyNone(wrong);
    }
};

SLIPWAY_TEST(TstLayering)
#include "tst_layering.moc"
