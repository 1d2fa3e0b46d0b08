// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/support/testmain.h"
#include "tests/ui/support/sample.h"
#include "ui/dialogs/gatedialog.h"
#include "ui/dialogs/newproject/newprojectdialog.h"
#include "ui/dialogs/newproject/planningpage.h"
#include "ui/editor/planeditor.h"
#include "ui/models/planmodel.h"
#include "ui/widgets/markdownview.h"

#include <QLabel>
#include <QLineEdit>
#include <QPointer>
#include <QPushButton>
#include <QRadioButton>
#include <QSignalSpy>
#include <QTreeView>

using namespace slipway;

namespace {

struct Room {
    control::StateStore store;
    test::FakeLink link;
    ui::CommandRunner commands { link };
    ui::Selection selection;
    ui::PanelContext context { store, link, commands, selection };

    explicit Room(const domain::Snapshot &snapshot)
    {
        store.reset(snapshot);
        test::sample::fill(link);
    }
    [[nodiscard]] QJsonObject lastCommand(const QString &verb) const
    {
        QJsonObject found { { QStringLiteral("none"), true } };
        for (const auto &call : link.commands()) {
            if (call.name == verb)
                found = call.arguments;
        }
        return found;
    }
};

QPushButton *button(QWidget &dialog, const QString &text)
{
    const auto buttons = dialog.findChildren<QPushButton *>();
    for (auto *candidate : buttons) {
        if (candidate->text() == text)
            return candidate;
    }
    return nullptr;
}

/// The project that `new` makes, as its events tell it.
void announce(control::StateStore &store, const QString &stage, const QString &state)
{
    domain::ProjectView project;
    project.name = QStringLiteral("note-wall");
    project.idea = QStringLiteral("A wall for notes");
    project.stage = stage;
    project.state = state;
    store.apply({ {}, QStringLiteral("project"), domain::toJson(project) });
}

void openGate(control::StateStore &store)
{
    const domain::GateView gate { QStringLiteral("g9"),
                                  QStringLiteral("note-wall"),
                                  QStringLiteral("plan"),
                                  QStringLiteral("Approve"),
                                  {},
                                  {},
                                  QDateTime::currentDateTimeUtc() };
    store.apply({ {}, QStringLiteral("gate"), domain::toJson(gate) });
}

} // namespace

