// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/tasks/taskdetails.h"

#include "ui/models/tasktablemodel.h"
#include "ui/panels/tasks/taskactions.h"
#include "ui/presentation/texts.h"
#include "ui/style/themeicon.h"
#include "ui/widgets/mutedlabel.h"
#include "ui/widgets/pill.h"

#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QMenu>
#include <QScrollArea>
#include <QToolButton>
#include <QVBoxLayout>

namespace slipway::ui {

namespace {

QLabel *valueLabel()
{
    auto *label = new QLabel;
    label->setWordWrap(true);
    label->setTextFormat(Qt::PlainText);
    label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    return label;
}

} // namespace

TaskDetails::TaskDetails(const PanelContext &context, TaskActions &actions, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_actions(actions)
    , m_body(new QWidget)
    , m_nothing(new MutedLabel(tr("Choose a task to see its dependencies, its worker and what it did.")))
    , m_title(valueLabel())
    , m_phase(new Pill)
    , m_type(new Pill)
    , m_form(new QFormLayout)
{
    setMinimumWidth(230);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    m_nothing->setAlignment(Qt::AlignCenter);
    m_nothing->setWordWrap(true);
    m_nothing->setMargin(24);
    auto *scroll = new QScrollArea;
    scroll->setWidgetResizable(true);
    scroll->setFrameShape(QFrame::NoFrame);
    scroll->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    scroll->setWidget(m_body);
    outer->addWidget(m_nothing, 1);
    outer->addWidget(scroll, 1);
    scroll->hide();

    auto *layout = new QVBoxLayout(m_body);
    layout->setContentsMargins(14, 12, 14, 12);
    layout->setSpacing(10);
    QFont bold = m_title->font();
    bold.setWeight(QFont::DemiBold);
    m_title->setFont(bold);
    layout->addWidget(m_title);
    auto *pills = new QHBoxLayout;
    pills->setSpacing(6);
    pills->addWidget(m_phase);
    pills->addWidget(m_type);
    pills->addStretch();
    layout->addLayout(pills);
    buildButtons(layout);
    m_form->setHorizontalSpacing(14);
    m_form->setVerticalSpacing(6);
    m_form->setRowWrapPolicy(QFormLayout::DontWrapRows);
    m_form->setLabelAlignment(Qt::AlignLeft | Qt::AlignTop);
    addRow(tr("Problem"), m_failure);
    addRow(tr("Needs"), m_needs);
    addRow(tr("Priority"), m_priority);
    addRow(tr("Worker"), m_worker);
    addRow(tr("Attempts"), m_attempts);
    addRow(tr("Pull request"), m_pull);
    addRow(tr("Branch"), m_branch);
    addRow(tr("Labels"), m_labels);
    addRow(tr("Cost"), m_cost);
    addRow(tr("Changed"), m_changed);
    layout->addLayout(m_form);
    layout->addStretch();
    m_body->setAutoFillBackground(true);
    m_body->setBackgroundRole(QPalette::Base);
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
}

void TaskDetails::addRow(const QString &name, QLabel *&value)
{
    value = valueLabel();
    m_form->addRow(new MutedLabel(name), value);
}

void TaskDetails::buildButtons(QVBoxLayout *layout)
{
    auto *row = new QHBoxLayout;
    row->setSpacing(6);
    const auto make = [](const QString &text) {
        auto *button = new QToolButton;
        button->setText(text);
        button->setFocusPolicy(Qt::TabFocus);
        return button;
    };
    m_diff = make(tr("Diff"));
    m_transcript = make(tr("Transcript"));
    m_retry = make(tr("Retry"));
    m_more = make(tr("More"));
    m_more->setToolButtonStyle(Qt::ToolButtonIconOnly); // room for the longer words of other languages
    m_more->setIcon(themeIcon(QStringLiteral("overflow-menu")));
    m_more->setToolTip(m_more->text());
    m_more->setAccessibleName(m_more->text());
    m_more->setPopupMode(QToolButton::InstantPopup);
    auto *menu = new QMenu(m_more);
    m_more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] {
        menu->clear();
        const auto task = m_context.store.snapshot().tasks.constFind(m_key);
        if (task != m_context.store.snapshot().tasks.constEnd())
            m_actions.fill(menu, { *task });
    });
    connect(m_diff, &QToolButton::clicked, this, [this] { m_context.selection.showDiff(m_key); });
    connect(m_transcript, &QToolButton::clicked, this, [this] { m_context.selection.showTranscript(m_key); });
    connect(m_retry, &QToolButton::clicked, this, [this] {
        const auto task = m_context.store.snapshot().tasks.constFind(m_key);
        if (task != m_context.store.snapshot().tasks.constEnd())
            m_actions.retry({ *task });
    });
    for (auto *button : { m_retry, m_diff, m_transcript, m_more })
        row->addWidget(button);
    row->addStretch();
    layout->addLayout(row);
}

void TaskDetails::setTask(const QString &key)
{
    m_key = key;
    refresh();
}

void TaskDetails::refresh()
{
    const auto task = m_context.store.snapshot().tasks.constFind(m_key);
    const bool found = task != m_context.store.snapshot().tasks.constEnd();
    m_nothing->setVisible(!found);
    m_body->parentWidget()->parentWidget()->setVisible(found);
    if (found)
        show(*task);
}

QString TaskDetails::dependenciesText(const domain::Task &task) const
{
    QStringList lines;
    for (const int number : task.dependsOn) {
        const domain::TaskKey key { task.key.project, number };
        const auto other = m_context.store.snapshot().tasks.constFind(key.toString());
        if (other == m_context.store.snapshot().tasks.constEnd())
            lines.append(QStringLiteral("#%1").arg(number));
        else
            lines.append(
                QStringLiteral("#%1 %2 – %3").arg(QString::number(number), other->title, labelOf(*other).text));
    }
    return lines.join(QLatin1Char('\n'));
}

void TaskDetails::show(const domain::Task &task)
{
    m_title->setText(QStringLiteral("#%1  %2").arg(QString::number(task.key.number), task.title));
    m_phase->setLabel(labelOf(task));
    m_type->setLabel({ typeText(task.type), Tone::Neutral });
    const auto set = [&](QLabel *label, const QString &text) {
        label->setText(text);
        m_form->setRowVisible(label, !text.isEmpty());
    };
    QString failure = task.failureDetail;
    if (failure.isEmpty() && task.failureClass != domain::FailureClass::None)
        failure = domain::toString(task.failureClass);
    set(m_failure, failure);
    set(m_priority, tr("%1 of 0 (first) to 9").arg(task.priority));
    set(m_needs, dependenciesText(task));
    set(m_worker, leaseText(task, {}));
    set(m_attempts, task.attempts > 0 ? tr("%1 of %2").arg(task.attempts).arg(task.maxAttempts) : QString());
    set(m_pull, task.pr > 0 ? QStringLiteral("#%1").arg(task.pr) : QString());
    set(m_branch, task.branch);
    set(m_labels, task.labels.join(QStringLiteral(", ")));
    set(m_cost, task.costUsd > 0 ? moneyText(task.costUsd) : QString());
    set(m_changed, ageText(task.updatedAt));
    m_retry->setVisible(TaskActions::canRetry(task));
}

} // namespace slipway::ui
