// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/redaction.h"
#include "core/chat/messagetext.h"
#include "tests/support/testmain.h"

using namespace slipway::chat;

class TstMessageText final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void foreignTextHasNoEffect()
    {
        slipway::base::addSecret(QStringLiteral("very-secret-value"));
        QCOMPARE(foreignText(QStringLiteral("**a** [x](http://y) `b`\n# c")),
                 QStringLiteral("\\*\\*a\\*\\* \\[x\\]\\(http://y\\) \\`b\\` \\# c"));
        QCOMPARE(foreignText(QStringLiteral("<@1> @everyone")), QStringLiteral("\\<\\@1\\> \\@everyone"));
        QCOMPARE(foreignText(QStringLiteral("token very-secret-value!")), QStringLiteral("token \\*\\*\\*!"));
        QVERIFY(foreignText(QString(5000, QLatin1Char('x'))).size() <= 300);
    }

    void cutsNotThroughACharacter()
    {
        const QString smile = QString::fromUtf8("😀😀😀😀");
        QCOMPARE(clipped(smile, 4), QString::fromUtf8("😀…"));
        QCOMPARE(clipped(QStringLiteral("abc"), 3), QStringLiteral("abc"));
        const QStringList parts = splitText(smile.repeated(100), 50);
        QCOMPARE(parts.join(QString()), smile.repeated(100));
        for (const QString &part : parts)
            QVERIFY(!part.at(part.size() - 1).isHighSurrogate());
    }

    void splitsAtLinesAndReopensCode()
    {
        QString text = QStringLiteral("Log:\n```\n");
        for (int i = 0; i < 400; ++i)
            text += QStringLiteral("line %1\n").arg(i);
        text += QStringLiteral("```\nend");
        const QStringList parts = splitText(text);
        QVERIFY(parts.size() > 1);
        int lines = 0;
        for (const QString &part : parts) {
            QVERIFY(part.size() <= contentLimit);
            QCOMPARE(part.count(QStringLiteral("```")) % 2, 0);
            lines += int(part.count(QStringLiteral("line ")));
        }
        QCOMPARE(lines, 400);
    }

    void aCodeBlockCannotBeLeft()
    {
        const QString block = codeBlock(QStringLiteral("a ``` @everyone"));
        QCOMPARE(block.count(QStringLiteral("```")), 2);
        const QString tail = codeBlock(QString(3000, QLatin1Char('x')) + QStringLiteral("\nlast"), 500);
        QVERIFY(tail.size() < 520);
        QVERIFY(tail.contains(QStringLiteral("last")));
    }
};

SLIPWAY_TEST(TstMessageText)
#include "tst_messagetext.moc"
