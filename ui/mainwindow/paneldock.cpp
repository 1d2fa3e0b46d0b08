// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/paneldock.h"

#include "ui/style/themeicon.h"
#include "ui/widgets/panel.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QMainWindow>
#include <QPainter>
#include <QToolButton>

namespace slipway::ui {

namespace {

class TitleBar final : public QWidget {
public:
    using QWidget::QWidget;

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        painter.fillRect(rect(), palette().color(QPalette::Window));
        painter.fillRect(QRect(0, height() - 1, width(), 1), hairline(palette()));
    }
};

QToolButton *barButton(const QString &icon, const QString &text)
{
    auto *button = new QToolButton;
    button->setAutoRaise(true);
    button->setIcon(themeIcon(icon, Tone::Neutral));
    button->setIconSize({ 14, 14 });
    button->setToolTip(text);
    button->setAccessibleName(text);
    button->setFocusPolicy(Qt::NoFocus);
    return button;
}

} // namespace

PanelDock::PanelDock(Panel *panel, QWidget *parent)
    : QDockWidget(panel->title(), parent)
    , m_panel(panel)
    , m_title(new QLabel(panel->title()))
{
    setObjectName(panel->id() + QStringLiteral("Dock"));
    setWindowIcon(themeIcon(panel->iconName()));
    setWidget(panel);
    auto *bar = new TitleBar;
    auto *layout = new QHBoxLayout(bar);
    layout->setContentsMargins(12, 4, 6, 5);
    layout->setSpacing(4);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    layout->addWidget(m_title);
    layout->addWidget(panel->tools(), 1);
    auto *floatButton = barButton(QStringLiteral("window-duplicate"), tr("Detach or dock %1").arg(panel->title()));
    auto *closeButton = barButton(QStringLiteral("window-close"), tr("Close %1").arg(panel->title()));
    connect(floatButton, &QToolButton::clicked, this, [this] { setFloating(!isFloating()); });
    connect(closeButton, &QToolButton::clicked, this, &QDockWidget::close);
    layout->addWidget(floatButton);
    layout->addWidget(closeButton);
    layout->addStrut(30); // bars of equal height, whatever tools they hold
    setTitleBarWidget(bar);
    connect(panel, &Panel::titleChanged, this, [this](const QString &title) {
        setWindowTitle(title);
        m_title->setText(title);
    });
    connect(this, &QDockWidget::topLevelChanged, this, &PanelDock::updateTitle);
    connect(this, &QDockWidget::visibilityChanged, this, &PanelDock::updateTitle);
}

void PanelDock::bringToFront()
{
    show();
    raise();
    updateTitle();
}

void PanelDock::updateTitle()
{
    const auto *window = qobject_cast<QMainWindow *>(parentWidget());
    const bool tab = window && !isFloating() && !window->tabifiedDockWidgets(this).isEmpty();
    m_title->setVisible(!tab);
}

} // namespace slipway::ui
