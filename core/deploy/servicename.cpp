// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/deploy/servicename.h"

#include "core/base/files.h"

#include <QRegularExpression>

namespace slipway::deploy {

bool isServiceName(const QString &name)
{
    // A slug has no two dashes in a row, so no project can be called like a preview.
    static const QRegularExpression preview(QStringLiteral("^pr-[1-9][0-9]{0,8}--"));
    QString slug = name;
    slug.remove(preview);
    return !slug.isEmpty() && base::slugOf(slug) == slug;
}

QString previewName(const QString &project, int pullRequest)
{
    return QStringLiteral("pr-%1--%2").arg(pullRequest).arg(project);
}

} // namespace slipway::deploy
