// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "ui/editor/diffrows.h"

#include <QTextLayout>

#include <memory>

namespace slipway::ui {

/// Colours the lines of a diff by the language of their file, only those that are looked at: pieces of 128 lines, the
/// newest few hundred kept. A piece starts from the state in which the piece before it ended when that is known, so a
/// jump into the middle of a huge file costs no more than its first screen.
class DiffHighlighter final {
public:
    DiffHighlighter();
    ~DiffHighlighter();
    DiffHighlighter(const DiffHighlighter &) = delete;
    DiffHighlighter &operator=(const DiffHighlighter &) = delete;

    void setDark(bool dark); ///< forgets everything
    void clear();
    /// Formats of one line row, for its displayText().
    [[nodiscard]] QList<QTextLayout::FormatRange> formats(const DiffRows &rows, const DiffRow &row);

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace slipway::ui
