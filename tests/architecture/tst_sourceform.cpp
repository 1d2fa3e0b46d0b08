// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/architecture/sourcetree.h"
#include "tests/support/testmain.h"

#include <QRegularExpression>

using slipway::test::SourceFile;
using slipway::test::sourceFiles;

namespace {

const QStringList everything { QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app"),
                               QStringLiteral("tests"), QStringLiteral("packaging") };

void verifyNone(const QStringList &wrong)
{
    QVERIFY2(wrong.isEmpty(), qPrintable(QLatin1Char('\n') + wrong.join(QLatin1Char('\n'))));
}

int lineOf(const QByteArray &text, qsizetype offset)
{
    return int(text.left(offset).count('\n')) + 1;
}

} // namespace

class TstSourceForm final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void everyFileNamesItsLicence()
    {
        const auto files
            = sourceFiles(everything,
                          { QStringLiteral(".h"), QStringLiteral(".cpp"), QStringLiteral(".lua"),
                            QStringLiteral("CMakeLists.txt"), QStringLiteral(".cmake"), QStringLiteral(".sh") });
        QVERIFY(files.size() > 50);
        QStringList wrong;
        for (const SourceFile &file : files) {
            const QByteArray head = file.text.left(600);
            if (!head.contains("SPDX-FileCopyrightText: ")
                || !head.contains("SPDX-License-Identifier: GPL-3.0-or-later"))
                wrong << file.path;
        }
        verifyNone(wrong);
    }

    void headersAreReadOnce()
    {
        QStringList wrong;
        const auto files = sourceFiles(everything, { QStringLiteral(".h") });
        for (const SourceFile &file : files) {
            if (!file.text.contains("\n#pragma once\n"))
                wrong << file.path;
        }
        verifyNone(wrong);
    }

    void nestedEventLoopsAreForTests()
    {
        static const QRegularExpression loop(
            QStringLiteral(R"(\bQCoro::waitFor\b|\bQEventLoop\b|\bprocessEvents\(|\bwaitForFinished\(-1\))"));
        QStringList wrong;
        const auto files = sourceFiles({ QStringLiteral("core"), QStringLiteral("ui") },
                                       { QStringLiteral(".h"), QStringLiteral(".cpp") });
        for (const SourceFile &file : files) {
            const QString text = QString::fromUtf8(file.text);
            if (const auto match = loop.match(text); match.hasMatch())
                wrong << QStringLiteral("%1:%2: %3")
                             .arg(file.path)
                             .arg(lineOf(file.text, text.left(match.capturedStart()).toUtf8().size()))
                             .arg(match.captured());
        }
        verifyNone(wrong);
    }

    void noSingletons()
    {
        static const QRegularExpression form(QStringLiteral(R"(\bstatic\s+\w+\s*[*&]\s*instance\(\))"));
        QStringList wrong;
        const auto files = sourceFiles({ QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") },
                                       { QStringLiteral(".h") });
        for (const SourceFile &file : files) {
            if (form.match(QString::fromUtf8(file.text)).hasMatch())
                wrong << file.path;
        }
        verifyNone(wrong);
    }

    void noFileIsCalledHelper()
    {
        static const QRegularExpression form(QStringLiteral(R"(/(utils?|helpers?|common|misc)[^/]*\.(h|cpp)$)"));
        QStringList wrong;
        const auto files = sourceFiles(everything, { QStringLiteral(".h"), QStringLiteral(".cpp") });
        for (const SourceFile &file : files) {
            if (form.match(file.path).hasMatch())
                wrong << file.path;
        }
        verifyNone(wrong);
    }

    void qObjectIsWhereMocSeesIt()
    {
        static const QRegularExpression form(QStringLiteral(R"(^.*\S.*\bQ_OBJECT\b)"),
                                             QRegularExpression::MultilineOption);
        QStringList wrong;
        const auto files = sourceFiles({ QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") },
                                       { QStringLiteral(".h"), QStringLiteral(".cpp") });
        for (const SourceFile &file : files) {
            if (form.match(QString::fromUtf8(file.text)).hasMatch())
                wrong << file.path;
        }
        verifyNone(wrong);
    }

    void noFileNamesTheMachineItWasWrittenOn()
    {
        // In two pieces, so that this file does not name it either.
        const QByteArray place = QByteArray("/wo") + "rk/";
        QStringList wrong;
        auto files = sourceFiles(everything, { QString() });
        files += sourceFiles({ QStringLiteral("resources"), QStringLiteral(".ci") }, { QString() });
        for (const SourceFile &file : files) {
            for (const char *folder : { "main", "shared", "build", ".library" }) {
                if (const auto at = file.text.indexOf(QByteArray(place + folder)); at >= 0)
                    wrong << QStringLiteral("%1:%2").arg(file.path).arg(lineOf(file.text, at));
            }
        }
        verifyNone(wrong);
    }

    /// Not a rule that fails, but a list to look at: where a file or a room has grown.
    void longFilesAreReported()
    {
        const auto files = sourceFiles({ QStringLiteral("core"), QStringLiteral("ui"), QStringLiteral("app") },
                                       { QStringLiteral(".h"), QStringLiteral(".cpp") });
        int count = 0;
        for (const SourceFile &file : files) {
            if (const auto lines = file.text.count('\n'); lines > 400) {
                qInfo("%s has %lld lines: look for its second duty", qPrintable(file.path),
                      static_cast<long long>(lines));
                ++count;
            }
        }
        qInfo("%d of %lld files have over 400 lines", count, static_cast<long long>(files.size()));
        QVERIFY2(count * 20 < files.size(), "more than one file in twenty has over 400 lines");
    }
};

SLIPWAY_TEST(TstSourceForm)
#include "tst_sourceform.moc"
