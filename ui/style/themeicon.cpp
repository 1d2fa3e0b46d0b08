// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/themeicon.h"

#include <QBuffer>
#include <QFile>
#include <QGuiApplication>
#include <QIconEngine>
#include <QImageReader>
#include <QPainter>
#include <QPixmapCache>

namespace slipway::ui {

namespace {

/// Where the drawing of that name is, of the grid that suits `size`; empty if there is none.
QString drawing(const QString &name, int size)
{
    const char *const grids[] = { size <= 18 ? "16" : "22", size <= 18 ? "22" : "16" };
    for (const char *grid : grids) {
        for (const char *folder : { "actions", "status", "places", "devices", "apps", "preferences", "mimetypes",
                                    "emblems", "categories" }) {
            const QString path
                = QStringLiteral(":/icons/breeze/%1/%2/%3.svg").arg(QLatin1String(folder), QLatin1String(grid), name);
            if (QFile::exists(path))
                return path;
        }
    }
    return {};
}

class ThemeIconEngine final : public QIconEngine {
public:
    ThemeIconEngine(QString name, std::optional<Tone> tone)
        : m_name(std::move(name))
        , m_tone(tone)
    {
    }

    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State state) override
    {
        const qreal ratio = painter->device()->devicePixelRatio();
        painter->drawPixmap(rect, scaledPixmap(rect.size() * ratio, mode, state, ratio));
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        return scaledPixmap(size, mode, state, 1);
    }
    QPixmap scaledPixmap(const QSize &size, QIcon::Mode mode, QIcon::State, qreal ratio) override
    {
        const QColor color = colorFor(mode);
        const QString key
            = QStringLiteral("slipway/%1/%2/%3x%4")
                  .arg(m_name, color.name(), QString::number(size.width()), QString::number(size.height()));
        QPixmap pixmap;
        if (!QPixmapCache::find(key, &pixmap)) {
            pixmap = render(size, color, ratio);
            QPixmapCache::insert(key, pixmap);
        }
        return pixmap;
    }
    QIconEngine *clone() const override { return new ThemeIconEngine(m_name, m_tone); }
    QString iconName() override { return m_name; }
    bool isNull() override { return drawing(m_name, 16).isEmpty(); }
    QSize actualSize(const QSize &size, QIcon::Mode, QIcon::State) override { return size; }

private:
    [[nodiscard]] QColor colorFor(QIcon::Mode mode) const
    {
        const QPalette palette = QGuiApplication::palette();
        if (mode == QIcon::Disabled)
            return palette.color(QPalette::Disabled, QPalette::ButtonText);
        if (m_tone)
            return toneColor(*m_tone, palette);
        return palette.color(QPalette::ButtonText);
    }
    [[nodiscard]] QPixmap render(const QSize &size, const QColor &color, qreal ratio) const
    {
        QFile file(drawing(m_name, qRound(size.height() / ratio)));
        if (!file.open(QIODevice::ReadOnly))
            return {};
        QByteArray svg = file.readAll();
        svg.replace("#232629", color.name().toLatin1()); // Breeze's ColorScheme-Text
        QBuffer buffer(&svg);
        QImageReader reader(&buffer, "svg");
        reader.setScaledSize(size);
        return QPixmap::fromImage(reader.read());
    }

    QString m_name;
    std::optional<Tone> m_tone;
};

} // namespace

QIcon themeIcon(const QString &name, std::optional<Tone> tone)
{
    if (drawing(name, 16).isEmpty())
        return {};
    return QIcon(new ThemeIconEngine(name, tone));
}

} // namespace slipway::ui
