// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/deployments/deploymentspanel.h"

#include "ui/dialogs/question.h"
#include "ui/models/deploymentmodel.h"
#include "ui/panels/deployments/deploymentdelegate.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/emptystate.h"
#include "ui/widgets/mutedlabel.h"
#include "ui/widgets/pill.h"

#include <QClipboard>
#include <QDesktopServices>
#include <QEvent>
#include <QGuiApplication>
#include <QHeaderView>
#include <QJsonArray>
#include <QLabel>
#include <QPushButton>
#include <QToolButton>
#include <QTreeView>
#include <QUrl>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

DeploymentsPanel::DeploymentsPanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("deployments"), tr("Deployments"), QStringLiteral("cloud-upload"), parent)
    , m_context(context)
    , m_model(new DeploymentModel(this))
    , m_view(new QTreeView)
    , m_state(new Pill)
    , m_url(new QLabel)
    , m_facts(new ElidedLabel)
    , m_problem(new QLabel)
    , m_copy(new QToolButton)
    , m_open(new QToolButton)
    , m_deploy(new QPushButton(themeIcon(QStringLiteral("cloud-upload")), tr("Deploy now")))
    , m_undeploy(new QPushButton(tr("Take down…")))
    , m_rollBack(new QPushButton(themeIcon(QStringLiteral("edit-undo")), tr("Roll back to this")))
    , m_empty(new EmptyState(
          iconName(), tr("Not deployed yet"),
          tr("The first deployment is made by the pipeline; the next ones when the queues are drained.")))
    , m_update(150, [this] { refresh(); }, this)
{
    addToolStretch();
    addTool(m_undeploy);
    addTool(m_deploy);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(14, 12, 14, 0);
    layout->setSpacing(8);
    layout->addWidget(buildCurrent());
    layout->addWidget(buildHistory(), 1);
    setPages(content, m_empty);
    connect(m_empty->addAction(tr("Deploy now")), &QPushButton::clicked, m_deploy, &QPushButton::click);

    connect(&context.selection, &Selection::projectChanged, this, &DeploymentsPanel::refresh);
    connect(&context.store, &control::StateStore::snapshotReset, this, &DeploymentsPanel::refresh);
    connect(&context.store, &control::StateStore::projectChanged, this, [this](const QString &name) {
        if (name == m_context.selection.project())
            m_update.poke();
    });
    refresh();
}

QWidget *DeploymentsPanel::buildCurrent()
{
    auto *card = new QWidget;
    auto *layout = new QVBoxLayout(card);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    QFont large = m_url->font();
    large.setPointSizeF(large.pointSizeF() * 1.25);
    m_url->setFont(large);
    m_url->setTextInteractionFlags(Qt::TextBrowserInteraction);
    m_url->setOpenExternalLinks(true);
    m_copy->setIcon(themeIcon(QStringLiteral("edit-copy")));
    m_copy->setToolTip(tr("Copy the address"));
    m_open->setIcon(themeIcon(QStringLiteral("globe")));
    m_open->setToolTip(tr("Open in the browser"));
    for (auto *button : { m_copy, m_open }) {
        button->setAutoRaise(true);
        button->setAccessibleName(button->toolTip());
    }
    connect(m_copy, &QToolButton::clicked, this, [this] {
        if (const auto *now = project()) {
            QGuiApplication::clipboard()->setText(now->deploy.url);
            m_context.commands.say(tr("Address copied"));
        }
    });
    connect(m_open, &QToolButton::clicked, this, [this] {
        if (const auto *now = project())
            QDesktopServices::openUrl(QUrl(now->deploy.url));
    });
    connect(m_deploy, &QPushButton::clicked, this,
            [this] { command(QStringLiteral("deploy"), {}, tr("The deployment has started")); });
    connect(m_undeploy, &QPushButton::clicked, this, [this] {
        ask(this,
            { tr("Take the service down?"), tr("It stops answering at its address. Its data is kept."), tr("Take down"),
              true },
            this, [this] { command(QStringLiteral("undeploy"), {}, tr("The service is down")); });
    });
    auto *row = new QHBoxLayout;
    row->setSpacing(8);
    row->addWidget(m_state);
    row->addWidget(m_url);
    row->addWidget(m_open);
    row->addWidget(m_copy);
    row->addStretch();
    m_facts->setMuted(true);
    m_problem->setWordWrap(true);
    m_problem->setTextFormat(Qt::PlainText);
    layout->addLayout(row);
    layout->addWidget(m_facts);
    layout->addWidget(m_problem);
    return card;
}

