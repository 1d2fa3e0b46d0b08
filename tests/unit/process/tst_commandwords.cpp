// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/process/commandwords.h"
#include "tests/support/testmain.h"

using namespace slipway;

class TstCommandWords final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void splitsAsAShellDoes_data();
    void splitsAsAShellDoes();
};

void TstCommandWords::splitsAsAShellDoes_data()
{
    QTest::addColumn<QString>("line");
    QTest::addColumn<QStringList>("words");
    const auto row = [](const char *name, const char *line, const QStringList &words) {
        QTest::newRow(name) << QString::fromLatin1(line) << words;
    };
    const QString program = QStringLiteral("code");
    row("a program", "code", { program });
    row("arguments", "  code  --wait   -n ", { program, QStringLiteral("--wait"), QStringLiteral("-n") });
    row("single quotes", "sh -c 'a \"b\" $c; d > e'",
        { QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("a \"b\" $c; d > e") });
    row("double quotes", "sh -c \"a 'b'; \\\"c\\\"\"",
        { QStringLiteral("sh"), QStringLiteral("-c"), QStringLiteral("a 'b'; \"c\"") });
    row("a quoted program", "'/opt/my agent/run' x", { QStringLiteral("/opt/my agent/run"), QStringLiteral("x") });
    row("a backslash", "/opt/my\\ agent x", { QStringLiteral("/opt/my agent"), QStringLiteral("x") });
    row("an empty argument", "code ''", { program, QString() });
    row("nothing is expanded", "code $HOME ~ *",
        { program, QStringLiteral("$HOME"), QStringLiteral("~"), QStringLiteral("*") });
    row("none", "", {});
    row("only blanks", "   ", {});
    row("a single quote that stays open", "sh -c 'a", {});
    row("a double quote that stays open", "sh -c \"a", {});
}

void TstCommandWords::splitsAsAShellDoes()
{
    QFETCH(const QString, line);
    QTEST(process::commandWords(line), "words");
}

SLIPWAY_TEST(TstCommandWords)
#include "tst_commandwords.moc"
