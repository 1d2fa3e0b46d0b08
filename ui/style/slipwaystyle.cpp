// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/style/slipwaystyle.h"

#include "ui/style/controlpainter.h"
#include "ui/style/tones.h"

#include <QAbstractItemView>
#include <QComboBox>
#include <QPainter>
#include <QPushButton>
#include <QScrollBar>
#include <QStyleFactory>
#include <QStyleOption>
#include <QTabBar>

namespace slipway::ui {

SlipwayStyle::SlipwayStyle()
    : QProxyStyle(QStyleFactory::create(QStringLiteral("Fusion")))
{
}

void SlipwayStyle::polish(QWidget *widget)
{
    QProxyStyle::polish(widget);
    if (qobject_cast<QComboBox *>(widget) || qobject_cast<QPushButton *>(widget) || qobject_cast<QScrollBar *>(widget)
        || qobject_cast<QTabBar *>(widget))
        widget->setAttribute(Qt::WA_Hover);
}

void SlipwayStyle::drawPrimitive(PrimitiveElement element, const QStyleOption *option, QPainter *painter,
                                 const QWidget *widget) const
{
    switch (element) {
    case PE_PanelButtonCommand:
        return controls::pushButton(painter, option);
    case PE_PanelButtonTool:
    case PE_PanelButtonBevel:
        return controls::toolButton(painter, option);
    case PE_PanelLineEdit:
        if (const auto *frame = qstyleoption_cast<const QStyleOptionFrame *>(option); frame && frame->lineWidth > 0)
            return controls::lineEdit(painter, option);
        break;
    case PE_FrameLineEdit:
        return;
    case PE_PanelItemViewRow:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option);
            item && item->features.testFlag(QStyleOptionViewItem::Alternate))
            painter->fillRect(option->rect, option->palette.color(QPalette::AlternateBase));
        return controls::itemRow(painter, option);
    case PE_PanelItemViewItem:
        return controls::itemRow(painter, option);
    case PE_Frame:
        if (qobject_cast<const QAbstractScrollArea *>(widget)) {
            painter->save();
            painter->setPen(hairline(option->palette));
            painter->drawRect(option->rect.adjusted(0, 0, -1, -1));
            painter->restore();
            return;
        }
        break;
    case PE_PanelScrollAreaCorner:
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        return;
    case PE_FrameFocusRect: // the row's fill, the button's line show focus
        return;
    case PE_FrameTabBarBase:
    case PE_FrameStatusBarItem:
    case PE_PanelStatusBar:
    case PE_FrameDockWidget:
    case PE_IndicatorToolBarSeparator:
        if (element == PE_IndicatorToolBarSeparator) {
            const QRect r = option->rect;
            painter->fillRect(QRect(r.center().x(), r.top() + 5, 1, r.height() - 10), hairline(option->palette));
        }
        return;
    case PE_FrameTabWidget:
        painter->fillRect(QRect(option->rect.topLeft(), QSize(option->rect.width(), 1)), hairline(option->palette));
        return;
    case PE_IndicatorCheckBox:
    case PE_IndicatorItemViewItemCheck:
        return controls::checkBox(painter, option);
    case PE_IndicatorRadioButton:
        return controls::radioButton(painter, option);
    case PE_IndicatorDockWidgetResizeHandle:
        return;
    default:
        break;
    }
    QProxyStyle::drawPrimitive(element, option, painter, widget);
}

