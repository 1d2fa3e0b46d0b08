// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/dialogs/question.h"

#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QMessageBox>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace slipway::ui {

void ask(QWidget *window, const Question &question, QObject *context, std::function<void()> yes)
{
    auto *box = new QMessageBox(question.dangerous ? QMessageBox::Warning : QMessageBox::Question, question.title,
                                question.title, QMessageBox::Cancel, window);
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setInformativeText(question.text);
    auto *accept
        = box->addButton(question.yes, question.dangerous ? QMessageBox::DestructiveRole : QMessageBox::AcceptRole);
    if (question.dangerous)
        box->setDefaultButton(QMessageBox::Cancel);
    else
        box->setDefaultButton(accept);
    QObject::connect(accept, &QPushButton::clicked, context, [yes = std::move(yes)] { yes(); });
    box->open();
}

void askText(QWidget *window, const QString &title, const QString &label, const QString &yes, QObject *context,
             std::function<void(const QString &)> done)
{
    auto *dialog = new QDialog(window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    dialog->setWindowTitle(title);
    dialog->resize(460, 220);
    auto *layout = new QVBoxLayout(dialog);
    auto *text = new QPlainTextEdit;
    text->setAccessibleName(label);
    text->setTabChangesFocus(true);
    auto *caption = new QLabel(label);
    caption->setWordWrap(true);
    caption->setBuddy(text);
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    auto *accept = buttons->addButton(yes, QDialogButtonBox::AcceptRole);
    accept->setEnabled(false);
    layout->addWidget(caption);
    layout->addWidget(text, 1);
    layout->addWidget(buttons);
    QObject::connect(text, &QPlainTextEdit::textChanged, accept,
                     [text, accept] { accept->setEnabled(!text->toPlainText().trimmed().isEmpty()); });
    QObject::connect(buttons, &QDialogButtonBox::accepted, dialog, &QDialog::accept);
    QObject::connect(buttons, &QDialogButtonBox::rejected, dialog, &QDialog::reject);
    QObject::connect(dialog, &QDialog::accepted, context,
                     [text, done = std::move(done)] { done(text->toPlainText().trimmed()); });
    dialog->open();
}

} // namespace slipway::ui
