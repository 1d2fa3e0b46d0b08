<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
    <context>
        <name>slipway::ui::CiPanel</name>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n run</numerusform>
                <numerusform>%n runs</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n failed</numerusform>
                <numerusform>%n failed</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ConsoleAnswers</name>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… and %n more</numerusform>
                <numerusform>… and %n more</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::DiffPanel</name>
        <message numerus="yes">
            <source>%n file(s), +%1 −%2</source>
            <translation>
                <numerusform>%n file, +%1 −%2</numerusform>
                <numerusform>%n files, +%1 −%2</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::EngineBar</name>
        <message numerus="yes">
            <source>%n agent(s) at work</source>
            <translation>
                <numerusform>%n agent at work</numerusform>
                <numerusform>%n agents at work</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n decision(s)</source>
            <translation>
                <numerusform>%n decision</numerusform>
                <numerusform>%n decisions</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::OverviewPage</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n in review</source>
            <translation>
                <numerusform>%n in review</numerusform>
                <numerusform>%n in review</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to do</source>
            <translation>
                <numerusform>%n to do</numerusform>
                <numerusform>%n to do</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stuck</source>
            <translation>
                <numerusform>%n stuck</numerusform>
                <numerusform>%n stuck</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::PlanEditor</name>
        <message numerus="yes">
            <source>%n issue(s). Double-click a title, type or priority to change it.</source>
            <translation>
                <numerusform>%n issue. Double-click a title, type or priority to change it.</numerusform>
                <numerusform>%n issues. Double-click a title, type or priority to change it.</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ProjectDelegate</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::QueueStrip</name>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n running</numerusform>
                <numerusform>%n running</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n ready</source>
            <translation>
                <numerusform>%n ready</numerusform>
                <numerusform>%n ready</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stuck</source>
            <translation>
                <numerusform>%n stuck</numerusform>
                <numerusform>%n stuck</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n waiting</numerusform>
                <numerusform>%n waiting</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n done</numerusform>
                <numerusform>%n done</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::QuitDialog</name>
        <message numerus="yes">
            <source>%n agent(s) at work stop; their changes are kept and their tasks go back to the queue</source>
            <translation>
                <numerusform>%n agent at work stops; its changes are kept and its task goes back to the queue</numerusform>
                <numerusform>%n agents at work stop; their changes are kept and their tasks go back to the queue</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n open issue(s) wait until Slipway runs again</source>
            <translation>
                <numerusform>%n open issue waits until Slipway runs again</numerusform>
                <numerusform>%n open issues wait until Slipway runs again</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TaskActions</name>
        <message numerus="yes">
            <source>Cancel %n task(s)?</source>
            <translation>
                <numerusform>Cancel %n task?</numerusform>
                <numerusform>Cancel %n tasks?</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>Cancel the task(s)</source>
            <translation>
                <numerusform>Cancel the task</numerusform>
                <numerusform>Cancel the tasks</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TranscriptView</name>
        <message numerus="yes">
            <source>… %n more line(s)</source>
            <translation>
                <numerusform>… %n more line</numerusform>
                <numerusform>… %n more lines</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TrayNotifier</name>
        <message numerus="yes">
            <source>%n agent(s) at work</source>
            <translation>
                <numerusform>%n agent at work</numerusform>
                <numerusform>%n agents at work</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n decision(s) wait for you</source>
            <translation>
                <numerusform>%n decision waits for you</numerusform>
                <numerusform>%n decisions wait for you</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s)</source>
            <translation>
                <numerusform>%n notice</numerusform>
                <numerusform>%n notices</numerusform>
            </translation>
        </message>
    </context>
</TS>