void SlipwayStyle::drawControl(ControlElement element, const QStyleOption *option, QPainter *painter,
                               const QWidget *widget) const
{
    switch (element) {
    case CE_TabBarTabShape:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option))
            return controls::tab(painter, tab);
        break;
    case CE_TabBarTabLabel:
        if (const auto *tab = qstyleoption_cast<const QStyleOptionTab *>(option)) {
            QStyleOptionTab copy(*tab);
            copy.state.setFlag(State_HasFocus, false);
            if (!tab->state.testFlag(State_Selected) && tab->state.testFlag(State_Enabled))
                copy.palette.setColor(QPalette::WindowText, mutedText(option->palette));
            return QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        break;
    case CE_HeaderSection:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option))
            return controls::headerSection(painter, header);
        break;
    case CE_HeaderLabel:
        if (const auto *header = qstyleoption_cast<const QStyleOptionHeader *>(option)) {
            QStyleOptionHeader copy(*header);
            copy.palette.setColor(QPalette::ButtonText, mutedText(option->palette));
            return QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        break;
    case CE_HeaderEmptyArea:
        painter->fillRect(option->rect, option->palette.color(QPalette::Base));
        return;
    case CE_ProgressBar:
        if (const auto *bar = qstyleoption_cast<const QStyleOptionProgressBar *>(option))
            return controls::progressBar(painter, bar);
        break;
    case CE_ToolBar:
    case CE_MenuBarEmptyArea:
        painter->fillRect(option->rect, option->palette.color(QPalette::Window));
        if (element == CE_ToolBar)
            painter->fillRect(QRect(option->rect.bottomLeft(), QSize(option->rect.width(), 1)),
                              hairline(option->palette));
        return;
    case CE_MenuBarItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionMenuItem *>(option)) {
            painter->fillRect(option->rect, option->palette.color(QPalette::Window));
            if (option->state.testFlag(State_Selected) || option->state.testFlag(State_Sunken))
                controls::itemRow(painter, option);
            const int flags = Qt::AlignCenter | Qt::TextShowMnemonic | Qt::TextDontClip | Qt::TextSingleLine;
            drawItemText(painter, option->rect, flags, option->palette, option->state.testFlag(State_Enabled),
                         item->text, QPalette::WindowText);
            return;
        }
        break;
    case CE_Splitter: {
        const QRect r = option->rect;
        const bool horizontal = option->state.testFlag(State_Horizontal);
        const QRect line = horizontal ? QRect(r.center().x(), r.top(), 1, r.height())
                                      : QRect(r.left(), r.center().y(), r.width(), 1);
        painter->fillRect(line, hairline(option->palette));
        return;
    }
    case CE_PushButtonLabel:
        if (const auto *button = qstyleoption_cast<const QStyleOptionButton *>(option); button
            && button->features.testFlag(QStyleOptionButton::DefaultButton) && button->state.testFlag(State_Enabled)) {
            QStyleOptionButton copy(*button);
            copy.palette.setColor(QPalette::ButtonText, option->palette.color(QPalette::HighlightedText));
            return QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        break;
    case CE_ItemViewItem:
        if (const auto *item = qstyleoption_cast<const QStyleOptionViewItem *>(option)) {
            QStyleOptionViewItem copy(*item); // selected rows are tinted, so their text keeps its colour
            const QColor text = copy.palette.color(QPalette::Text);
            for (const auto group : { QPalette::Active, QPalette::Inactive })
                copy.palette.setColor(group, QPalette::HighlightedText, text);
            copy.state.setFlag(State_HasFocus, false);
            return QProxyStyle::drawControl(element, &copy, painter, widget);
        }
        break;
    default:
        break;
    }
    QProxyStyle::drawControl(element, option, painter, widget);
}

void SlipwayStyle::drawComplexControl(ComplexControl control, const QStyleOptionComplex *option, QPainter *painter,
                                      const QWidget *widget) const
{
    if (control == CC_ScrollBar) {
        if (const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option))
            return controls::scrollBar(painter, slider, subControlRect(control, option, SC_ScrollBarSlider, widget));
    } else if (control == CC_ComboBox) {
        if (const auto *combo = qstyleoption_cast<const QStyleOptionComboBox *>(option); combo && !combo->editable)
            return controls::comboBox(painter, option, subControlRect(control, option, SC_ComboBoxArrow, widget));
    }
    QProxyStyle::drawComplexControl(control, option, painter, widget);
}

int SlipwayStyle::pixelMetric(PixelMetric metric, const QStyleOption *option, const QWidget *widget) const
{
    switch (metric) {
    case PM_ScrollBarExtent:
        return 11;
    case PM_DockWidgetSeparatorExtent:
        return 6;
    case PM_SplitterWidth:
        return 7;
    case PM_ToolBarIconSize:
        return 18;
    case PM_SmallIconSize:
    case PM_ButtonIconSize:
    case PM_TabBarIconSize:
        return 16;
    case PM_ToolBarItemSpacing:
        return 3;
    case PM_ToolBarItemMargin:
        return 4;
    case PM_TabBarTabHSpace:
        return 22;
    case PM_TabBarTabVSpace:
        return 13;
    case PM_TabBarBaseOverlap:
    case PM_TabBarTabShiftVertical:
    case PM_TabBarTabOverlap:
    case PM_ButtonShiftHorizontal:
    case PM_ButtonShiftVertical:
        return 0;
    case PM_FocusFrameHMargin:
        return 5;
    case PM_HeaderMarkSize:
        return 10;
    case PM_HeaderMargin:
        return 6;
    case PM_LayoutHorizontalSpacing:
    case PM_LayoutVerticalSpacing:
        return 8;
    case PM_IndicatorWidth:
    case PM_IndicatorHeight:
    case PM_ExclusiveIndicatorWidth:
    case PM_ExclusiveIndicatorHeight:
        return 16;
    case PM_MenuPanelWidth:
        return 1;
    default:
        return QProxyStyle::pixelMetric(metric, option, widget);
    }
}

