// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/editor/diffview.h"

#include "ui/editor/diffhighlighter.h"
#include "ui/style/themeicon.h"

#include <QClipboard>
#include <QContextMenuEvent>
#include <QFontDatabase>
#include <QGuiApplication>
#include <QKeyEvent>
#include <QMenu>
#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>
#include <QTextLayout>

#include <algorithm>

namespace slipway::ui {

namespace {

constexpr int signWidth = 18;
constexpr int gutterPadding = 8;

} // namespace

DiffView::DiffView(QWidget *parent)
    : QAbstractScrollArea(parent)
{
    setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setAccessibleName(tr("Diff"));
    viewport()->setCursor(Qt::IBeamCursor);
    updateMetrics();
}

DiffView::~DiffView() = default;

void DiffView::setRows(DiffRows rows)
{
    if (!m_highlighter) {
        m_highlighter = std::make_unique<DiffHighlighter>();
        m_highlighter->setDark(isDark(palette()));
    }
    m_rows = std::move(rows);
    m_highlighter->clear();
    m_selectionStart = m_selectionEnd = -1;
    m_lastFile = -1;
    updateMetrics();
    verticalScrollBar()->setValue(0);
    horizontalScrollBar()->setValue(0);
    viewport()->update();
    Q_EMIT currentFileChanged(currentFile());
}

void DiffView::updateMetrics()
{
    const QFontMetrics metrics(font());
    m_rowHeight = metrics.height() + 3;
    m_charWidth = std::max(1, metrics.horizontalAdvance(QLatin1Char('0')));
    m_numberWidth = m_charWidth * std::max<int>(3, int(QString::number(m_rows.highestNumber()).size())) + gutterPadding;
    updateScrollBars();
}

void DiffView::updateScrollBars()
{
    const int visible = viewport()->height() / m_rowHeight;
    verticalScrollBar()->setRange(0, std::max(0, int(m_rows.size()) - visible));
    verticalScrollBar()->setPageStep(std::max(1, visible));
    verticalScrollBar()->setSingleStep(3);
    const int width = 2 * m_numberWidth + signWidth + (m_rows.columns() + 2) * m_charWidth;
    horizontalScrollBar()->setRange(0, std::max(0, width - viewport()->width()));
    horizontalScrollBar()->setPageStep(std::max(1, viewport()->width()));
    horizontalScrollBar()->setSingleStep(4 * m_charWidth);
}

void DiffView::resizeEvent(QResizeEvent *event)
{
    QAbstractScrollArea::resizeEvent(event);
    updateScrollBars();
}

void DiffView::scrollContentsBy(int, int)
{
    viewport()->update();
    if (const int file = currentFile(); file != m_lastFile) {
        m_lastFile = file;
        Q_EMIT currentFileChanged(file);
    }
}

int DiffView::currentFile() const
{
    return m_rows.size() == 0 ? -1
                              : m_rows.at(std::min<qsizetype>(verticalScrollBar()->value(), m_rows.size() - 1)).file;
}

void DiffView::scrollToRow(qsizetype row)
{
    verticalScrollBar()->setValue(int(row));
}

void DiffView::goToFile(int file)
{
    if (file >= 0 && file < m_rows.diff().files.size())
        scrollToRow(m_rows.rowOfFile(file));
}

void DiffView::goToHunk(bool forward)
{
    // The file's own header lies over the topmost row.
    const qsizetype row = m_rows.nextHunk(verticalScrollBar()->value() + 1, forward);
    if (row >= 0)
        scrollToRow(std::max<qsizetype>(0, row - 1));
}

qsizetype DiffView::rowAt(int y) const
{
    const qsizetype row = verticalScrollBar()->value() + std::max(0, y) / m_rowHeight;
    return std::min(row, m_rows.size() - 1);
}

void DiffView::paintEvent(QPaintEvent *event)
{
    QPainter painter(viewport());
    painter.fillRect(event->rect(), palette().color(QPalette::Base));
    if (m_rows.size() == 0)
        return;
    painter.setFont(font());
    const qsizetype first = verticalScrollBar()->value();
    const int count = viewport()->height() / m_rowHeight + 2;
    for (int i = 0; i < count && first + i < m_rows.size(); ++i)
        paintRow(painter, first + i, QRect(0, i * m_rowHeight, viewport()->width(), m_rowHeight));
    if (m_rows.at(first).kind != DiffRow::Kind::File)
        paintFileHeader(painter, m_rows.at(first).file, QRect(0, 0, viewport()->width(), m_rowHeight));
}

void DiffView::paintRow(QPainter &painter, qsizetype index, const QRect &rect)
{
    const DiffRow &row = m_rows.at(index);
    switch (row.kind) {
    case DiffRow::Kind::File:
        paintFileHeader(painter, row.file, rect);
        break;
    case DiffRow::Kind::Hunk:
        painter.fillRect(rect, toneFill(Tone::Accent, palette()));
        painter.setPen(mutedText(palette()));
        painter.drawText(rect.adjusted(gutterPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter, m_rows.text(index));
        break;
    case DiffRow::Kind::Note:
        painter.setPen(mutedText(palette()));
        painter.drawText(rect.adjusted(gutterPadding, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         m_rows.diff().files.at(row.file).binary ? tr("Binary file") : tr("No change of content"));
        break;
    case DiffRow::Kind::Line:
        paintLine(painter, row, rect);
        break;
    }
    const auto [low, high] = std::minmax(m_selectionStart, m_selectionEnd);
    if (low >= 0 && index >= low && index <= high) {
        QColor color = palette().color(QPalette::Highlight);
        color.setAlphaF(0.22F);
        painter.fillRect(rect, color);
    }
}

void DiffView::paintFileHeader(QPainter &painter, int fileIndex, const QRect &rect)
{
    const auto &file = m_rows.diff().files.at(fileIndex);
    painter.fillRect(rect, palette().color(QPalette::Window));
    painter.fillRect(QRect(rect.bottomLeft(), QSize(rect.width(), 1)), hairline(palette()));
    painter.save();
    QFont bold = font();
    bold.setBold(true);
    painter.setFont(bold);
    painter.setPen(palette().color(QPalette::Text));
    const QString path = m_rows.text(m_rows.rowOfFile(fileIndex));
    const QRect area = rect.adjusted(gutterPadding, 0, -gutterPadding, 0);
    painter.drawText(area, Qt::AlignLeft | Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(path, Qt::ElideLeft, area.width() - 120));
    const int x
        = area.left() + std::min(painter.fontMetrics().horizontalAdvance(path), area.width() - 120) + 2 * m_charWidth;
    const QString added = QStringLiteral("+%1").arg(file.added);
    painter.setPen(toneColor(Tone::Success, palette()));
    painter.drawText(QRect(x, rect.top(), 200, rect.height()), Qt::AlignLeft | Qt::AlignVCenter, added);
    painter.setPen(toneColor(Tone::Danger, palette()));
    painter.drawText(QRect(x + int(added.size() + 1) * m_charWidth, rect.top(), 200, rect.height()),
                     Qt::AlignLeft | Qt::AlignVCenter, QStringLiteral("−%1").arg(file.removed));
    painter.restore();
}

void DiffView::paintNumbers(QPainter &painter, const git::DiffLine &line, const QRect &rect)
{
    painter.setPen(mutedText(palette()));
    const auto number = [&](int value, int column) {
        if (value > 0)
            painter.drawText(
                QRect(column * m_numberWidth, rect.top(), m_numberWidth - gutterPadding / 2, rect.height()),
                Qt::AlignRight | Qt::AlignVCenter, QString::number(value));
    };
    number(line.oldNumber, 0);
    number(line.newNumber, 1);
}

void DiffView::paintLine(QPainter &painter, const DiffRow &row, const QRect &rect)
{
    const auto &line = m_rows.line(row);
    const bool added = line.kind == git::DiffLine::Kind::Added;
    const bool removed = line.kind == git::DiffLine::Kind::Removed;
    QColor fill = palette().color(QPalette::Base);
    if (added || removed) {
        fill = toneFill(added ? Tone::Success : Tone::Danger, palette());
        QColor soft = fill;
        soft.setAlphaF(0.62F);
        painter.fillRect(rect, soft);
    }
    const int textLeft = 2 * m_numberWidth + signWidth;
    QTextLayout layout(displayText(line.text), font());
    QTextOption option;
    option.setWrapMode(QTextOption::NoWrap);
    layout.setTextOption(option);
    layout.setFormats(m_highlighter->formats(m_rows, row));
    layout.beginLayout();
    QTextLine textLine = layout.createLine();
    if (textLine.isValid())
        textLine.setLineWidth(1e6);
    layout.endLayout();
    painter.save();
    painter.setClipRect(QRect(textLeft, rect.top(), rect.width() - textLeft, rect.height()));
    painter.setPen(palette().color(QPalette::Text));
    layout.draw(&painter, QPointF(textLeft - horizontalScrollBar()->value(), rect.top() + 1));
    painter.restore();
    if (added || removed)
        painter.fillRect(QRect(0, rect.top(), textLeft, rect.height()), fill);
    paintNumbers(painter, line, rect);
    if (added || removed) {
        painter.setPen(toneColor(added ? Tone::Success : Tone::Danger, palette()));
        painter.drawText(QRect(2 * m_numberWidth, rect.top(), signWidth, rect.height()),
                         Qt::AlignHCenter | Qt::AlignVCenter, added ? QStringLiteral("+") : QStringLiteral("−"));
    }
}

void DiffView::keyPressEvent(QKeyEvent *event)
{
    QScrollBar *bar = verticalScrollBar();
    if (event->matches(QKeySequence::Copy))
        copy();
    else if (event->matches(QKeySequence::SelectAll))
        selectAll();
    else if (event->key() == Qt::Key_N)
        goToHunk(true);
    else if (event->key() == Qt::Key_P)
        goToHunk(false);
    else if (event->key() == Qt::Key_Home)
        bar->setValue(0);
    else if (event->key() == Qt::Key_End)
        bar->setValue(bar->maximum());
    else if (event->key() == Qt::Key_Space)
        bar->triggerAction(QAbstractSlider::SliderPageStepAdd);
    else
        QAbstractScrollArea::keyPressEvent(event);
}

void DiffView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_rows.size() == 0)
        return;
    const qsizetype row = rowAt(int(event->position().y()));
    if (!event->modifiers().testFlag(Qt::ShiftModifier) || m_selectionStart < 0)
        m_selectionStart = row;
    m_selectionEnd = row;
    viewport()->update();
}

void DiffView::mouseMoveEvent(QMouseEvent *event)
{
    if (!event->buttons().testFlag(Qt::LeftButton) || m_selectionStart < 0)
        return;
    const int y = int(event->position().y());
    if (y < 0)
        verticalScrollBar()->setValue(verticalScrollBar()->value() - 1);
    else if (y > viewport()->height())
        verticalScrollBar()->setValue(verticalScrollBar()->value() + 1);
    m_selectionEnd = rowAt(std::min(y, viewport()->height() - 1));
    viewport()->update();
}

void DiffView::contextMenuEvent(QContextMenuEvent *event)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    QAction *copyAction = menu->addAction(themeIcon(QStringLiteral("edit-copy")), tr("Copy"), QKeySequence::Copy);
    copyAction->setEnabled(m_selectionStart >= 0);
    connect(copyAction, &QAction::triggered, this, &DiffView::copy);
    connect(menu->addAction(tr("Select all"), QKeySequence::SelectAll), &QAction::triggered, this,
            &DiffView::selectAll);
    menu->popup(event->globalPos());
}

void DiffView::selectAll()
{
    m_selectionStart = m_rows.size() == 0 ? -1 : 0;
    m_selectionEnd = m_rows.size() - 1;
    viewport()->update();
}

QString DiffView::selectedText() const
{
    const auto [low, high] = std::minmax(m_selectionStart, m_selectionEnd);
    QString text;
    for (qsizetype row = low; low >= 0 && row <= high; ++row)
        text += m_rows.text(row) + QLatin1Char('\n');
    return text;
}

void DiffView::copy() const
{
    if (m_selectionStart >= 0)
        QGuiApplication::clipboard()->setText(selectedText());
}

void DiffView::changeEvent(QEvent *event)
{
    QAbstractScrollArea::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_highlighter)
        m_highlighter->setDark(isDark(palette()));
    if (event->type() == QEvent::FontChange)
        updateMetrics();
}

} // namespace slipway::ui
