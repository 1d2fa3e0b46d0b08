// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/workers/transcriptview.h"

#include "ui/presentation/texts.h"
#include "ui/style/tones.h"

#include <QDateTime>
#include <QEvent>
#include <QFontDatabase>
#include <QJsonArray>
#include <QLocale>
#include <QScrollBar>
#include <QTextBlock>

namespace slipway::ui {

namespace {

constexpr int maximumLines = 5000;
constexpr int maximumEventLines = 40; ///< of one tool result; the whole is in the transcript file

QString shortened(const QString &text)
{
    const QString trimmed = text.trimmed();
    qsizetype end = -1;
    for (int line = 0; line < maximumEventLines; ++line) {
        end = trimmed.indexOf(QLatin1Char('\n'), end + 1);
        if (end < 0)
            return trimmed;
    }
    const auto left = trimmed.mid(end).count(QLatin1Char('\n'));
    return trimmed.left(end) + QLatin1Char('\n') + TranscriptView::tr("… %n more line(s)", nullptr, int(left));
}

} // namespace

TranscriptView::TranscriptView(QWidget *parent)
    : QTextEdit(parent)
{
    setReadOnly(true);
    setUndoRedoEnabled(false);
    document()->setMaximumBlockCount(maximumLines);
    setFrameShape(QFrame::NoFrame);
    setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    setAccessibleName(tr("Transcript"));
    document()->setDocumentMargin(12);
}

void TranscriptView::clearEvents()
{
    m_events.clear();
    clear();
}

void TranscriptView::appendEvents(const QJsonArray &events)
{
    if (events.isEmpty())
        return;
    QScrollBar *bar = verticalScrollBar();
    const bool atEnd = bar->value() >= bar->maximum() - 2;
    setUpdatesEnabled(false);
    for (const auto &value : events) {
        m_events.append(value.toObject());
        insert(m_events.constLast());
    }
    if (m_events.size() > maximumLines)
        m_events.remove(0, m_events.size() - maximumLines);
    setUpdatesEnabled(true);
    if (atEnd)
        bar->setValue(bar->maximum());
}

void TranscriptView::insertLine(const QString &text, const QTextCharFormat &format, int indent, int gap)
{
    QTextCursor cursor(document());
    cursor.movePosition(QTextCursor::End);
    QTextBlockFormat block;
    block.setLeftMargin(indent);
    block.setTopMargin(gap);
    const bool first = document()->isEmpty();
    const auto lines = text.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (!first || cursor.position() > 0)
            cursor.insertBlock(block, format);
        else
            cursor.setBlockFormat(block);
        cursor.insertText(line, format);
        block.setTopMargin(0);
    }
}

void TranscriptView::insert(const QJsonObject &event)
{
    const QString kind = event.value(QLatin1String("kind")).toString();
    const QString text = event.value(QLatin1String("text")).toString();
    const QString tool = event.value(QLatin1String("tool")).toString();
    const bool error = event.value(QLatin1String("is_error")).toBool();
    const QPalette colours = palette();
    QTextCharFormat format;
    format.setForeground(error ? toneColor(Tone::Danger, colours) : colours.color(QPalette::Text));
    const QFont mono = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    if (kind == QLatin1String("text")) {
        insertLine(shortened(text), format);
    } else if (kind == QLatin1String("thinking")) {
        format.setFontItalic(true);
        format.setForeground(mutedText(colours));
        insertLine(shortened(text), format);
    } else if (kind == QLatin1String("tool_call")) {
        format.setForeground(toneColor(error ? Tone::Danger : Tone::Accent, colours));
        format.setFontWeight(QFont::Medium);
        insertLine(QStringLiteral("▸ %1  %2").arg(tool, text.simplified().left(400)), format);
    } else if (kind == QLatin1String("tool_result")) {
        format.setFontFamilies({ mono.family() });
        format.setFontPointSize(font().pointSizeF() * 0.95);
        if (!error)
            format.setForeground(mutedText(colours));
        insertLine(shortened(text), format, 18, 2);
    } else if (kind == QLatin1String("warning") || kind == QLatin1String("retry")) {
        format.setForeground(toneColor(Tone::Warning, colours));
        insertLine(shortened(text), format);
    } else if (kind == QLatin1String("finished")) {
        format.setForeground(toneColor(error ? Tone::Danger : Tone::Success, colours));
        format.setFontWeight(QFont::DemiBold);
        insertLine(shortened(text.isEmpty() ? tr("Finished") : text), format);
    } else if (kind == QLatin1String("request")) {
        format.setForeground(mutedText(colours));
        format.setFontWeight(QFont::DemiBold);
        QStringList parts { event.value(QLatin1String("driver")).toString(),
                            event.value(QLatin1String("purpose")).toString(),
                            event.value(QLatin1String("subject")).toString() };
        parts.removeAll(QString());
        insertLine(tr("Asked: %1").arg(parts.join(QStringLiteral(" · "))), format);
    } else if (kind == QLatin1String("result")) {
        const bool ok = event.value(QLatin1String("ok")).toBool();
        const QString detail = event.value(QLatin1String("detail")).toString();
        const QString took = durationText(qint64(event.value(QLatin1String("duration_ms")).toDouble()));
        format.setForeground(toneColor(ok ? Tone::Success : Tone::Danger, colours));
        format.setFontWeight(QFont::DemiBold);
        insertLine(ok ? tr("Ended well after %1").arg(took) : tr("Failed after %1: %2").arg(took, shortened(detail)),
                   format);
    } else if (kind == QLatin1String("started")) {
        const auto time = QDateTime::fromString(event.value(QLatin1String("time")).toString(), Qt::ISODateWithMs);
        format.setForeground(mutedText(colours));
        insertLine(tr("Started %1").arg(QLocale().toString(time.toLocalTime(), QStringLiteral("HH:mm:ss")))
                       + (text.isEmpty() ? QString() : QStringLiteral(" · ") + text.simplified()),
                   format);
    } else if (!text.isEmpty() && kind != QLatin1String("usage")) {
        format.setForeground(mutedText(colours));
        insertLine(shortened(text), format);
    }
}

void TranscriptView::repaintAll()
{
    const auto events = m_events;
    const int position = verticalScrollBar()->value();
    clear();
    for (const auto &event : events)
        insert(event);
    verticalScrollBar()->setValue(position);
}

void TranscriptView::changeEvent(QEvent *event)
{
    QTextEdit::changeEvent(event);
    if (event->type() == QEvent::PaletteChange)
        repaintAll();
}

} // namespace slipway::ui