int SlipwayStyle::styleHint(StyleHint hint, const QStyleOption *option, const QWidget *widget,
                            QStyleHintReturn *data) const
{
    switch (hint) {
    case SH_ItemView_ShowDecorationSelected:
    case SH_EtchDisabledText:
        return hint == SH_ItemView_ShowDecorationSelected ? 1 : 0;
    case SH_ScrollBar_LeftClickAbsolutePosition:
        return 1;
    case SH_ComboBox_Popup:
        return 0;
    case SH_Header_ArrowAlignment:
        return Qt::AlignRight | Qt::AlignVCenter;
    case SH_DockWidget_ButtonsHaveFrame:
        return 0;
    case SH_Widget_Animation_Duration:
        return 0; // a control centre that runs all day must not repaint for show
    default:
        return QProxyStyle::styleHint(hint, option, widget, data);
    }
}

QSize SlipwayStyle::sizeFromContents(ContentsType type, const QStyleOption *option, const QSize &size,
                                     const QWidget *widget) const
{
    QSize result = QProxyStyle::sizeFromContents(type, option, size, widget);
    switch (type) {
    case CT_PushButton:
        result.setHeight(std::max(result.height(), 30));
        result.rwidth() += 10;
        break;
    case CT_LineEdit:
    case CT_ComboBox:
    case CT_SpinBox:
        result.setHeight(std::max(result.height(), 28));
        break;
    case CT_MenuItem:
        result.setHeight(std::max(result.height(), result.height() < 12 ? 0 : 26));
        break;
    case CT_HeaderSection:
        result.setHeight(28);
        break;
    default:
        break;
    }
    return result;
}

QRect SlipwayStyle::subElementRect(SubElement element, const QStyleOption *option, const QWidget *widget) const
{
    const QRect rect = QProxyStyle::subElementRect(element, option, widget);
    return element == SE_LineEditContents ? rect.adjusted(4, 0, -4, 0) : rect;
}

QRect SlipwayStyle::subControlRect(ComplexControl control, const QStyleOptionComplex *option, SubControl sub,
                                   const QWidget *widget) const
{
    if (control == CC_ComboBox && sub == SC_ComboBoxEditField)
        return QProxyStyle::subControlRect(control, option, sub, widget).adjusted(4, 0, 0, 0);
    if (control == CC_ScrollBar) { // without arrow buttons: the groove is everything
        const auto *slider = qstyleoption_cast<const QStyleOptionSlider *>(option);
        if (slider) {
            const bool horizontal = slider->orientation == Qt::Horizontal;
            const QRect all = option->rect;
            const int length = horizontal ? all.width() : all.height();
            const qint64 range = qint64(slider->maximum) - slider->minimum + slider->pageStep;
            const int bar = range > 0
                ? std::clamp(int(qint64(length) * slider->pageStep / range), std::min(28, length), length)
                : length;
            const int start = sliderPositionFromValue(slider->minimum, slider->maximum, slider->sliderPosition,
                                                      length - bar, slider->upsideDown);
            const auto part = [&](int from, int size) {
                return horizontal ? QRect(all.x() + from, all.y(), size, all.height())
                                  : QRect(all.x(), all.y() + from, all.width(), size);
            };
            switch (sub) {
            case SC_ScrollBarAddLine:
            case SC_ScrollBarSubLine:
                return {};
            case SC_ScrollBarSlider:
                return part(start, bar);
            case SC_ScrollBarGroove:
                return all;
            case SC_ScrollBarSubPage:
                return part(0, start);
            case SC_ScrollBarAddPage:
                return part(start + bar, length - start - bar);
            default:
                break;
            }
        }
    }
    return QProxyStyle::subControlRect(control, option, sub, widget);
}

} // namespace slipway::ui
