// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/result.h"

#include <QByteArray>
#include <QString>
#include <QVariantHash>

#include <memory>

namespace slipway::dashboard {

/// The pages of resources/web, compiled into the binary, filled by KTextTemplate with escaping on. Lives in one thread.
class Pages final {
public:
    Pages();
    ~Pages();
    /// `name`: `index.html`. Internal if a template is broken; the detail says where.
    [[nodiscard]] Result<QByteArray> render(const QString &name, const QVariantHash &values) const;
    /// A file of /static; NotFound for any other name. `type` gets its media type.
    [[nodiscard]] static Result<QByteArray> staticFile(const QString &name, QByteArray *type);
    /// Changes when any static file does: put into their addresses so that browsers may keep them.
    [[nodiscard]] static QString staticVersion();

private:
    struct Private;
    std::unique_ptr<Private> d;
};

} // namespace slipway::dashboard
