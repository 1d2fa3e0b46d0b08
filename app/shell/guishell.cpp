// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/shell/guishell.h"

#include "app/bootstrap/unixsignals.h"
#include "app/shell/servershell.h"

#include "core/base/logging.h"
#include "core/base/taskscope.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QMessageBox>

namespace slipway::app {

namespace {

using settings::Key;

/// The desktop's objects. The window comes first and fills as soon as Redis answers: nobody waits for an engine to start.
class Desktop final {
public:
    Desktop(Home home, redis::RedisAddress address)
        : m_home(std::move(home))
        , m_ownsEngine(EngineLock::holder(m_home.paths.engineLock) == 0)
        , m_store(address, keys())
        , m_client(address, keys())
        , m_notices(m_home)
    {
        ui::WindowOptions options;
        options.layoutFile = m_home.paths.state + QStringLiteral("/desktop.ini");
        options.homeTitle = m_home.paths.home;
        options.ownsEngine = m_ownsEngine;
        options.noticeRules = [this] { return m_notices.rules(); };
        m_window = std::make_unique<ui::MainWindow>(m_store, m_client, options);
    }

    void start()
    {
        m_store.start();
        m_window->show();
        QObject::connect(m_window.get(), &ui::MainWindow::quitRequested, m_window.get(), [this](bool keepRunning) {
            if (!(keepRunning && m_ownsEngine))
                requestStop();
        });
        if (m_ownsEngine)
            m_scope.start(startEngine(), "engine");
    }

    /// Ends the engine in good order, then the application. May be called twice.
    void requestStop()
    {
        if (!std::exchange(m_stopping, true))
            base::detach(stopEverything(), "shutdown");
    }

private:
    [[nodiscard]] queue::Keys keys() const { return queue::Keys(m_home.settings.string(Key::RedisPrefix).toUtf8()); }

    QCoro::Task<> startEngine()
    {
        m_host = std::make_unique<EngineHost>(m_home, QStringLiteral("desktop"));
        QObject::connect(m_host.get(), &EngineHost::leadershipLost, m_window.get(), [this](const QString &to) {
            stopWith(QCoreApplication::translate("Desktop", "Another engine leads now: %1").arg(to),
                     QCoreApplication::translate("Desktop",
                                                 "This window's engine has stopped working. Start Slipway "
                                                 "again to attach to the other one."));
        });
        const auto started = co_await m_host->start(EngineHost::Purpose::Lead);
        if (!started) {
            stopWith(started.error().message, started.error().hint);
            co_return;
        }
        m_faces = std::make_unique<Faces>(m_home, m_host->redis());
        QString note;
        const auto shown = m_faces->start(*m_host, note);
        if (!shown)
            qWarning("dashboard: %s", qUtf8Printable(shown.error().message));
        co_await m_faces->startDiscord([](const QString &line) { qInfo("%s", qUtf8Printable(line)); });
        if (m_home.settings.boolean(Key::WorkersAutostart)) {
            const auto workers = co_await m_client.execute(
                control::makeCommand(QStringLiteral("desktop"), QStringLiteral("workers.start")));
            if (!workers)
                qWarning("workers: %s", qUtf8Printable(workers.error().message));
        }
    }

    /// Says why, and ends when the person has read it.
    void stopWith(const QString &what, const QString &hint)
    {
        auto *const shown = new QMessageBox(QMessageBox::Critical, QStringLiteral("Slipway"), what, QMessageBox::Close,
                                            m_window.get());
        shown->setInformativeText(hint);
        shown->setAttribute(Qt::WA_DeleteOnClose);
        QObject::connect(shown, &QMessageBox::finished, m_window.get(), [this] { requestStop(); });
        shown->open();
    }

    QCoro::Task<> stopEverything()
    {
        m_window->hide();
        co_await m_scope.drain();
        if (m_faces)
            co_await m_faces->stop();
        m_faces.reset();
        if (m_host)
            co_await m_host->stop();
        m_host.reset();
        QCoreApplication::exit(Done);
    }

    Home m_home;
    bool m_ownsEngine;
    bool m_stopping = false;
    control::StateStore m_store;
    control::ControlClient m_client;
    NoticeSettings m_notices;
    std::unique_ptr<ui::MainWindow> m_window;
    std::unique_ptr<EngineHost> m_host;
    std::unique_ptr<Faces> m_faces;
    base::TaskScope m_scope;
};

} // namespace

int runDesktop(int argc, char **argv, const Invocation &invocation)
{
    if (qEnvironmentVariableIsEmpty("DISPLAY") && qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY")
        && qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM")) {
        std::fputs("slipway: There is no display here. Use `slipway --server`, or a command (slipway --help)\n",
                   stderr);
        return WrongUsage;
    }
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(QStringLiteral("slipway"));
    QCoreApplication::setApplicationVersion(QStringLiteral(SLIPWAY_VERSION));
    QGuiApplication::setDesktopFileName(QStringLiteral("org.slipway.Slipway"));
    QApplication::setQuitOnLastWindowClosed(false);
    UnixSignals signals_;
    const Output output(false);
    const auto home = Home::open(invocation.overrides);
    if (!home)
        return output.failure(home.error());
    base::installLogging(home->paths.logs, false);
    const auto address = RedisAccess(*home).address();
    if (!address)
        return output.failure(address.error());
    Desktop desktop(*home, *address);
    QObject::connect(&signals_, &UnixSignals::stopRequested, &application, [&desktop] { desktop.requestStop(); });
    QObject::connect(&signals_, &UnixSignals::stopNowRequested, &application, [] { std::_Exit(Interrupted); });
    desktop.start();
    return QApplication::exec();
}

} // namespace slipway::app
