// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/console/consolepanel.h"

#include "core/chat/commandgrammar.h"
#include "ui/panels/console/consoleanswers.h"

#include <QKeyEvent>
#include <QLineEdit>
#include <QScrollBar>
#include <QTextEdit>
#include <QVBoxLayout>

namespace slipway::ui {

ConsolePanel::ConsolePanel(const PanelContext &context, QWidget *parent)
    : Panel(QStringLiteral("console"), tr("Commands"), QStringLiteral("dialog-scripts"), parent)
    , m_context(context)
    , m_view(new QTextEdit)
    , m_input(new QLineEdit)
{
    m_view->setReadOnly(true);
    m_view->setFrameShape(QFrame::NoFrame);
    m_view->document()->setMaximumBlockCount(2000);
    m_view->document()->setDocumentMargin(12);
    m_view->setAccessibleName(tr("Answers"));
    m_input->setPlaceholderText(tr("Say what to do: deploy, task retry 14, approve g4 … or help"));
    m_input->setAccessibleName(tr("Command"));
    m_input->installEventFilter(this);
    auto *content = new QWidget;
    auto *layout = new QVBoxLayout(content);
    layout->setContentsMargins(0, 0, 0, 8);
    layout->setSpacing(8);
    layout->addWidget(m_view, 1);
    auto *row = new QHBoxLayout;
    row->setContentsMargins(10, 0, 10, 0);
    row->addWidget(m_input);
    layout->addLayout(row);
    setPages(content, nullptr);
    connect(m_input, &QLineEdit::returnPressed, this, [this] {
        const QString line = m_input->text().trimmed();
        m_input->clear();
        if (!line.isEmpty())
            enter(line);
    });
    connect(&context.store, &control::StateStore::noticed, this,
            [this](const QString &kind, const QString &project, const QString &title, const QString &text) {
                const Tone tone = kind.contains(QLatin1String("fail")) ? Tone::Danger
                    : kind == QLatin1String("gate")                    ? Tone::Warning
                                                                       : Tone::Success;
                QStringList parts { project, title, text };
                parts.removeAll(QString());
                say(parts.join(QStringLiteral(" · ")), tone);
            });
}

QString ConsolePanel::text() const
{
    return m_view->toPlainText();
}

void ConsolePanel::enter(const QString &line)
{
    m_history.removeAll(line);
    m_history.append(line);
    m_place = m_history.size();
    say(QStringLiteral("› ") + line, Tone::Accent);
    const auto parsed = chat::parseLine(line, m_context.selection.project());
    if (!parsed) {
        say(parsed.error().message
                + (parsed.error().hint.isEmpty() ? QString() : QStringLiteral(". ") + parsed.error().hint),
            Tone::Danger);
        return;
    }
    if (!parsed->question.isEmpty()) {
        const auto lines = answerQuestion(*parsed, m_context.store.snapshot(), m_context.selection.project());
        say(lines.join(QLatin1Char('\n')), Tone::Neutral);
        return;
    }
    m_context.link.command(
        parsed->verb, parsed->arguments, this, [this, verb = parsed->verb](const Result<QJsonObject> &result) {
            if (result)
                say(describeAnswer(verb, *result), Tone::Success);
            else
                say(result.error().message
                        + (result.error().hint.isEmpty() ? QString() : QStringLiteral(". ") + result.error().hint),
                    Tone::Danger);
        });
}

void ConsolePanel::say(const QString &text, Tone tone)
{
    QTextCursor cursor(m_view->document());
    cursor.movePosition(QTextCursor::End);
    QTextCharFormat format;
    format.setForeground(tone == Tone::Neutral ? palette().color(QPalette::Text) : toneColor(tone, palette()));
    QTextBlockFormat block;
    block.setTopMargin(tone == Tone::Accent ? 10 : 2);
    const auto lines = text.split(QLatin1Char('\n'));
    for (const QString &line : lines) {
        if (m_view->document()->isEmpty())
            cursor.setBlockFormat(block);
        else
            cursor.insertBlock(block);
        cursor.insertText(line, format);
        block.setTopMargin(0);
    }
    m_view->verticalScrollBar()->setValue(m_view->verticalScrollBar()->maximum());
}

void ConsolePanel::recall(int step)
{
    m_place = std::clamp<qsizetype>(m_place + step, 0, m_history.size());
    m_input->setText(m_history.value(m_place));
}

bool ConsolePanel::eventFilter(QObject *object, QEvent *event)
{
    if (object == m_input && event->type() == QEvent::KeyPress) {
        const int key = static_cast<QKeyEvent *>(event)->key();
        if (key == Qt::Key_Up || key == Qt::Key_Down) {
            recall(key == Qt::Key_Up ? -1 : 1);
            return true;
        }
    }
    return Panel::eventFilter(object, event);
}

} // namespace slipway::ui
