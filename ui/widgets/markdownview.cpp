// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/widgets/markdownview.h"

#include <QDesktopServices>
#include <QScrollBar>
#include <QUrl>

namespace slipway::ui {

MarkdownView::MarkdownView(QWidget *parent)
    : QTextBrowser(parent)
{
    setOpenLinks(false);
    document()->setDocumentMargin(18);
    connect(this, &QTextBrowser::anchorClicked, this, [this](const QUrl &url) {
        if (url.scheme() == QLatin1String("https") || url.scheme() == QLatin1String("http"))
            QDesktopServices::openUrl(url);
        else if (url.hasFragment())
            scrollToAnchor(url.fragment());
    });
}

void MarkdownView::setText(const QString &markdown)
{
    if (markdown == m_markdown)
        return;
    m_markdown = markdown;
    const int position = verticalScrollBar()->value();
    document()->setMarkdown(markdown,
                            QTextDocument::MarkdownFeatures(QTextDocument::MarkdownDialectGitHub)
                                | QTextDocument::MarkdownNoHTML);
    verticalScrollBar()->setValue(position);
}

QVariant MarkdownView::loadResource(int, const QUrl &)
{
    return {}; // nothing an agent names is fetched
}

} // namespace slipway::ui
