// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/welcome/welcomepage.h"

#include "ui/style/themeicon.h"
#include "ui/widgets/mutedlabel.h"

#include <QCommandLinkButton>
#include <QIcon>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPainter>
#include <QPushButton>
#include <QVBoxLayout>

namespace slipway::ui {

namespace {

/// One of the three steps that explain what will happen.
QWidget *step(const QString &icon, const QString &title, const QString &text)
{
    auto *box = new QWidget;
    auto *layout = new QVBoxLayout(box);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(4);
    auto *head = new QLabel(title);
    QFont bold = head->font();
    bold.setWeight(QFont::DemiBold);
    head->setFont(bold);
    auto *body = new MutedLabel(text);
    body->setWordWrap(true);
    body->setAlignment(Qt::AlignLeft | Qt::AlignTop);
    layout->addWidget(new IconLabel(themeIcon(icon, Tone::Accent), 22));
    layout->addWidget(head);
    layout->addWidget(body, 1);
    return box;
}

} // namespace

WelcomePage::WelcomePage(const PanelContext &context, QWidget *parent)
    : QWidget(parent)
    , m_context(context)
    , m_idea(new QLineEdit)
    , m_ideas(new QVBoxLayout)
{
    auto *outer = new QHBoxLayout(this);
    auto *column = new QWidget;
    column->setMaximumWidth(680);
    auto *layout = new QVBoxLayout(column);
    layout->setSpacing(10);
    outer->addStretch(1);
    outer->addWidget(column, 20);
    outer->addStretch(1);

    auto *logo = new IconLabel(QIcon(QStringLiteral(":/slipway/icons/slipway.svg")), 56);
    auto *title = new QLabel(tr("From one line to a live service"));
    QFont large = title->font();
    large.setPointSizeF(large.pointSizeF() * 2);
    large.setWeight(QFont::DemiBold);
    title->setFont(large);
    auto *text = new MutedLabel(
        tr("Say what should be built. Slipway writes the requirements, plans the issues, has agents build, "
           "test and review them, and deploys the result."));
    text->setWordWrap(true);
    layout->addStretch(2);
    layout->addWidget(logo);
    layout->addSpacing(4);
    layout->addWidget(title);
    layout->addWidget(text);
    layout->addSpacing(10);

    m_idea->setPlaceholderText(tr("Build a URL shortener"));
    m_idea->setAccessibleName(tr("Idea"));
    m_idea->setMinimumHeight(38);
    auto *start = new QPushButton(tr("Start…"));
    start->setDefault(true);
    start->setMinimumHeight(38);
    auto *row = new QHBoxLayout;
    row->addWidget(m_idea, 1);
    row->addWidget(start);
    layout->addLayout(row);
    layout->addLayout(m_ideas);
    const auto begin = [this] { m_context.selection.createProject(m_idea->text().trimmed()); };
    connect(start, &QPushButton::clicked, this, begin);
    connect(m_idea, &QLineEdit::returnPressed, this, begin);

    layout->addSpacing(18);
    auto *steps = new QHBoxLayout;
    steps->setSpacing(24);
    steps->addWidget(step(QStringLiteral("story-editor"), tr("You approve the plan"),
                          tr("A requirements document and 15 to 30 issues. Change them before anything is created.")),
                     1);
    steps->addWidget(step(QStringLiteral("system-users"), tr("Agents do the work"),
                          tr("Five pools write, test and review. Watch each line, stop or redirect any of them.")),
                     1);
    steps->addWidget(step(QStringLiteral("cloud-upload"), tr("You get a URL"),
                          tr("Every change reviewed and merged, CI green, the service live and checked.")),
                     1);
    layout->addLayout(steps);
    layout->addStretch(3);
    setIdeas({ tr("Build a URL shortener") });
}

void WelcomePage::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), palette().color(QPalette::Base));
}

void WelcomePage::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    loadRecipes();
    m_idea->setFocus();
}

void WelcomePage::loadRecipes()
{
    if (std::exchange(m_asked, true))
        return;
    m_context.link.query(QStringLiteral("recipes"), {}, this, [this](const Result<QJsonObject> &result) {
        if (!result) {
            m_asked = false; // no engine yet: asked again when the page is shown again
            return;
        }
        QStringList ideas;
        const auto values = result->value(QLatin1String("ideas")).toArray();
        for (const auto &value : values)
            ideas.append(value.isObject() ? value.toObject().value(QLatin1String("idea")).toString()
                                          : value.toString());
        ideas.removeAll(QString());
        if (!ideas.isEmpty())
            setIdeas(ideas.first(std::min<qsizetype>(ideas.size(), 3)));
    });
}

void WelcomePage::setIdeas(const QStringList &ideas)
{
    while (auto *item = m_ideas->takeAt(0)) {
        delete item->widget();
        delete item;
    }
    for (const QString &idea : ideas) {
        auto *button = new QCommandLinkButton(
            idea, tr("See it work in five minutes, offline and without an account: a recording of real agents."));
        button->setIcon(themeIcon(QStringLiteral("media-playback-start"), Tone::Violet));
        connect(button, &QCommandLinkButton::clicked, this, [this, idea] { m_context.selection.createProject(idea); });
        m_ideas->addWidget(button);
    }
}

} // namespace slipway::ui