QWidget *DeploymentsPanel::buildHistory()
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 4, 0, 0);
    layout->setSpacing(6);
    m_view->setModel(m_model);
    m_view->setItemDelegate(new DeploymentDelegate(m_view));
    m_view->setRootIsDecorated(false);
    m_view->setUniformRowHeights(true);
    m_view->setAccessibleName(tr("History of deployments"));
    const int widths[] = { 60, 110, 90, 90, 210, 80, 200 };
    for (int column = 0; column < DeploymentModel::ColumnCount; ++column)
        m_view->setColumnWidth(column, widths[column]);
    m_view->header()->setStretchLastSection(true);
    m_rollBack->setEnabled(false);
    connect(m_rollBack, &QPushButton::clicked, this, &DeploymentsPanel::rollBack);
    connect(m_view->selectionModel(), &QItemSelectionModel::currentChanged, this, [this](const QModelIndex &index) {
        const auto *chosen = m_model->at(index);
        const auto *now = project();
        m_rollBack->setEnabled(chosen && now && chosen->id != now->deploy.id
                               && chosen->state != domain::DeployState::Failed);
    });
    auto *row = new QHBoxLayout;
    auto *caption = new QLabel(tr("History"));
    QFont bold = caption->font();
    bold.setWeight(QFont::DemiBold);
    caption->setFont(bold);
    row->addWidget(caption);
    row->addStretch();
    row->addWidget(m_rollBack);
    layout->addLayout(row);
    layout->addWidget(m_view, 1);
    return box;
}

const domain::ProjectView *DeploymentsPanel::project() const
{
    const auto &projects = m_context.store.snapshot().projects;
    const auto it = std::ranges::find(projects, m_context.selection.project(), &domain::ProjectView::name);
    return it == projects.end() ? nullptr : &*it;
}

bool DeploymentsPanel::event(QEvent *event)
{
    const bool handled = Panel::event(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::Show)
        m_update.poke(); // the link's colour stands in its text
    return handled;
}

void DeploymentsPanel::refresh()
{
    const auto *now = project();
    const bool none = !now || now->deploy.state == domain::DeployState::None;
    showEmpty(none);
    m_deploy->setEnabled(now);
    m_undeploy->setVisible(!none);
    if (none) {
        m_known.clear();
        m_model->setDeployments({});
        return;
    }
    const auto &deploy = now->deploy;
    const bool live = deploy.state == domain::DeployState::Live;
    m_state->setLabel(labelOf(deploy.state));
    m_url->setText(QStringLiteral("<a href=\"%1\" style=\"color:%2\">%1</a>")
                       .arg(deploy.url.toHtmlEscaped(), palette().color(QPalette::Link).name()));
    m_url->setVisible(!deploy.url.isEmpty());
    m_copy->setVisible(!deploy.url.isEmpty());
    m_open->setVisible(live);
    m_undeploy->setVisible(live);
    const auto busy = deploy.state == domain::DeployState::Building || deploy.state == domain::DeployState::Starting;
    m_deploy->setEnabled(!busy);
    QStringList facts { deploy.id, tr("commit %1").arg(shortCommit(deploy.commit)), deploy.runtime,
                        deploy.port > 0 ? tr("port %1").arg(deploy.port) : QString(), ageText(deploy.createdAt) };
    facts.removeAll(QString());
    m_facts->setText(facts.join(QStringLiteral("  ·  ")));
    const QString told = deploy.error.isEmpty() && live ? deploy.reach : deploy.error;
    m_problem->setText(told);
    m_problem->setVisible(!told.isEmpty());
    load();
}

void DeploymentsPanel::load()
{
    const auto *now = project();
    const QString wanted
        = now->name + QLatin1Char('/') + now->deploy.id + QLatin1Char('/') + domain::toString(now->deploy.state);
    if (wanted == m_known)
        return;
    m_known = wanted;
    m_context.link.query(QStringLiteral("deployments"), { { QStringLiteral("project"), now->name } }, this,
                         [this, wanted](const Result<QJsonObject> &result) {
                             if (wanted != m_known)
                                 return;
                             if (!result) {
                                 m_known.clear(); // asked again at the next change
                                 return;
                             }
                             QList<domain::Deployment> list;
                             const auto entries = result->value(QLatin1String("deployments")).toArray();
                             for (const auto &entry : entries)
                                 list.append(domain::deploymentFromJson(entry.toObject()));
                             m_model->setDeployments(std::move(list));
                         });
}

void DeploymentsPanel::command(const QString &verb, QJsonObject more, const QString &done)
{
    more.insert(QStringLiteral("project"), m_context.selection.project());
    m_context.commands.run(verb, more, done);
}

void DeploymentsPanel::rollBack()
{
    const auto *chosen = m_model->at(m_view->currentIndex());
    if (!chosen)
        return;
    const QString id = chosen->id;
    ask(this,
        { tr("Roll back to %1?").arg(id),
          tr("The service is switched to commit %1 without downtime.").arg(shortCommit(chosen->commit)),
          tr("Roll back"), false },
        this, [this, id] {
            command(QStringLiteral("rollback"), { { QStringLiteral("to"), id } }, tr("Rolling back to %1").arg(id));
        });
}

} // namespace slipway::ui
