// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/enginebar.h"

#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/mutedlabel.h"

#include <QAction>
#include <QEvent>
#include <QLabel>
#include <QToolButton>

#include <algorithm>

namespace slipway::ui {

namespace {

/// A coloured dot before a text.
QString dotted(Tone tone, const QString &text, const QPalette &palette)
{
    return QStringLiteral("<span style=\"color:%1\">●</span>&nbsp; %2")
        .arg(toneColor(tone, palette).name(), text.toHtmlEscaped());
}

QLabel *cell()
{
    auto *label = new QLabel;
    label->setTextFormat(Qt::RichText);
    label->setContentsMargins(8, 0, 8, 0);
    return label;
}

} // namespace

EngineBar::EngineBar(const PanelContext &context, QAction *pause, QWidget *parent)
    : QStatusBar(parent)
    , m_context(context)
    , m_engine(cell())
    , m_redis(cell())
    , m_agents(cell())
    , m_spend(cell())
    , m_gates(new QToolButton)
    , m_update(200, [this] { refresh(); }, this)
{
    setSizeGripEnabled(false);
    m_gates->setAutoRaise(true);
    m_gates->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    m_gates->setIcon(themeIcon(QStringLiteral("dialog-messages"), Tone::Warning));
    connect(m_gates, &QToolButton::clicked, this,
            [this] { m_context.selection.showPanel(QStringLiteral("decisions")); });
    auto *pauseButton = new QToolButton;
    pauseButton->setDefaultAction(pause);
    pauseButton->setAutoRaise(true);
    pauseButton->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    for (auto *label : { m_engine, m_redis, m_agents, m_spend })
        addPermanentWidget(label);
    addPermanentWidget(m_gates);
    addPermanentWidget(pauseButton);

    const auto &store = context.store;
    connect(&store, &control::StateStore::snapshotReset, this, &EngineBar::refresh);
    for (const auto signal : { &control::StateStore::engineChanged, &control::StateStore::gatesChanged })
        connect(&store, signal, &m_update, &Coalescer::poke);
    connect(&store, &control::StateStore::workerChanged, &m_update, &Coalescer::poke);
    connect(&store, &control::StateStore::projectChanged, &m_update, &Coalescer::poke);
    connect(&store, &control::StateStore::connectedChanged, &m_update, &Coalescer::poke);
    refresh();
}

QString EngineBar::engineState() const
{
    const auto &engine = m_context.store.snapshot().engine;
    const bool none = engine.mode.isEmpty() || engine.mode == QLatin1String("none");
    if (none)
        return dotted(Tone::Neutral, tr("No engine"), palette());
    const QString where = engine.mode == QLatin1String("desktop")
        ? engineText(engine.mode)
        : tr("%1 on %2").arg(engineText(engine.mode), engine.host);
    return dotted(engine.paused ? Tone::Warning : Tone::Success, engine.paused ? tr("%1, paused").arg(where) : where,
                  palette());
}

QString EngineBar::spendText() const
{
    domain::Usage sum;
    for (const auto &project : m_context.store.snapshot().projects)
        sum += project.cost;
    const qint64 tokens = sum.inputTokens + sum.outputTokens;
    const QString money = tr("Spent %1").arg(moneyText(sum.usd));
    return tokens > 0 ? tr("%1 · %2 tokens").arg(money, tokensText(tokens)) : money;
}

bool EngineBar::event(QEvent *event)
{
    const bool handled = QStatusBar::event(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::Show)
        m_update.poke(); // colours stand in the texts
    return handled;
}

void EngineBar::refresh()
{
    const auto &snapshot = m_context.store.snapshot();
    m_engine->setText(engineState());
    const bool connected = snapshot.redisConnected || m_context.store.isConnected();
    m_redis->setText(dotted(connected ? Tone::Success : Tone::Danger,
                            !connected                  ? tr("Redis not reached")
                                : snapshot.redisManaged ? tr("Redis (own)")
                                                        : tr("Redis"),
                            palette()));
    m_redis->setToolTip(snapshot.redisUrl);
    const auto busy = std::ranges::count(snapshot.workers, QLatin1String("busy"), &domain::WorkerView::state);
    m_agents->setText(tr("%n agent(s) at work", nullptr, int(busy)));
    m_spend->setText(spendText());
    const auto gates = int(snapshot.gates.size());
    m_gates->setVisible(gates > 0);
    m_gates->setText(tr("%n decision(s)", nullptr, gates));
    m_gates->setToolTip(tr("Something waits for you"));
}

} // namespace slipway::ui