class TstDialogs final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anIdeaIsNeeded()
    {
        Room room(test::sample::journey());
        ui::NewProjectDialog dialog(room.context);
        dialog.show();
        auto *create = button(dialog, QStringLiteral("Write the requirements"));
        QVERIFY(create && !create->isEnabled());
        dialog.setIdea(QStringLiteral("A wall for notes"));
        QVERIFY(create->isEnabled());
        dialog.setIdea(QString(100 * 1024, QLatin1Char('x')));
        QVERIFY(!create->isEnabled());
    }

    void aBadNameIsRefused_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<bool>("accepted");
        QTest::newRow("path") << QStringLiteral("../etc") << false;
        QTest::newRow("taken") << QStringLiteral("note-board") << false;
        QTest::newRow("capitals") << QStringLiteral("Notes") << false;
        QTest::newRow("fine") << QStringLiteral("note-wall") << true;
    }
    void aBadNameIsRefused()
    {
        QFETCH(const QString, name);
        QFETCH(const bool, accepted);
        Room room(test::sample::journey());
        ui::NewProjectDialog dialog(room.context);
        dialog.setIdea(QStringLiteral("A wall for notes"));
        dialog.findChild<QLineEdit *>()->setText(name);
        QCOMPARE(button(dialog, QStringLiteral("Write the requirements"))->isEnabled(), accepted);
    }

    void agentsThatCannotWorkCannotBeChosen()
    {
        Room room(test::sample::journey());
        ui::NewProjectDialog dialog(room.context);
        dialog.setIdea(QStringLiteral("A wall for notes"));
        dialog.show();
        QTRY_COMPARE(dialog.findChildren<QRadioButton *>().size(), 6);
        const auto buttons = dialog.findChildren<QRadioButton *>();
        for (auto *agent : buttons) {
            const QString title = agent->text();
            const bool usable = title == QLatin1String("Automatic") || title == QLatin1String("Claude Code")
                || title == QLatin1String("Replay");
            QCOMPARE(agent->isEnabled(), usable);
            if (title == QLatin1String("Claude Code"))
                agent->click();
        }
        dialog.proceed();
        QCOMPARE(room.lastCommand(QStringLiteral("new")).value(QLatin1String("agent")).toString(),
                 QStringLiteral("claude"));
    }

    void fromTheIdeaToTheApprovedPlan()
    {
        Room room(test::sample::journey());
        QPointer<ui::NewProjectDialog> dialog = new ui::NewProjectDialog(room.context);
        dialog->setAttribute(Qt::WA_DeleteOnClose);
        dialog->setIdea(QStringLiteral("A wall for notes"));
        dialog->show();
        dialog->proceed();
        QCOMPARE(room.lastCommand(QStringLiteral("new")).value(QLatin1String("idea")).toString(),
                 QStringLiteral("A wall for notes"));
        QTest::qWait(20);
        announce(room.store, QStringLiteral("prd"),
                 QStringLiteral("planning")); // the answer named no project: found by its idea
        QTRY_COMPARE(room.selection.project(), QStringLiteral("note-wall"));
        QTRY_VERIFY(dialog->findChild<ui::MarkdownView *>()->toPlainText().contains(QStringLiteral("Note board")));
        QVERIFY(!button(*dialog, QStringLiteral("Approve the plan")));
        openGate(room.store);
        QTRY_VERIFY(button(*dialog, QStringLiteral("Approve the plan")));
        QTRY_VERIFY(button(*dialog, QStringLiteral("Approve the plan"))->isEnabled());
        auto *table = dialog->findChild<ui::PlanEditor *>()->findChild<QTreeView *>();
        QVERIFY(table->model()->setData(table->model()->index(0, ui::PlanModel::Priority), 3, Qt::EditRole));
        dialog->proceed();
        QTRY_VERIFY(!dialog); // approved, closed
        const auto sent = domain::planFromJson(
            room.lastCommand(QStringLiteral("plan.edit")).value(QLatin1String("plan")).toObject());
        QVERIFY(sent);
        QCOMPARE(sent->issues.constFirst().priority, 3);
        QCOMPARE(room.lastCommand(QStringLiteral("approve")).value(QLatin1String("id")).toString(),
                 QStringLiteral("g9"));
    }

    void aRefusedIdeaKeepsWhatWasTyped()
    {
        Room room(test::sample::journey());
        room.link.onCommand(QStringLiteral("new"), [](const QJsonObject &) -> Result<QJsonObject> {
            return fail(ErrorCode::Invalid, QStringLiteral("There is no recording of this idea"),
                        QStringLiteral("Choose another agent"));
        });
        ui::NewProjectDialog dialog(room.context);
        dialog.setIdea(QStringLiteral("A wall for notes"));
        dialog.show();
        dialog.proceed();
        const auto shown = [&] {
            const auto labels = dialog.findChildren<QLabel *>();
            return std::ranges::any_of(labels, [](const auto *label) {
                return label->text().contains(QStringLiteral("Choose another agent"));
            });
        };
        QTRY_VERIFY(shown());
        QVERIFY(button(dialog, QStringLiteral("Write the requirements"))->isEnabled());
    }

    void anUnchangedPlanIsApprovedWithoutAnEdit()
    {
        Room room(test::sample::journey());
        ui::GateDialog dialog(room.context, room.store.snapshot().gates.constFirst());
        dialog.show();
        auto *approve = button(dialog, QStringLiteral("Approve"));
        QVERIFY(!approve->isEnabled()); // the plan is not there yet
        QTRY_VERIFY(approve->isEnabled());
        approve->click();
        QTRY_COMPARE(dialog.result(), int(QDialog::Accepted));
        QVERIFY(room.lastCommand(QStringLiteral("plan.edit")).contains(QLatin1String("none")));
        QCOMPARE(room.lastCommand(QStringLiteral("approve")).value(QLatin1String("id")).toString(),
                 QStringLiteral("g4"));
    }

    void rejectingNeedsAReason()
    {
        Room room(test::sample::journey());
        ui::GateDialog dialog(room.context, room.store.snapshot().gates.constLast());
        dialog.show();
        auto *reject = button(dialog, QStringLiteral("Reject"));
        QVERIFY(!reject->isEnabled());
        dialog.findChild<QLineEdit *>()->setText(QStringLiteral("  not now "));
        QVERIFY(reject->isEnabled());
        reject->click();
        QTRY_COMPARE(dialog.result(), int(QDialog::Accepted));
        QCOMPARE(room.lastCommand(QStringLiteral("reject")).value(QLatin1String("why")).toString(),
                 QStringLiteral("not now"));
    }

    void aDecisionMadeElsewhereClosesTheDialog()
    {
        Room room(test::sample::journey());
        ui::GateDialog dialog(room.context, room.store.snapshot().gates.constLast());
        dialog.show();
        room.store.apply({ {}, QStringLiteral("gate_closed"), { { QStringLiteral("id"), QStringLiteral("g7") } } });
        QVERIFY(!dialog.isVisible());
    }

    void aPlanThatBreaksARuleCannotBeApproved()
    {
        Room room(test::sample::journey());
        ui::GateDialog dialog(room.context, room.store.snapshot().gates.constFirst());
        dialog.show();
        auto *approve = button(dialog, QStringLiteral("Approve"));
        QTRY_VERIFY(approve->isEnabled());
        auto *remove = button(dialog, QStringLiteral("Remove issue"));
        for (int i = 0; i < 8; ++i) // 21 → 13, fewer than 15
            remove->click();
        QVERIFY(!approve->isEnabled());
    }

    void markdownOfAnAgentLoadsNothing()
    {
        ui::MarkdownView view;
        view.setText(QStringLiteral("# Title\n\n<script>x</script>\n\n![p](http://127.0.0.1:9/p.png)\n"));
        QVERIFY(view.toPlainText().contains(QStringLiteral("Title")));
        QVERIFY(!view.loadResource(QTextDocument::ImageResource, QUrl(QStringLiteral("http://127.0.0.1:9/p.png")))
                     .isValid());
        QVERIFY(view.toPlainText().contains(QStringLiteral("<script>"))); // shown as text, not swallowed as markup
    }
};

SLIPWAY_TEST(TstDialogs)
#include "tst_dialogs.moc"
