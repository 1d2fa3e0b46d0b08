// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QTextBrowser>

namespace slipway::ui {

/// Markdown that an agent wrote: raw HTML off, no pictures loaded, links to the web open in the browser.
class MarkdownView final : public QTextBrowser {
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MarkdownView)
public:
    explicit MarkdownView(QWidget *parent = nullptr);
    /// The place is kept, so that a growing document can be read.
    void setText(const QString &markdown);
    QVariant loadResource(int type, const QUrl &name) override;

private:
    QString m_markdown;
};

} // namespace slipway::ui
