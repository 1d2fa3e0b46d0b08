// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/newproject/ideapage.h"

#include "core/base/files.h"
#include "ui/dialogs/newproject/agentchooser.h"
#include "ui/widgets/mutedlabel.h"

#include <QCheckBox>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QVBoxLayout>

#include <algorithm>

namespace slipway::ui {

namespace {

constexpr qsizetype maximumIdea = 20'000;

QLabel *caption(const QString &text, QWidget *buddy)
{
    auto *label = new QLabel(text);
    QFont bold = label->font();
    bold.setWeight(QFont::DemiBold);
    label->setFont(bold);
    label->setBuddy(buddy);
    return label;
}

} // namespace

IdeaPage::IdeaPage(const PanelContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_idea(new QPlainTextEdit)
    , m_recorded(new MutedLabel)
    , m_name(new QLineEdit)
    , m_agents(new AgentChooser)
    , m_goOn(new QCheckBox(tr("Then build, review and deploy it without being asked again")))
    , m_skipGate(new QCheckBox(tr("Create the issues without showing me the plan first")))
{
    m_idea->setPlaceholderText(tr("One line is enough: Build a URL shortener"));
    m_idea->setAccessibleName(tr("Idea"));
    m_idea->setTabChangesFocus(true);
    m_idea->setFixedHeight(m_idea->fontMetrics().height() * 4 + 18);
    m_recorded->setWordWrap(true);
    m_recorded->setTextInteractionFlags(Qt::LinksAccessibleByMouse | Qt::LinksAccessibleByKeyboard);
    m_recorded->hide();
    m_name->setPlaceholderText(tr("made from the idea"));
    m_name->setMaxLength(40);
    m_name->setMaximumWidth(320);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(6);
    layout->addWidget(caption(tr("&What should be built?"), m_idea));
    layout->addWidget(m_idea);
    layout->addWidget(m_recorded);
    layout->addSpacing(8);
    layout->addWidget(caption(tr("&Name"), m_name));
    layout->addWidget(m_name);
    layout->addSpacing(8);
    layout->addWidget(caption(tr("Who does the work?"), m_agents));
    layout->addWidget(m_agents);
    layout->addSpacing(8);
    m_goOn->setChecked(true);
    layout->addWidget(m_goOn);
    layout->addWidget(m_skipGate);
    layout->addStretch();
    connect(m_idea, &QPlainTextEdit::textChanged, this, &IdeaPage::changed);
    connect(m_name, &QLineEdit::textChanged, this, &IdeaPage::changed);
    connect(m_recorded, &QLabel::linkActivated, this, [this](const QString &idea) { setIdea(idea); });
}

void IdeaPage::setIdea(const QString &idea)
{
    m_idea->setPlainText(idea);
    m_idea->moveCursor(QTextCursor::End);
}

QString IdeaPage::idea() const
{
    return m_idea->toPlainText().trimmed();
}

QJsonObject IdeaPage::arguments() const
{
    QJsonObject arguments { { QStringLiteral("idea"), idea() }, { QStringLiteral("yes"), m_skipGate->isChecked() } };
    if (const QString name = m_name->text().trimmed(); !name.isEmpty())
        arguments.insert(QStringLiteral("name"), name);
    if (const QString agent = m_agents->agent(); !agent.isEmpty())
        arguments.insert(QStringLiteral("agent"), agent);
    return arguments;
}

bool IdeaPage::goesOn() const
{
    return m_goOn->isChecked();
}

QString IdeaPage::problem() const
{
    if (idea().isEmpty())
        return tr("Say in one line what should be built.");
    if (idea().size() > maximumIdea)
        return tr("The idea is too long: %1 characters of at most %2.").arg(idea().size()).arg(maximumIdea);
    const QString name = m_name->text().trimmed();
    if (!name.isEmpty() && name != base::slugOf(name))
        return tr("A name has lower-case letters, digits and single dashes: %1").arg(base::slugOf(name));
    const auto &projects = m_context.store.snapshot().projects;
    if (!name.isEmpty() && std::ranges::find(projects, name, &domain::ProjectView::name) != projects.end())
        return tr("There is a project of that name already.");
    return {};
}

void IdeaPage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    load();
}

void IdeaPage::load()
{
    if (std::exchange(m_asked, true))
        return;
    m_context.link.query(QStringLiteral("agents"), {}, this, [this](const Result<QJsonObject> &result) {
        if (result)
            m_agents->setAgents(result->value(QLatin1String("agents")).toArray());
    });
    m_context.link.query(QStringLiteral("recipes"), {}, this, [this](const Result<QJsonObject> &result) {
        if (!result)
            return;
        QStringList ideas;
        const auto values = result->value(QLatin1String("ideas")).toArray();
        for (const auto &value : values)
            ideas.append(value.isObject() ? value.toObject().value(QLatin1String("idea")).toString()
                                          : value.toString());
        ideas.removeAll(QString());
        setIdeas(ideas);
    });
}

void IdeaPage::setIdeas(const QStringList &ideas)
{
    QStringList links;
    for (const QString &idea : ideas.first(std::min<qsizetype>(ideas.size(), 3)))
        links.append(QStringLiteral("<a href=\"%1\" style=\"color:%2\">%1</a>")
                         .arg(idea.toHtmlEscaped(), palette().color(QPalette::Link).name()));
    m_recorded->setText(tr("Works offline, as a recording: %1").arg(links.join(QStringLiteral(", "))));
    m_recorded->setVisible(!links.isEmpty());
}

} // namespace slipway::ui
