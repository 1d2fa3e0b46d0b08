// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/newproject/agentchooser.h"

#include "ui/presentation/texts.h"
#include "ui/widgets/mutedlabel.h"
#include "ui/widgets/pill.h"

#include <QButtonGroup>
#include <QJsonObject>
#include <QRadioButton>
#include <QVBoxLayout>

namespace slipway::ui {

AgentChooser::AgentChooser(QWidget *parent)
    : QWidget(parent)
    , m_group(new QButtonGroup(this))
    , m_list(new QVBoxLayout(this))
{
    m_list->setContentsMargins(0, 0, 0, 0);
    m_list->setSpacing(7);
    setAgents({});
}

void AgentChooser::add(const QString &name, const QString &title, const QString &note, const Label &label, bool usable)
{
    auto *line = new QWidget;
    auto *row = new QHBoxLayout(line);
    row->setContentsMargins(0, 0, 0, 0);
    auto *button = new QRadioButton(title);
    button->setProperty("agent", name);
    button->setEnabled(usable);
    button->setMinimumWidth(button->fontMetrics().averageCharWidth() * 20); // hints stand in a column
    m_group->addButton(button);
    auto *hint = new ElidedLabel(note);
    hint->setMuted(true);
    hint->setToolTip(note);
    auto *state = new Pill;
    state->setLabel(label);
    row->addWidget(button);
    row->addSpacing(6);
    row->addWidget(hint, 1);
    row->addWidget(state);
    m_list->addWidget(line);
}

void AgentChooser::setAgents(const QJsonArray &agents)
{
    const QString before = agent();
    while (auto *item = m_list->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    add({}, tr("Automatic"), tr("the first that is installed and signed in, else a recording"), {}, true);
    for (const auto &value : agents) {
        const auto entry = value.toObject();
        const auto flag = [&](const char *key) { return entry.value(QLatin1String(key)).toBool(); };
        const auto text = [&](const char *key) { return entry.value(QLatin1String(key)).toString(); };
        const bool recording = flag("recording");
        const bool installed = flag("installed");
        const bool signedIn = flag("signed_in");
        const Label label = recording ? Label { tr("Recording"), Tone::Violet }
            : !installed              ? Label { tr("Not installed"), Tone::Neutral }
            : !signedIn               ? Label { tr("Not signed in"), Tone::Warning }
            : flag("metered")         ? Label { tr("Ready, metered"), Tone::Accent }
                                      : Label { tr("Ready"), Tone::Success };
        QStringList notes { text("version"), text("hint") };
        notes.removeAll(QString());
        add(text("name"), text("title"), notes.join(QStringLiteral(" · ")), label,
            recording || (installed && signedIn));
    }
    const auto buttons = m_group->buttons();
    for (auto *button : buttons) {
        if (button->property("agent").toString() == before)
            button->setChecked(true);
    }
}

QString AgentChooser::agent() const
{
    const auto *button = m_group->checkedButton();
    return button ? button->property("agent").toString() : QString();
}

} // namespace slipway::ui
