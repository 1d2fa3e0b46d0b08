// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/diffrows.h"

#include <QAbstractScrollArea>

#include <memory>

namespace slipway::ui {

class DiffHighlighter;

/// A unified diff. Draws and highlights only the rows on screen, so that its length does not matter. Rows are chosen
/// with the mouse and copied with Ctrl+C; N and P go from hunk to hunk.
class DiffView final : public QAbstractScrollArea {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(DiffView)
public:
    explicit DiffView(QWidget *parent = nullptr);
    ~DiffView() override;

    void setRows(DiffRows rows);
    [[nodiscard]] const DiffRows &rows() const { return m_rows; }
    void goToFile(int file);
    void goToHunk(bool forward);
    [[nodiscard]] int currentFile() const; ///< that of the topmost row; -1 without rows
    [[nodiscard]] QString selectedText() const;
    void selectAll();

Q_SIGNALS:
    void currentFileChanged(int file);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void scrollContentsBy(int dx, int dy) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    void updateMetrics();
    void updateScrollBars();
    void scrollToRow(qsizetype row);
    [[nodiscard]] qsizetype rowAt(int y) const;
    void copy() const;
    void paintRow(QPainter &painter, qsizetype row, const QRect &rect);
    void paintFileHeader(QPainter &painter, int file, const QRect &rect);
    void paintLine(QPainter &painter, const DiffRow &row, const QRect &rect);
    void paintNumbers(QPainter &painter, const git::DiffLine &line, const QRect &rect);

    DiffRows m_rows;
    std::unique_ptr<DiffHighlighter> m_highlighter; ///< made when the first diff is shown: it reads its index then
    int m_rowHeight = 16;
    int m_charWidth = 8;
    int m_numberWidth = 40;
    int m_lastFile = -1;
    qsizetype m_selectionStart = -1;
    qsizetype m_selectionEnd = -1;
};

} // namespace slipway::ui
