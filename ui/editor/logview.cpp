// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/logview.h"

#include "ui/style/tones.h"

#include <QFontDatabase>
#include <QRegularExpression>
#include <QScrollBar>
#include <QSyntaxHighlighter>
#include <QTextBlock>

namespace slipway::ui {

namespace {

class LogHighlighter final : public QSyntaxHighlighter {
public:
    LogHighlighter(QTextDocument *document, const QWidget *view)
        : QSyntaxHighlighter(document)
        , m_view(view)
    {
    }

protected:
    void highlightBlock(const QString &line) override
    {
        QTextCharFormat format;
        if (LogView::isErrorLine(line)) {
            format.setForeground(toneColor(Tone::Danger, m_view->palette()));
            format.setFontWeight(QFont::DemiBold);
        } else if (line.contains(QLatin1String("warning"), Qt::CaseInsensitive)) {
            format.setForeground(toneColor(Tone::Warning, m_view->palette()));
        } else if (line.startsWith(QLatin1String("##[")) || line.startsWith(QLatin1String("+ "))
                   || line.startsWith(QLatin1String("$ ")) || line.startsWith(QLatin1String("::group"))) {
            format.setForeground(toneColor(Tone::Accent, m_view->palette()));
        } else {
            return;
        }
        setFormat(0, int(line.size()), format);
    }

private:
    const QWidget *m_view;
};

} // namespace

LogView::LogView(QWidget *parent)
    : QPlainTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    setFrameShape(QFrame::NoFrame);
    setLineWrapMode(NoWrap);
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Log"));
    document()->setDocumentMargin(8);
    new LogHighlighter(document(), this);
}

bool LogView::isErrorLine(const QString &line)
{
    static const QRegularExpression pattern(QStringLiteral(
        R"(^##\[error\]|^(ERROR|FAIL|FAILED|FAILURE|Traceback)\b|^(E {3}|fatal: )|\b(Error|Exception|AssertionError):|exit code [1-9])"));
    return pattern.match(line).hasMatch();
}

void LogView::setLog(const QString &text)
{
    const QString shown = toPlainText();
    if (text == shown)
        return;
    if (!shown.isEmpty() && text.startsWith(shown)) {
        const bool atEnd = verticalScrollBar()->value() >= verticalScrollBar()->maximum() - 2;
        QTextCursor cursor(document());
        cursor.movePosition(QTextCursor::End);
        cursor.insertText(text.mid(shown.size()));
        if (atEnd)
            verticalScrollBar()->setValue(verticalScrollBar()->maximum());
        return;
    }
    setPlainText(text);
    goToFirstError();
}

void LogView::goToFirstError()
{
    for (QTextBlock block = document()->begin(); block.isValid(); block = block.next()) {
        if (isErrorLine(block.text())) {
            setTextCursor(QTextCursor(block));
            centerCursor();
            return;
        }
    }
    verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

} // namespace slipway::ui
