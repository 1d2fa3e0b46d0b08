// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/tones.h"

#include <cmath>

namespace slipway::ui {

namespace {

struct Shade {
    QRgb light, dark;
};

constexpr Shade lineShades[] = { { 0xff556070, 0xffa3adba }, { 0xff0a66a3, 0xff5cb8ee }, { 0xff14713f, 0xff4fc98a },
                                 { 0xff8a5300, 0xffe5b454 }, { 0xffb3263c, 0xfff5808c }, { 0xff6144b8, 0xffb3a1f7 } };
constexpr Shade fillShades[] = { { 0xffe9ecf1, 0xff2c333d }, { 0xffdcedf9, 0xff15344a }, { 0xffdcf3e5, 0xff163626 },
                                 { 0xfffbecd0, 0xff3d3018 }, { 0xfffbe1e4, 0xff44222a }, { 0xffeae5fb, 0xff302a4a } };

QColor pick(const Shade &shade, const QPalette &palette)
{
    return QColor::fromRgb(isDark(palette) ? shade.dark : shade.light);
}

double luminance(const QColor &color)
{
    const auto channel
        = [](double value) { return value <= 0.03928 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4); };
    return 0.2126 * channel(color.redF()) + 0.7152 * channel(color.greenF()) + 0.0722 * channel(color.blueF());
}

} // namespace

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QColor toneColor(Tone tone, const QPalette &palette)
{
    return pick(lineShades[int(tone)], palette);
}

QColor toneFill(Tone tone, const QPalette &palette)
{
    return pick(fillShades[int(tone)], palette);
}

QColor mutedText(const QPalette &palette)
{
    return pick({ 0xff5a6473, 0xff9aa5b4 }, palette);
}

QColor hairline(const QPalette &palette)
{
    return pick({ 0xffd9dee6, 0xff323943 }, palette);
}

QColor surface(const QPalette &palette)
{
    return pick({ 0xffffffff, 0xff1d222a }, palette);
}

QColor hoverFill(const QPalette &palette)
{
    return pick({ 0xffeef2f7, 0xff262d37 }, palette);
}

QColor selectionFill(const QPalette &palette)
{
    return pick({ 0xffe3effa, 0xff1c3345 }, palette);
}

double contrast(const QColor &a, const QColor &b)
{
    const double first = luminance(a) + 0.05;
    const double second = luminance(b) + 0.05;
    return first > second ? first / second : second / first;
}

} // namespace slipway::ui
