<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
    <context>
        <name>slipway::ui</name>
        <message>
            <source>Deploy now</source>
            <translation>Jetzt ausliefern</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::AgentChooser</name>
        <message>
            <source>Automatic</source>
            <translation>Automatisch</translation>
        </message>
        <message>
            <source>the first that is installed and signed in, else a recording</source>
            <translation>der erste, der installiert und angemeldet ist, sonst eine Aufzeichnung</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufzeichnung</translation>
        </message>
        <message>
            <source>Not installed</source>
            <translation>Nicht installiert</translation>
        </message>
        <message>
            <source>Not signed in</source>
            <translation>Nicht angemeldet</translation>
        </message>
        <message>
            <source>Ready, metered</source>
            <translation>Bereit, kostet</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::CiPanel</name>
        <message>
            <source>CI runs</source>
            <translation>CI-Läufe</translation>
        </message>
        <message>
            <source>No CI runs yet</source>
            <translation>Noch keine CI-Läufe</translation>
        </message>
        <message>
            <source>Each push and each pull request starts one.</source>
            <translation>Jeder Push und jeder Pull Request startet einen.</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>Erneut fragen</translation>
        </message>
        <message>
            <source>Open the run's page</source>
            <translation>Seite des Laufs öffnen</translation>
        </message>
        <message>
            <source>Choose a run or a job to read its log</source>
            <translation>Einen Lauf oder Job wählen, um sein Protokoll zu lesen</translation>
        </message>
        <message>
            <source>CI runs are not available</source>
            <translation>CI-Läufe sind nicht verfügbar</translation>
        </message>
        <message numerus="yes">
            <source>%n run(s)</source>
            <translation>
                <numerusform>%n Lauf</numerusform>
                <numerusform>%n Läufe</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n failed</source>
            <translation>
                <numerusform>%n fehlgeschlagen</numerusform>
                <numerusform>%n fehlgeschlagen</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::CiRunModel</name>
        <message>
            <source>PR #%1</source>
            <translation>PR #%1</translation>
        </message>
        <message>
            <source> (attempt %1)</source>
            <translation> (Versuch %1)</translation>
        </message>
        <message>
            <source>%1 (exit code %2)</source>
            <translation>%1 (Exit-Code %2)</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Branch</source>
            <translation>Branch</translation>
        </message>
        <message>
            <source>Commit</source>
            <translation>Commit</translation>
        </message>
        <message>
            <source>Took</source>
            <translation>Dauer</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::CommandLine</name>
        <message>
            <source>That is not how it is said</source>
            <translation>So wird das nicht gesagt</translation>
        </message>
        <message>
            <source>Say: %1</source>
            <translation>Richtig ist: %1</translation>
        </message>
        <message>
            <source>A quotation mark is not closed</source>
            <translation>Ein Anführungszeichen ist nicht geschlossen</translation>
        </message>
        <message>
            <source>There is nothing to do</source>
            <translation>Es gibt nichts zu tun</translation>
        </message>
        <message>
            <source>There is no command “%1”</source>
            <translation>Es gibt keinen Befehl „%1“</translation>
        </message>
        <message>
            <source>Say “help” for those there are</source>
            <translation>„help“ nennt alle Befehle</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ConsoleAnswers</name>
        <message>
            <source>%1 of %2 closed</source>
            <translation>%1 von %2 geschlossen</translation>
        </message>
        <message numerus="yes">
            <source>… and %n more</source>
            <translation>
                <numerusform>… und %n weitere</numerusform>
                <numerusform>… und %n weitere</numerusform>
            </translation>
        </message>
        <message>
            <source>paused</source>
            <translation>angehalten</translation>
        </message>
        <message>
            <source>None.</source>
            <translation>Keine.</translation>
        </message>
        <message>
            <source>Done: %1</source>
            <translation>Erledigt: %1</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ConsolePanel</name>
        <message>
            <source>Commands</source>
            <translation>Befehle</translation>
        </message>
        <message>
            <source>Answers</source>
            <translation>Antworten</translation>
        </message>
        <message>
            <source>Say what to do: deploy, task retry 14, approve g4 … or help</source>
            <translation>Sagen, was zu tun ist: deploy, task retry 14, approve g4 … oder help</translation>
        </message>
        <message>
            <source>Command</source>
            <translation>Befehl</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::CountBar</name>
        <message>
            <source>%1 of %2 issues closed</source>
            <translation>%1 von %2 Issues geschlossen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::DecisionsPanel</name>
        <message>
            <source>Decisions</source>
            <translation>Entscheidungen</translation>
        </message>
        <message>
            <source>Review…</source>
            <translation>Prüfen…</translation>
        </message>
        <message>
            <source>Read the chosen decision and answer it</source>
            <translation>Die gewählte Entscheidung lesen und beantworten</translation>
        </message>
        <message>
            <source>Nothing waits for you</source>
            <translation>Nichts wartet auf Sie</translation>
        </message>
        <message>
            <source>Plans, budgets and stuck tasks ask here.</source>
            <translation>Pläne, Budgets und festgefahrene Aufgaben fragen hier.</translation>
        </message>
        <message>
            <source>Decisions (%1)</source>
            <translation>Entscheidungen (%1)</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::DeploymentModel</name>
        <message>
            <source>No.</source>
            <translation>Nr.</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Commit</source>
            <translation>Commit</translation>
        </message>
        <message>
            <source>Runtime</source>
            <translation>Laufzeit</translation>
        </message>
        <message>
            <source>Address</source>
            <translation>Adresse</translation>
        </message>
        <message>
            <source>Since</source>
            <translation>Seit</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>Problem</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::DeploymentsPanel</name>
        <message>
            <source>Deployments</source>
            <translation>Auslieferungen</translation>
        </message>
        <message>
            <source>Deploy now</source>
            <translation>Jetzt ausliefern</translation>
        </message>
        <message>
            <source>Take down…</source>
            <translation>Abschalten…</translation>
        </message>
        <message>
            <source>Roll back to this</source>
            <translation>Hierauf zurücksetzen</translation>
        </message>
        <message>
            <source>Not deployed yet</source>
            <translation>Noch nicht ausgeliefert</translation>
        </message>
        <message>
            <source>The first deployment is made by the pipeline; the next ones when the queues are drained.</source>
            <translation>Die erste Auslieferung macht die Pipeline, die nächsten folgen, wenn die Warteschlangen leer sind.</translation>
        </message>
        <message>
            <source>Copy the address</source>
            <translation>Adresse kopieren</translation>
        </message>
        <message>
            <source>Open in the browser</source>
            <translation>Im Browser öffnen</translation>
        </message>
        <message>
            <source>Address copied</source>
            <translation>Adresse kopiert</translation>
        </message>
        <message>
            <source>The deployment has started</source>
            <translation>Die Auslieferung hat begonnen</translation>
        </message>
        <message>
            <source>Take the service down?</source>
            <translation>Den Dienst abschalten?</translation>
        </message>
        <message>
            <source>It stops answering at its address. Its data is kept.</source>
            <translation>Er antwortet nicht mehr unter seiner Adresse. Seine Daten bleiben erhalten.</translation>
        </message>
        <message>
            <source>Take down</source>
            <translation>Abschalten</translation>
        </message>
        <message>
            <source>The service is down</source>
            <translation>Der Dienst ist abgeschaltet</translation>
        </message>
        <message>
            <source>History of deployments</source>
            <translation>Verlauf der Auslieferungen</translation>
        </message>
        <message>
            <source>History</source>
            <translation>Verlauf</translation>
        </message>
        <message>
            <source>commit %1</source>
            <translation>Commit %1</translation>
        </message>
        <message>
            <source>port %1</source>
            <translation>Port %1</translation>
        </message>
        <message>
            <source>Roll back to %1?</source>
            <translation>Auf %1 zurücksetzen?</translation>
        </message>
        <message>
            <source>The service is switched to commit %1 without downtime.</source>
            <translation>Der Dienst wird ohne Unterbrechung auf Commit %1 umgeschaltet.</translation>
        </message>
        <message>
            <source>Roll back</source>
            <translation>Zurücksetzen</translation>
        </message>
        <message>
            <source>Rolling back to %1</source>
            <translation>Wird auf %1 zurückgesetzt</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::DiffPanel</name>
        <message>
            <source>Diff</source>
            <translation>Diff</translation>
        </message>
        <message>
            <source>No diff chosen</source>
            <translation>Kein Diff gewählt</translation>
        </message>
        <message>
            <source>Choose a task above, or press Diff at a task, to see what its agent changed.</source>
            <translation>Oben eine Aufgabe wählen oder bei einer Aufgabe auf Diff klicken, um zu sehen, was ihr Agent geändert hat.</translation>
        </message>
        <message>
            <source>Changed files</source>
            <translation>Geänderte Dateien</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <source>Choose a task</source>
            <translation>Aufgabe wählen</translation>
        </message>
        <message>
            <source>Previous change (P)</source>
            <translation>Vorige Änderung (P)</translation>
        </message>
        <message>
            <source>Next change (N)</source>
            <translation>Nächste Änderung (N)</translation>
        </message>
        <message>
            <source>Ask again</source>
            <translation>Erneut fragen</translation>
        </message>
        <message>
            <source>Loading…</source>
            <translation>Wird geladen…</translation>
        </message>
        <message>
            <source>No diff of %1</source>
            <translation>Kein Diff von %1</translation>
        </message>
        <message numerus="yes">
            <source>%n file(s), +%1 −%2</source>
            <translation>
                <numerusform>%n Datei, +%1 −%2</numerusform>
                <numerusform>%n Dateien, +%1 −%2</numerusform>
            </translation>
        </message>
        <message>
            <source> – cut, it is longer</source>
            <translation> – gekürzt, er ist länger</translation>
        </message>
        <message>
            <source>No changes</source>
            <translation>Keine Änderungen</translation>
        </message>
        <message>
            <source>This task has not changed any file.</source>
            <translation>Diese Aufgabe hat keine Datei geändert.</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::DiffView</name>
        <message>
            <source>Diff</source>
            <translation>Diff</translation>
        </message>
        <message>
            <source>Binary file</source>
            <translation>Binärdatei</translation>
        </message>
        <message>
            <source>No change of content</source>
            <translation>Keine Änderung am Inhalt</translation>
        </message>
        <message>
            <source>Copy</source>
            <translation>Kopieren</translation>
        </message>
        <message>
            <source>Select all</source>
            <translation>Alles auswählen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::EngineBar</name>
        <message>
            <source>No engine</source>
            <translation>Keine Engine</translation>
        </message>
        <message>
            <source>%1 on %2</source>
            <translation>%1 auf %2</translation>
        </message>
        <message>
            <source>%1, paused</source>
            <translation>%1, angehalten</translation>
        </message>
        <message>
            <source>Spent %1</source>
            <translation>Ausgegeben: %1</translation>
        </message>
        <message>
            <source>%1 · %2 tokens</source>
            <translation>%1 · %2 Token</translation>
        </message>
        <message>
            <source>Redis not reached</source>
            <translation>Redis nicht erreicht</translation>
        </message>
        <message>
            <source>Redis (own)</source>
            <translation>Redis (eigenes)</translation>
        </message>
        <message>
            <source>Redis</source>
            <translation>Redis</translation>
        </message>
        <message numerus="yes">
            <source>%n agent(s) at work</source>
            <translation>
                <numerusform>%n Agent arbeitet</numerusform>
                <numerusform>%n Agenten arbeiten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n decision(s)</source>
            <translation>
                <numerusform>%n Entscheidung</numerusform>
                <numerusform>%n Entscheidungen</numerusform>
            </translation>
        </message>
        <message>
            <source>Something waits for you</source>
            <translation>Etwas wartet auf Sie</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::EventLogModel</name>
        <message>
            <source>#%1 %2: %3</source>
            <translation>#%1 %2: %3</translation>
        </message>
        <message>
            <source>Waits for you: %1</source>
            <translation>Wartet auf Sie: %1</translation>
        </message>
        <message>
            <source>Decided: %1</source>
            <translation>Entschieden: %1</translation>
        </message>
        <message>
            <source>Deleted</source>
            <translation>Gelöscht</translation>
        </message>
        <message>
            <source>Task</source>
            <translation>Aufgabe</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <source>Worker</source>
            <translation>Worker</translation>
        </message>
        <message>
            <source>CI</source>
            <translation>CI</translation>
        </message>
        <message>
            <source>Notice</source>
            <translation>Meldung</translation>
        </message>
        <message>
            <source>Decision</source>
            <translation>Entscheidung</translation>
        </message>
        <message>
            <source>Time</source>
            <translation>Zeit</translation>
        </message>
        <message>
            <source>Kind</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>What happened</source>
            <translation>Was geschah</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::FileListModel</name>
        <message>
            <source>%1, %2 lines added, %3 removed</source>
            <translation>%1, %2 Zeilen hinzugefügt, %3 entfernt</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::GateDialog</name>
        <message>
            <source>Approve</source>
            <translation>Zustimmen</translation>
        </message>
        <message>
            <source>Reject</source>
            <translation>Ablehnen</translation>
        </message>
        <message>
            <source>Decision for %1</source>
            <translation>Entscheidung für %1</translation>
        </message>
        <message>
            <source>On the command line: %1</source>
            <translation>Auf der Kommandozeile: %1</translation>
        </message>
        <message>
            <source>Copy the command</source>
            <translation>Befehl kopieren</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>Requirements</source>
            <translation>Anforderungen</translation>
        </message>
        <message>
            <source>Why not? (needed to reject)</source>
            <translation>Warum nicht? (zum Ablehnen nötig)</translation>
        </message>
        <message>
            <source>Reason for rejecting</source>
            <translation>Grund der Ablehnung</translation>
        </message>
        <message>
            <source>Approved</source>
            <translation>Zugestimmt</translation>
        </message>
        <message>
            <source>Rejected</source>
            <translation>Abgelehnt</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::GateListModel</name>
        <message>
            <source>%1 for %2: %3</source>
            <translation>%1 für %2: %3</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::IdeaPage</name>
        <message>
            <source>Create the issues without showing me the plan first</source>
            <translation>Die Issues anlegen, ohne mir vorher den Plan zu zeigen</translation>
        </message>
        <message>
            <source>One line is enough: Build a URL shortener</source>
            <translation>Eine Zeile genügt: Build a URL shortener</translation>
        </message>
        <message>
            <source>Idea</source>
            <translation>Idee</translation>
        </message>
        <message>
            <source>made from the idea</source>
            <translation>wird aus der Idee gebildet</translation>
        </message>
        <message>
            <source>&amp;What should be built?</source>
            <translation>&amp;Was soll gebaut werden?</translation>
        </message>
        <message>
            <source>&amp;Name</source>
            <translation>&amp;Name</translation>
        </message>
        <message>
            <source>Who does the work?</source>
            <translation>Wer macht die Arbeit?</translation>
        </message>
        <message>
            <source>Say in one line what should be built.</source>
            <translation>In einer Zeile sagen, was gebaut werden soll.</translation>
        </message>
        <message>
            <source>The idea is too long: %1 characters of at most %2.</source>
            <translation>Die Idee ist zu lang: %1 Zeichen, höchstens %2.</translation>
        </message>
        <message>
            <source>A name has lower-case letters, digits and single dashes: %1</source>
            <translation>Ein Name hat Kleinbuchstaben, Ziffern und einzelne Bindestriche: %1</translation>
        </message>
        <message>
            <source>There is a project of that name already.</source>
            <translation>Ein Projekt dieses Namens gibt es schon.</translation>
        </message>
        <message>
            <source>Works offline, as a recording: %1</source>
            <translation>Geht ohne Netz, als Aufzeichnung: %1</translation>
        </message>
        <message>
            <source>Then build, review and deploy it without being asked again</source>
            <translation>Danach ohne weitere Fragen bauen, prüfen und ausliefern</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::LogPanel</name>
        <message>
            <source>Log</source>
            <translation>Protokoll</translation>
        </message>
        <message>
            <source>Filter the log</source>
            <translation>Protokoll filtern</translation>
        </message>
        <message>
            <source>Nothing has happened yet</source>
            <translation>Noch ist nichts geschehen</translation>
        </message>
        <message>
            <source>Every change that the engine reports appears here.</source>
            <translation>Jede Änderung, die die Engine meldet, erscheint hier.</translation>
        </message>
        <message>
            <source>Everything</source>
            <translation>Alles</translation>
        </message>
        <message>
            <source>Notices</source>
            <translation>Meldungen</translation>
        </message>
        <message>
            <source>Tasks</source>
            <translation>Aufgaben</translation>
        </message>
        <message>
            <source>Workers</source>
            <translation>Worker</translation>
        </message>
        <message>
            <source>CI</source>
            <translation>CI</translation>
        </message>
        <message>
            <source>Projects</source>
            <translation>Projekte</translation>
        </message>
        <message>
            <source>Decisions</source>
            <translation>Entscheidungen</translation>
        </message>
        <message>
            <source>Kind of event</source>
            <translation>Art des Ereignisses</translation>
        </message>
        <message>
            <source>Clear the log on screen</source>
            <translation>Protokoll auf dem Bildschirm leeren</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::LogView</name>
        <message>
            <source>Log</source>
            <translation>Ausgabe</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::MainWindow</name>
        <message>
            <source>Opening…</source>
            <translation>Wird geöffnet…</translation>
        </message>
        <message>
            <source>Waiting for Redis and the engine of this home.</source>
            <translation>Wartet auf Redis und die Engine dieses Ordners.</translation>
        </message>
        <message>
            <source>Main</source>
            <translation>Haupt</translation>
        </message>
        <message>
            <source>Find a project or a task</source>
            <translation>Projekt oder Aufgabe suchen</translation>
        </message>
        <message>
            <source>Ctrl+K</source>
            <translation>Ctrl+K</translation>
        </message>
        <message>
            <source>Slipway</source>
            <translation>Slipway</translation>
        </message>
        <message>
            <source>%1 – Slipway</source>
            <translation>%1 – Slipway</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::MessageBar</name>
        <message>
            <source>Close this message</source>
            <translation>Diese Meldung schließen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::NewProjectDialog</name>
        <message>
            <source>New project</source>
            <translation>Neues Projekt</translation>
        </message>
        <message>
            <source>The plan of %1 is approved</source>
            <translation>Der Plan von %1 ist angenommen</translation>
        </message>
        <message>
            <source>New project: %1</source>
            <translation>Neues Projekt: %1</translation>
        </message>
        <message>
            <source>Starting…</source>
            <translation>Wird gestartet…</translation>
        </message>
        <message>
            <source>Write the requirements</source>
            <translation>Anforderungen schreiben</translation>
        </message>
        <message>
            <source>Cancel</source>
            <translation>Abbrechen</translation>
        </message>
        <message>
            <source>Approve the plan</source>
            <translation>Dem Plan zustimmen</translation>
        </message>
        <message>
            <source>Close</source>
            <translation>Schließen</translation>
        </message>
        <message>
            <source>Decide later</source>
            <translation>Später entscheiden</translation>
        </message>
        <message>
            <source>Nothing is created before you approve.</source>
            <translation>Vor Ihrer Zustimmung wird nichts angelegt.</translation>
        </message>
        <message>
            <source>Closing this window stops nothing.</source>
            <translation>Dieses Fenster zu schließen hält nichts an.</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::OverviewPage</name>
        <message>
            <source>Issues</source>
            <translation>Issues</translation>
        </message>
        <message>
            <source>CI</source>
            <translation>CI</translation>
        </message>
        <message>
            <source>Deployment</source>
            <translation>Auslieferung</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Kosten</translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufzeichnung</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Öffnen</translation>
        </message>
        <message>
            <source>Open the service in the browser</source>
            <translation>Den Dienst im Browser öffnen</translation>
        </message>
        <message>
            <source>What can be done with this project</source>
            <translation>Was mit diesem Projekt getan werden kann</translation>
        </message>
        <message>
            <source>A recording is played (recipe “%1”): no model is called, nothing is spent</source>
            <translation>Eine Aufzeichnung wird abgespielt (Rezept „%1“): kein Modell wird gerufen, nichts wird ausgegeben</translation>
        </message>
        <message>
            <source>agent %1</source>
            <translation>Agent %1</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n läuft</numerusform>
                <numerusform>%n laufen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n in review</source>
            <translation>
                <numerusform>%n in Prüfung</numerusform>
                <numerusform>%n in Prüfung</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n to do</source>
            <translation>
                <numerusform>%n zu tun</numerusform>
                <numerusform>%n zu tun</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stuck</source>
            <translation>
                <numerusform>%n hängt fest</numerusform>
                <numerusform>%n hängen fest</numerusform>
            </translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>all closed</source>
            <translation>alle geschlossen</translation>
        </message>
        <message>
            <source>no run yet</source>
            <translation>noch kein Lauf</translation>
        </message>
        <message>
            <source>run %1 on %2</source>
            <translation>Lauf %1 auf %2</translation>
        </message>
        <message>
            <source>no address yet</source>
            <translation>noch keine Adresse</translation>
        </message>
        <message>
            <source>a recording costs nothing</source>
            <translation>eine Aufzeichnung kostet nichts</translation>
        </message>
        <message>
            <source>%1 tokens</source>
            <translation>%1 Token</translation>
        </message>
        <message>
            <source>nothing spent</source>
            <translation>nichts ausgegeben</translation>
        </message>
        <message>
            <source>Try again</source>
            <translation>Erneut versuchen</translation>
        </message>
        <message>
            <source>Run the pipeline</source>
            <translation>Pipeline starten</translation>
        </message>
        <message>
            <source>not planned yet</source>
            <translation>noch nicht geplant</translation>
        </message>
        <message>
            <source>not queued yet</source>
            <translation>noch nicht eingereiht</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::PanelDock</name>
        <message>
            <source>Detach or dock %1</source>
            <translation>%1 ablösen oder andocken</translation>
        </message>
        <message>
            <source>Close %1</source>
            <translation>%1 schließen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::PipelineStarter</name>
        <message>
            <source>The pipeline of %1 has started</source>
            <translation>Die Pipeline von %1 ist gestartet</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::PlanEditor</name>
        <message>
            <source>Remove issue</source>
            <translation>Issue entfernen</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>Chosen issue</source>
            <translation>Gewähltes Issue</translation>
        </message>
        <message numerus="yes">
            <source>%n issue(s). Double-click a title, type or priority to change it.</source>
            <translation>
                <numerusform>%n Issue. Titel, Art oder Priorität mit Doppelklick ändern.</numerusform>
                <numerusform>%n Issues. Titel, Art oder Priorität mit Doppelklick ändern.</numerusform>
            </translation>
        </message>
        <message>
            <source>Accepted when</source>
            <translation>Angenommen, wenn</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::PlanModel</name>
        <message>
            <source>No.</source>
            <translation>Nr.</translation>
        </message>
        <message>
            <source>Issue</source>
            <translation>Issue</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Priorität</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>Braucht</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::PlanningPage</name>
        <message>
            <source>Planning</source>
            <translation>Planung</translation>
        </message>
        <message>
            <source>The requirements appear here while they are written.</source>
            <translation>Die Anforderungen erscheinen hier, während sie geschrieben werden.</translation>
        </message>
        <message>
            <source>Requirements</source>
            <translation>Anforderungen</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ProjectActions</name>
        <message>
            <source>Open the service</source>
            <translation>Dienst öffnen</translation>
        </message>
        <message>
            <source>Open the folder</source>
            <translation>Ordner öffnen</translation>
        </message>
        <message>
            <source>Run the pipeline</source>
            <translation>Pipeline starten</translation>
        </message>
        <message>
            <source>Deploy now</source>
            <translation>Jetzt ausliefern</translation>
        </message>
        <message>
            <source>Resume</source>
            <translation>Fortsetzen</translation>
        </message>
        <message>
            <source>Pause</source>
            <translation>Anhalten</translation>
        </message>
        <message>
            <source>Make it the active project</source>
            <translation>Zum aktiven Projekt machen</translation>
        </message>
        <message>
            <source>Delete…</source>
            <translation>Löschen…</translation>
        </message>
        <message>
            <source>The pipeline of %1 has started</source>
            <translation>Die Pipeline von %1 ist gestartet</translation>
        </message>
        <message>
            <source>%1 is being deployed</source>
            <translation>%1 wird ausgeliefert</translation>
        </message>
        <message>
            <source>%1 is paused</source>
            <translation>%1 ist angehalten</translation>
        </message>
        <message>
            <source>%1 goes on</source>
            <translation>%1 geht weiter</translation>
        </message>
        <message>
            <source>%1 is the active project</source>
            <translation>%1 ist das aktive Projekt</translation>
        </message>
        <message>
            <source>Delete %1?</source>
            <translation>%1 löschen?</translation>
        </message>
        <message>
            <source>Its queue entries, its repository at the local forge, its folder and its deployment are removed. This cannot be undone.</source>
            <translation>Seine Einträge in den Warteschlangen, sein Repository in der lokalen Forge, sein Ordner und seine Auslieferung werden entfernt. Das lässt sich nicht rückgängig machen.</translation>
        </message>
        <message>
            <source>Delete</source>
            <translation>Löschen</translation>
        </message>
        <message>
            <source>%1 is deleted</source>
            <translation>%1 ist gelöscht</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ProjectDelegate</name>
        <message>
            <source>%1 of %2 closed</source>
            <translation>%1 von %2 geschlossen</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n läuft</numerusform>
                <numerusform>%n laufen</numerusform>
            </translation>
        </message>
        <message>
            <source>Recording</source>
            <translation>Aufzeichnung</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ProjectListModel</name>
        <message>
            <source>%1, %2, %3 of %4 issues closed</source>
            <translation>%1, %2, %3 von %4 Issues geschlossen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::ProjectsPanel</name>
        <message>
            <source>Projects</source>
            <translation>Projekte</translation>
        </message>
        <message>
            <source>No project yet</source>
            <translation>Noch kein Projekt</translation>
        </message>
        <message>
            <source>A project starts with one line: what should be built.</source>
            <translation>Ein Projekt beginnt mit einer Zeile: was gebaut werden soll.</translation>
        </message>
        <message>
            <source>New project…</source>
            <translation>Neues Projekt…</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::QueueStrip</name>
        <message>
            <source>%1: %2 ready, %3 running, %4 delayed, %5 blocked, %6 completed, %7 failed</source>
            <translation>%1: %2 bereit, %3 laufend, %4 verzögert, %5 blockiert, %6 erledigt, %7 fehlgeschlagen</translation>
        </message>
        <message numerus="yes">
            <source>%n running</source>
            <translation>
                <numerusform>%n läuft</numerusform>
                <numerusform>%n laufen</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n ready</source>
            <translation>
                <numerusform>%n bereit</numerusform>
                <numerusform>%n bereit</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n stuck</source>
            <translation>
                <numerusform>%n hängt fest</numerusform>
                <numerusform>%n hängen fest</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n waiting</source>
            <translation>
                <numerusform>%n wartet</numerusform>
                <numerusform>%n warten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n done</source>
            <translation>
                <numerusform>%n erledigt</numerusform>
                <numerusform>%n erledigt</numerusform>
            </translation>
        </message>
        <message>
            <source>empty</source>
            <translation>leer</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::QuickFind</name>
        <message>
            <source>Find a project or task (Ctrl+K)</source>
            <translation>Projekt oder Aufgabe suchen (Strg+K)</translation>
        </message>
        <message>
            <source>Find a project or task</source>
            <translation>Projekt oder Aufgabe suchen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::QuitDialog</name>
        <message>
            <source>Quit Slipway</source>
            <translation>Slipway beenden</translation>
        </message>
        <message>
            <source>The engine runs in this window. What shall happen to it?</source>
            <translation>Die Engine läuft in diesem Fenster. Was soll mit ihr geschehen?</translation>
        </message>
        <message>
            <source>If you stop it</source>
            <translation>Wenn sie anhält</translation>
        </message>
        <message>
            <source>In either case</source>
            <translation>In jedem Fall</translation>
        </message>
        <message>
            <source>Stop and quit</source>
            <translation>Anhalten und beenden</translation>
        </message>
        <message>
            <source>Keep running in the background</source>
            <translation>Im Hintergrund weiterlaufen</translation>
        </message>
        <message numerus="yes">
            <source>%n agent(s) at work stop; their changes are kept and their tasks go back to the queue</source>
            <translation>
                <numerusform>%n arbeitender Agent hält an; seine Änderungen bleiben erhalten, seine Aufgabe geht zurück in die Warteschlange</numerusform>
                <numerusform>%n arbeitende Agenten halten an; ihre Änderungen bleiben erhalten, ihre Aufgaben gehen zurück in die Warteschlange</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n open issue(s) wait until Slipway runs again</source>
            <translation>
                <numerusform>%n offenes Issue wartet, bis Slipway wieder läuft</numerusform>
                <numerusform>%n offene Issues warten, bis Slipway wieder läuft</numerusform>
            </translation>
        </message>
        <message>
            <source>CI is not watched and nothing is deployed until then</source>
            <translation>Bis dahin wird CI nicht beobachtet und nichts ausgeliefert</translation>
        </message>
        <message>
            <source>%1 stays live at %2</source>
            <translation>%1 bleibt unter %2 erreichbar</translation>
        </message>
        <message>
            <source>Nothing is lost: every step is on disk, and Slipway goes on from there</source>
            <translation>Nichts geht verloren: Jeder Schritt ist gespeichert, und Slipway macht dort weiter</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::StageStepper</name>
        <message>
            <source>Stage: %1</source>
            <translation>Stufe: %1</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TaskActions</name>
        <message>
            <source>Show the diff</source>
            <translation>Diff zeigen</translation>
        </message>
        <message>
            <source>Show the transcript</source>
            <translation>Mitschrift zeigen</translation>
        </message>
        <message>
            <source>Open the issue's page</source>
            <translation>Seite des Issues öffnen</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>Release the lease</source>
            <translation>Freigeben</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Priorität</translation>
        </message>
        <message>
            <source>0 – first</source>
            <translation>0 – zuerst</translation>
        </message>
        <message>
            <source>5 – usual</source>
            <translation>5 – üblich</translation>
        </message>
        <message>
            <source>9 – last</source>
            <translation>9 – zuletzt</translation>
        </message>
        <message>
            <source>Send a message to the agent…</source>
            <translation>Dem Agenten eine Nachricht senden…</translation>
        </message>
        <message>
            <source>Cancel…</source>
            <translation>Abbrechen…</translation>
        </message>
        <message>
            <source>#%1 is queued again</source>
            <translation>#%1 ist wieder in der Warteschlange</translation>
        </message>
        <message>
            <source>#%1 is free for another worker</source>
            <translation>#%1 ist frei für einen anderen Worker</translation>
        </message>
        <message>
            <source>#%1 has a new priority</source>
            <translation>#%1 hat eine neue Priorität</translation>
        </message>
        <message numerus="yes">
            <source>Cancel %n task(s)?</source>
            <translation>
                <numerusform>%n Aufgabe abbrechen?</numerusform>
                <numerusform>%n Aufgaben abbrechen?</numerusform>
            </translation>
        </message>
        <message>
            <source>A running agent is stopped; what it has not handed in is kept on a rescue branch. Tasks that depend on it stay blocked.</source>
            <translation>Ein laufender Agent wird angehalten; was er nicht abgegeben hat, bleibt auf einem Rettungs-Branch. Aufgaben, die davon abhängen, bleiben blockiert.</translation>
        </message>
        <message numerus="yes">
            <source>Cancel the task(s)</source>
            <translation>
                <numerusform>Aufgabe abbrechen</numerusform>
                <numerusform>Aufgaben abbrechen</numerusform>
            </translation>
        </message>
        <message>
            <source>#%1 is cancelled</source>
            <translation>#%1 ist abgebrochen</translation>
        </message>
        <message>
            <source>Message to the agent</source>
            <translation>Nachricht an den Agenten</translation>
        </message>
        <message>
            <source>The agent reads it at its next turn, or when it starts.</source>
            <translation>Der Agent liest sie bei seinem nächsten Schritt oder wenn er beginnt.</translation>
        </message>
        <message>
            <source>Send</source>
            <translation>Senden</translation>
        </message>
        <message>
            <source>Message sent to #%1</source>
            <translation>Nachricht an #%1 gesendet</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TaskDetails</name>
        <message>
            <source>Choose a task to see its dependencies, its worker and what it did.</source>
            <translation>Eine Aufgabe wählen, um ihre Abhängigkeiten, ihren Worker und ihr Ergebnis zu sehen.</translation>
        </message>
        <message>
            <source>Problem</source>
            <translation>Problem</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>Braucht</translation>
        </message>
        <message>
            <source>Priority</source>
            <translation>Priorität</translation>
        </message>
        <message>
            <source>Worker</source>
            <translation>Worker</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>Versuche</translation>
        </message>
        <message>
            <source>Pull request</source>
            <translation>Pull Request</translation>
        </message>
        <message>
            <source>Branch</source>
            <translation>Branch</translation>
        </message>
        <message>
            <source>Labels</source>
            <translation>Labels</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Kosten</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>Geändert</translation>
        </message>
        <message>
            <source>Diff</source>
            <translation>Diff</translation>
        </message>
        <message>
            <source>Transcript</source>
            <translation>Mitschrift</translation>
        </message>
        <message>
            <source>Retry</source>
            <translation>Wiederholen</translation>
        </message>
        <message>
            <source>More</source>
            <translation>Mehr</translation>
        </message>
        <message>
            <source>%1 of 0 (first) to 9</source>
            <translation>%1 von 0 (zuerst) bis 9</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TaskTableModel</name>
        <message>
            <source>Review: %1</source>
            <translation>Prüfung: %1</translation>
        </message>
        <message>
            <source>%1 of %2</source>
            <translation>%1 von %2</translation>
        </message>
        <message>
            <source>No.</source>
            <translation>Nr.</translation>
        </message>
        <message>
            <source>Project</source>
            <translation>Projekt</translation>
        </message>
        <message>
            <source>Title</source>
            <translation>Titel</translation>
        </message>
        <message>
            <source>Type</source>
            <translation>Art</translation>
        </message>
        <message>
            <source>State</source>
            <translation>Zustand</translation>
        </message>
        <message>
            <source>Prio</source>
            <translation>Prio</translation>
        </message>
        <message>
            <source>Needs</source>
            <translation>Braucht</translation>
        </message>
        <message>
            <source>Worker</source>
            <translation>Worker</translation>
        </message>
        <message>
            <source>Attempts</source>
            <translation>Versuche</translation>
        </message>
        <message>
            <source>PR</source>
            <translation>PR</translation>
        </message>
        <message>
            <source>Cost</source>
            <translation>Kosten</translation>
        </message>
        <message>
            <source>Changed</source>
            <translation>Geändert</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TasksPanel</name>
        <message>
            <source>Queues and tasks</source>
            <translation>Warteschlangen und Aufgaben</translation>
        </message>
        <message>
            <source>Filter tasks</source>
            <translation>Aufgaben filtern</translation>
        </message>
        <message>
            <source>No tasks yet</source>
            <translation>Noch keine Aufgaben</translation>
        </message>
        <message>
            <source>The issues of a project appear here once its plan is approved.</source>
            <translation>Die Issues eines Projekts erscheinen hier, sobald seinem Plan zugestimmt ist.</translation>
        </message>
        <message>
            <source>All states</source>
            <translation>Alle Zustände</translation>
        </message>
        <message>
            <source>Open</source>
            <translation>Offen</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Waiting</source>
            <translation>Wartet</translation>
        </message>
        <message>
            <source>In review</source>
            <translation>In Prüfung</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Erledigt</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Braucht Hilfe</translation>
        </message>
        <message>
            <source>Show tasks in state</source>
            <translation>Aufgaben in diesem Zustand zeigen</translation>
        </message>
        <message>
            <source>This project</source>
            <translation>Dieses Projekt</translation>
        </message>
        <message>
            <source>All projects</source>
            <translation>Alle Projekte</translation>
        </message>
        <message>
            <source>Whose tasks</source>
            <translation>Wessen Aufgaben</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::Texts</name>
        <message>
            <source>Blocked</source>
            <translation>Blockiert</translation>
        </message>
        <message>
            <source>Ready</source>
            <translation>Bereit</translation>
        </message>
        <message>
            <source>Delayed</source>
            <translation>Verzögert</translation>
        </message>
        <message>
            <source>Running</source>
            <translation>Läuft</translation>
        </message>
        <message>
            <source>In review</source>
            <translation>In Prüfung</translation>
        </message>
        <message>
            <source>Done</source>
            <translation>Erledigt</translation>
        </message>
        <message>
            <source>Needs attention</source>
            <translation>Braucht Hilfe</translation>
        </message>
        <message>
            <source>Cancelled</source>
            <translation>Abgebrochen</translation>
        </message>
        <message>
            <source>No runs</source>
            <translation>Keine Läufe</translation>
        </message>
        <message>
            <source>Queued</source>
            <translation>Eingereiht</translation>
        </message>
        <message>
            <source>Passed</source>
            <translation>Bestanden</translation>
        </message>
        <message>
            <source>Failed</source>
            <translation>Fehlgeschlagen</translation>
        </message>
        <message>
            <source>Skipped</source>
            <translation>Übersprungen</translation>
        </message>
        <message>
            <source>Not supported here</source>
            <translation>Hier nicht möglich</translation>
        </message>
        <message>
            <source>Not deployed</source>
            <translation>Nicht ausgeliefert</translation>
        </message>
        <message>
            <source>Building</source>
            <translation>Wird gebaut</translation>
        </message>
        <message>
            <source>Starting</source>
            <translation>Startet</translation>
        </message>
        <message>
            <source>Live</source>
            <translation>Live</translation>
        </message>
        <message>
            <source>Rolled back</source>
            <translation>Zurückgesetzt</translation>
        </message>
        <message>
            <source>Planning</source>
            <translation>Planung</translation>
        </message>
        <message>
            <source>Waiting for you</source>
            <translation>Wartet auf Sie</translation>
        </message>
        <message>
            <source>Paused</source>
            <translation>Angehalten</translation>
        </message>
        <message>
            <source>Idle</source>
            <translation>Untätig</translation>
        </message>
        <message>
            <source>Busy</source>
            <translation>Arbeitet</translation>
        </message>
        <message>
            <source>Stalled</source>
            <translation>Stockt</translation>
        </message>
        <message>
            <source>Stopping</source>
            <translation>Hält an</translation>
        </message>
        <message>
            <source>Plan</source>
            <translation>Plan</translation>
        </message>
        <message>
            <source>Budget</source>
            <translation>Budget</translation>
        </message>
        <message>
            <source>Stopped loop</source>
            <translation>Schleife gestoppt</translation>
        </message>
        <message>
            <source>Publish</source>
            <translation>Veröffentlichen</translation>
        </message>
        <message>
            <source>Account</source>
            <translation>Konto</translation>
        </message>
        <message>
            <source>Not supported</source>
            <translation>Nicht möglich</translation>
        </message>
        <message>
            <source>Backend</source>
            <translation>Backend</translation>
        </message>
        <message>
            <source>Frontend</source>
            <translation>Frontend</translation>
        </message>
        <message>
            <source>Database</source>
            <translation>Datenbank</translation>
        </message>
        <message>
            <source>DevOps</source>
            <translation>DevOps</translation>
        </message>
        <message>
            <source>QA</source>
            <translation>QA</translation>
        </message>
        <message>
            <source>PRD</source>
            <translation>PRD</translation>
        </message>
        <message>
            <source>Repository</source>
            <translation>Repository</translation>
        </message>
        <message>
            <source>Scaffold</source>
            <translation>Gerüst</translation>
        </message>
        <message>
            <source>Queue</source>
            <translation>Warteschlange</translation>
        </message>
        <message>
            <source>First deploy</source>
            <translation>Erste Auslieferung</translation>
        </message>
        <message>
            <source>Workers</source>
            <translation>Worker</translation>
        </message>
        <message>
            <source>Engine in this window</source>
            <translation>Engine in diesem Fenster</translation>
        </message>
        <message>
            <source>Server engine</source>
            <translation>Server-Engine</translation>
        </message>
        <message>
            <source>Engine of a build command</source>
            <translation>Engine eines Build-Befehls</translation>
        </message>
        <message>
            <source>No engine</source>
            <translation>Keine Engine</translation>
        </message>
        <message>
            <source>just now</source>
            <translation>gerade eben</translation>
        </message>
        <message>
            <source>%1 s</source>
            <translation>%1 s</translation>
        </message>
        <message>
            <source>%1 min</source>
            <translation>%1 min</translation>
        </message>
        <message>
            <source>%1 h</source>
            <translation>%1 h</translation>
        </message>
        <message>
            <source>%1 d</source>
            <translation>%1 T</translation>
        </message>
        <message>
            <source>%1 min %2 s</source>
            <translation>%1 min %2 s</translation>
        </message>
        <message>
            <source>%1 h %2 min</source>
            <translation>%1 h %2 min</translation>
        </message>
        <message>
            <source>%1 M</source>
            <translation>%1 Mio.</translation>
        </message>
        <message>
            <source>%1 k</source>
            <translation>%1 Tsd.</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TranscriptView</name>
        <message numerus="yes">
            <source>… %n more line(s)</source>
            <translation>
                <numerusform>… %n weitere Zeile</numerusform>
                <numerusform>… %n weitere Zeilen</numerusform>
            </translation>
        </message>
        <message>
            <source>Transcript</source>
            <translation>Mitschrift</translation>
        </message>
        <message>
            <source>Finished</source>
            <translation>Beendet</translation>
        </message>
        <message>
            <source>Asked: %1</source>
            <translation>Gefragt: %1</translation>
        </message>
        <message>
            <source>Ended well after %1</source>
            <translation>Gut beendet nach %1</translation>
        </message>
        <message>
            <source>Failed after %1: %2</source>
            <translation>Fehlgeschlagen nach %1: %2</translation>
        </message>
        <message>
            <source>Started %1</source>
            <translation>Begonnen %1</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::TrayNotifier</name>
        <message>
            <source>&amp;Show Slipway</source>
            <translation>Slipway &amp;zeigen</translation>
        </message>
        <message>
            <source>%1: %2</source>
            <translation>%1: %2</translation>
        </message>
        <message>
            <source>Slipway</source>
            <translation>Slipway</translation>
        </message>
        <message numerus="yes">
            <source>%n agent(s) at work</source>
            <translation>
                <numerusform>%n Agent arbeitet</numerusform>
                <numerusform>%n Agenten arbeiten</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n decision(s) wait for you</source>
            <translation>
                <numerusform>%n Entscheidung wartet auf Sie</numerusform>
                <numerusform>%n Entscheidungen warten auf Sie</numerusform>
            </translation>
        </message>
        <message numerus="yes">
            <source>%n notice(s)</source>
            <translation>
                <numerusform>%n Nachricht</numerusform>
                <numerusform>%n Nachrichten</numerusform>
            </translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::WelcomePage</name>
        <message>
            <source>From one line to a live service</source>
            <translation>Von einer Zeile zum laufenden Dienst</translation>
        </message>
        <message>
            <source>Say what should be built. Slipway writes the requirements, plans the issues, has agents build, test and review them, and deploys the result.</source>
            <translation>Sagen Sie, was gebaut werden soll. Slipway schreibt die Anforderungen, plant die Issues, lässt Agenten sie bauen, testen und prüfen und liefert das Ergebnis aus.</translation>
        </message>
        <message>
            <source>Build a URL shortener</source>
            <translation>Build a URL shortener</translation>
        </message>
        <message>
            <source>Idea</source>
            <translation>Idee</translation>
        </message>
        <message>
            <source>Start…</source>
            <translation>Los…</translation>
        </message>
        <message>
            <source>You approve the plan</source>
            <translation>Sie stimmen dem Plan zu</translation>
        </message>
        <message>
            <source>A requirements document and 15 to 30 issues. Change them before anything is created.</source>
            <translation>Ein Dokument mit Anforderungen und 15 bis 30 Issues. Ändern Sie sie, bevor etwas angelegt wird.</translation>
        </message>
        <message>
            <source>Agents do the work</source>
            <translation>Agenten machen die Arbeit</translation>
        </message>
        <message>
            <source>Five pools write, test and review. Watch each line, stop or redirect any of them.</source>
            <translation>Fünf Gruppen schreiben, testen und prüfen. Sehen Sie jede Zeile, halten Sie jeden an oder lenken Sie ihn um.</translation>
        </message>
        <message>
            <source>You get a URL</source>
            <translation>Sie bekommen eine URL</translation>
        </message>
        <message>
            <source>Every change reviewed and merged, CI green, the service live and checked.</source>
            <translation>Jede Änderung geprüft und zusammengeführt, CI grün, der Dienst läuft und ist geprüft.</translation>
        </message>
        <message>
            <source>See it work in five minutes, offline and without an account: a recording of real agents.</source>
            <translation>In fünf Minuten zu sehen, ohne Netz und ohne Konto: eine Aufzeichnung echter Agenten.</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::WindowActions</name>
        <message>
            <source>&amp;New project…</source>
            <translation>&amp;Neues Projekt…</translation>
        </message>
        <message>
            <source>Start &amp;workers</source>
            <translation>&amp;Worker starten</translation>
        </message>
        <message>
            <source>Ctrl+Shift+W</source>
            <translation>Ctrl+Shift+W</translation>
        </message>
        <message>
            <source>&amp;Pause all</source>
            <translation>Alles &amp;anhalten</translation>
        </message>
        <message>
            <source>Ctrl+Shift+P</source>
            <translation>Ctrl+Shift+P</translation>
        </message>
        <message>
            <source>&amp;Run the pipeline</source>
            <translation>&amp;Pipeline starten</translation>
        </message>
        <message>
            <source>Ctrl+R</source>
            <translation>Ctrl+R</translation>
        </message>
        <message>
            <source>&amp;Deploy now</source>
            <translation>Jetzt &amp;ausliefern</translation>
        </message>
        <message>
            <source>Ctrl+D</source>
            <translation>Ctrl+D</translation>
        </message>
        <message>
            <source>&amp;Open the service</source>
            <translation>Dienst &amp;öffnen</translation>
        </message>
        <message>
            <source>Ctrl+O</source>
            <translation>Ctrl+O</translation>
        </message>
        <message>
            <source>Open the &amp;browser dashboard</source>
            <translation>Dashboard im &amp;Browser öffnen</translation>
        </message>
        <message>
            <source>&amp;Quit</source>
            <translation>&amp;Beenden</translation>
        </message>
        <message>
            <source>The workers finish their step and stop</source>
            <translation>Die Worker beenden ihren Schritt und halten an</translation>
        </message>
        <message>
            <source>The workers are starting</source>
            <translation>Die Worker starten</translation>
        </message>
        <message>
            <source>Everything goes on</source>
            <translation>Alles geht weiter</translation>
        </message>
        <message>
            <source>Everything is paused</source>
            <translation>Alles ist angehalten</translation>
        </message>
        <message>
            <source>The pipeline has started</source>
            <translation>Die Pipeline ist gestartet</translation>
        </message>
        <message>
            <source>The deployment has started</source>
            <translation>Die Auslieferung hat begonnen</translation>
        </message>
        <message>
            <source>Stop &amp;workers</source>
            <translation>&amp;Worker anhalten</translation>
        </message>
        <message>
            <source>&amp;Resume all</source>
            <translation>Alles &amp;fortsetzen</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::WindowMenus</name>
        <message>
            <source>&amp;Project</source>
            <translation>&amp;Projekt</translation>
        </message>
        <message>
            <source>&amp;Work</source>
            <translation>&amp;Arbeit</translation>
        </message>
        <message>
            <source>&amp;View</source>
            <translation>An&amp;sicht</translation>
        </message>
        <message>
            <source>Ctrl+%1</source>
            <translation>Ctrl+%1</translation>
        </message>
        <message>
            <source>&amp;Filter the panel</source>
            <translation>Bereich &amp;filtern</translation>
        </message>
        <message>
            <source>&amp;Colours</source>
            <translation>&amp;Farben</translation>
        </message>
        <message>
            <source>&amp;Reset the layout</source>
            <translation>Anordnung &amp;zurücksetzen</translation>
        </message>
        <message>
            <source>F&amp;ull screen</source>
            <translation>&amp;Vollbild</translation>
        </message>
        <message>
            <source>As the &amp;desktop</source>
            <translation>Wie der &amp;Desktop</translation>
        </message>
        <message>
            <source>&amp;Light</source>
            <translation>&amp;Hell</translation>
        </message>
        <message>
            <source>D&amp;ark</source>
            <translation>&amp;Dunkel</translation>
        </message>
        <message>
            <source>&amp;Help</source>
            <translation>&amp;Hilfe</translation>
        </message>
        <message>
            <source>&amp;About Slipway</source>
            <translation>&amp;Über Slipway</translation>
        </message>
        <message>
            <source>About Slipway</source>
            <translation>Über Slipway</translation>
        </message>
        <message>
            <source>&lt;h3&gt;Slipway %1&lt;/h3&gt;&lt;p&gt;From one line to a live, tested web service.&lt;/p&gt;&lt;p&gt;Free software under the GNU General Public License, version 3 or later.&lt;/p&gt;</source>
            <translation>&lt;h3&gt;Slipway %1&lt;/h3&gt;&lt;p&gt;Von einer Zeile zum laufenden, getesteten Webdienst.&lt;/p&gt;&lt;p&gt;Freie Software unter der GNU General Public License, Version 3 oder neuer.&lt;/p&gt;</translation>
        </message>
        <message>
            <source>About &amp;Qt</source>
            <translation>Über &amp;Qt</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::WorkerDelegate</name>
        <message>
            <source>Waiting for a task</source>
            <translation>Wartet auf eine Aufgabe</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::WorkerListModel</name>
        <message>
            <source>%1, %2, %3</source>
            <translation>%1, %2, %3</translation>
        </message>
    </context>
    <context>
        <name>slipway::ui::WorkersPanel</name>
        <message>
            <source>Workers</source>
            <translation>Worker</translation>
        </message>
        <message>
            <source>No workers</source>
            <translation>Keine Worker</translation>
        </message>
        <message>
            <source>Workers take the tasks of the queues, one pool for each of the five types.</source>
            <translation>Worker nehmen die Aufgaben der Warteschlangen, eine Gruppe für jede der fünf Arten.</translation>
        </message>
        <message>
            <source>Start workers</source>
            <translation>Worker starten</translation>
        </message>
        <message>
            <source>The workers are starting</source>
            <translation>Die Worker starten</translation>
        </message>
        <message>
            <source>Run</source>
            <translation>Lauf</translation>
        </message>
        <message>
            <source>Nothing chosen</source>
            <translation>Nichts gewählt</translation>
        </message>
        <message>
            <source>Choose a worker to watch what its agent says and does, as it happens.</source>
            <translation>Einen Worker wählen, um zu sehen, was sein Agent sagt und tut, während es geschieht.</translation>
        </message>
        <message>
            <source>Show the task</source>
            <translation>Aufgabe zeigen</translation>
        </message>
        <message>
            <source>This worker has no run yet.</source>
            <translation>Dieser Worker hat noch keinen Lauf.</translation>
        </message>
        <message>
            <source>round %1</source>
            <translation>Runde %1</translation>
        </message>
        <message>
            <source>No agent has worked on this task yet.</source>
            <translation>Noch hat kein Agent an dieser Aufgabe gearbeitet.</translation>
        </message>
        <message>
            <source>Nothing to read yet.</source>
            <translation>Noch nichts zu lesen.</translation>
        </message>
    </context>
</TS>
