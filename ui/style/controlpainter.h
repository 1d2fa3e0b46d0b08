// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

class QPainter;
class QStyleOption;
class QStyleOptionComplex;
class QStyleOptionProgressBar;
class QStyleOptionTab;
class QStyleOptionSlider;
class QStyleOptionHeader;
class QStyleOptionButton;
class QWidget;
class QRect;
class QStyle;

namespace slipway::ui::controls {

/// The pieces that SlipwayStyle draws itself, one function a control.
void pushButton(QPainter *painter, const QStyleOption *option);
void toolButton(QPainter *painter, const QStyleOption *option);
void lineEdit(QPainter *painter, const QStyleOption *option);
void itemRow(QPainter *painter, const QStyleOption *option);
void tab(QPainter *painter, const QStyleOptionTab *option);
void headerSection(QPainter *painter, const QStyleOptionHeader *option);
void progressBar(QPainter *painter, const QStyleOptionProgressBar *option);
void scrollBar(QPainter *painter, const QStyleOptionSlider *option, const QRect &handle);
void comboBox(QPainter *painter, const QStyleOptionComplex *option, const QRect &arrow);
void checkBox(QPainter *painter, const QStyleOption *option);
void radioButton(QPainter *painter, const QStyleOption *option);
void chevron(QPainter *painter, const QStyleOption *option, const QRect &rect);

} // namespace slipway::ui::controls
