// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/palettes.h"

namespace slipway::ui {

namespace {

struct Colours {
    QRgb window, base, alternate, text, muted, disabled, button, highlight, highlightedText, link, tooltip, mid, dark;
};

QPalette paletteOf(const Colours &c)
{
    const auto color = [](QRgb rgb) { return QColor::fromRgb(rgb); };
    QPalette palette(color(c.text), color(c.button), color(c.base), color(c.dark), color(c.mid), color(c.text),
                     color(c.text), color(c.base), color(c.window));
    palette.setColor(QPalette::AlternateBase, color(c.alternate));
    palette.setColor(QPalette::ToolTipBase, color(c.tooltip));
    palette.setColor(QPalette::ToolTipText, color(c.text));
    palette.setColor(QPalette::PlaceholderText, color(c.muted));
    palette.setColor(QPalette::Highlight, color(c.highlight));
    palette.setColor(QPalette::HighlightedText, color(c.highlightedText));
    palette.setColor(QPalette::Accent, color(c.highlight));
    palette.setColor(QPalette::Link, color(c.link));
    palette.setColor(QPalette::LinkVisited, color(c.link));
    for (const auto role : { QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText })
        palette.setColor(QPalette::Disabled, role, color(c.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, color(c.mid));
    return palette;
}

} // namespace

QPalette lightPalette()
{
    return paletteOf({ 0xfff4f6f9, 0xffffffff, 0xfff8fafc, 0xff1b2430, 0xff5a6473, 0xff9aa3af, 0xfffdfdfe, 0xff0a66a3,
                       0xffffffff, 0xff0a66a3, 0xffffffff, 0xffcfd6df, 0xffb4bdc9 });
}

QPalette darkPalette()
{
    return paletteOf({ 0xff171b21, 0xff12161b, 0xff161a20, 0xffe3e8ee, 0xff9aa5b4, 0xff646f7d, 0xff252b34, 0xff2f86c1,
                       0xffffffff, 0xff5cb8ee, 0xff252b34, 0xff39424e, 0xff0d1014 });
}

} // namespace slipway::ui
