// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QJsonObject>
#include <QList>
#include <QString>

namespace slipway::planning {

/// One section of a PRD: planned (title, brief), then written (text, starting with its `## ` heading).
struct PrdSection {
    QString slug;
    QString title;
    QString brief; ///< what it has to cover
    QString text;
    int revision = 0; ///< how often it was asked for again
};

/// The document while it is written. Value type, any thread.
struct PrdDocument {
    QString title;
    QString idea;
    QList<PrdSection> sections;

    [[nodiscard]] QString markdown() const;
    [[nodiscard]] qsizetype bytes() const; ///< of markdown(), in UTF-8
    [[nodiscard]] PrdSection *section(const QString &slug);
    [[nodiscard]] QString outline() const; ///< numbered titles and briefs
};

/// Bounds of the finished document, in bytes.
struct PrdLimits {
    qsizetype minBytes = 40'000;
    qsizetype maxBytes = 50'000;
    int minSections = 6;
    int maxSections = 24;
    [[nodiscard]] qsizetype targetBytes() const { return (minBytes + maxBytes) / 2; }
};

/// Reads `{"title", "sections": [{"slug", "title", "brief"}]}`; Invalid with every broken rule (count, unique slugs, titles).
[[nodiscard]] Result<PrdDocument> outlineFromJson(const QJsonObject &json, const PrdLimits &limits);
[[nodiscard]] QJsonObject outlineToJson(const PrdDocument &document);
[[nodiscard]] QJsonObject outlineSchema();
/// `{"consistent", "problems": [{"section", "problem"}]}`
[[nodiscard]] QJsonObject prdReviewSchema();

/// The agent's answer without talk before the heading, with the heading added if it is missing.
[[nodiscard]] QString sectionText(const QString &answer, const PrdSection &section);
/// True if the text stops in the middle: an open code fence, a heading with nothing below, half a table row or sentence.
[[nodiscard]] bool isTruncated(const QString &text);
/// `text` with its continuation. A "continuation" that begins again with the heading replaces it if it is longer.
[[nodiscard]] QString continued(const QString &text, const QString &continuation);

} // namespace slipway::planning
