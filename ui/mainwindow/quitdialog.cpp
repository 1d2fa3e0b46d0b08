// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow/quitdialog.h"

#include "ui/widgets/mutedlabel.h"

#include <QDialogButtonBox>
#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

QuitDialog::QuitDialog(const domain::Snapshot &snapshot, QWidget *parent)
    : QDialog(parent)
{
    setWindowTitle(tr("Quit Slipway"));
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(20, 18, 20, 16);
    layout->setSpacing(10);
    auto *question = new QLabel(tr("The engine runs in this window. What shall happen to it?"));
    QFont bold = question->font();
    bold.setWeight(QFont::DemiBold);
    bold.setPointSizeF(bold.pointSizeF() * 1.1);
    question->setFont(bold);
    layout->addWidget(question);
    const auto addList = [&](const QString &caption, const QStringList &lines) {
        auto *head = new MutedLabel(caption);
        layout->addWidget(head);
        QString items;
        for (const QString &line : lines)
            items += QStringLiteral("<li style=\"margin-bottom:3px\">%1</li>").arg(line.toHtmlEscaped());
        auto *list = new QLabel(QStringLiteral("<ul style=\"margin-left:-22px; margin-top:0px\">%1</ul>").arg(items));
        list->setWordWrap(true);
        layout->addWidget(list);
    };
    addList(tr("If you stop it"), whatStops(snapshot));
    addList(tr("In either case"), whatStays(snapshot));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto *stop = buttons->addButton(tr("Stop and quit"), QDialogButtonBox::DestructiveRole);
    auto *keep = buttons->addButton(tr("Keep running in the background"), QDialogButtonBox::AcceptRole);
    keep->setDefault(true);
    layout->addSpacing(4);
    layout->addWidget(buttons);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    connect(keep, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT keepRunningChosen();
    });
    connect(stop, &QPushButton::clicked, this, [this] {
        accept();
        Q_EMIT stopChosen();
    });
    setMinimumWidth(480);
}

QStringList QuitDialog::whatStops(const domain::Snapshot &snapshot)
{
    QStringList lines;
    const auto busy = int(std::ranges::count(snapshot.workers, QLatin1String("busy"), &domain::WorkerView::state));
    if (busy > 0)
        lines.append(
            tr("%n agent(s) at work stop; their changes are kept and their tasks go back to the queue", nullptr, busy));
    int open = 0;
    for (const auto &project : snapshot.projects)
        open += project.issues.total() - project.issues.closed;
    if (open > 0)
        lines.append(tr("%n open issue(s) wait until Slipway runs again", nullptr, open));
    lines.append(tr("CI is not watched and nothing is deployed until then"));
    return lines;
}

QStringList QuitDialog::whatStays(const domain::Snapshot &snapshot)
{
    QStringList lines;
    for (const auto &project : snapshot.projects) {
        if (project.deploy.state == domain::DeployState::Live)
            lines.append(tr("%1 stays live at %2").arg(project.name, project.deploy.url));
    }
    lines.append(tr("Nothing is lost: every step is on disk, and Slipway goes on from there"));
    return lines;
}

} // namespace slipway::ui
