// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/prompt.h"

#include "core/base/completion.h"

#include <QSocketNotifier>

#include <cstdio>
#include <termios.h>
#include <unistd.h>

namespace slipway::app {

namespace {

void show(const QString &text)
{
    std::fputs(qUtf8Printable(text), stderr);
    std::fflush(stderr);
}

/// The longest line that a terminal hands over whole.
constexpr qsizetype longestLine = 4096;

/// One line of the terminal, without the end.
Async<QString> readLine(std::stop_token stop)
{
    const auto source = std::make_shared<base::CompletionSource<QString>>();
    QSocketNotifier notifier(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&notifier, &QSocketNotifier::activated, &notifier, [source, &notifier] {
        notifier.setEnabled(false);
        QByteArray line(longestLine, Qt::Uninitialized);
        const auto size = ::read(STDIN_FILENO, line.data(), size_t(line.size()));
        if (size <= 0)
            source->resolve(fail(ErrorCode::Waiting, QStringLiteral("The terminal was closed")));
        else
            source->resolve(QString::fromUtf8(line.first(size)).trimmed());
    });
    const std::stop_callback onStop(
        stop, [source] { source->resolve(fail(ErrorCode::Cancelled, QStringLiteral("Interrupted"))); });
    co_return co_await source->completion();
}

/// Typing is not shown while one of these lives.
class EchoOff final {
public:
    EchoOff()
    {
        m_known = ::tcgetattr(STDIN_FILENO, &m_before) == 0;
        termios quiet = m_before;
        quiet.c_lflag &= ~tcflag_t(ECHO);
        if (m_known)
            ::tcsetattr(STDIN_FILENO, TCSANOW, &quiet);
    }
    ~EchoOff()
    {
        if (m_known)
            ::tcsetattr(STDIN_FILENO, TCSANOW, &m_before);
    }
    Q_DISABLE_COPY_MOVE(EchoOff)

private:
    termios m_before = {};
    bool m_known = false;
};

} // namespace

bool canAsk()
{
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
}

Async<bool> ask(QString question, std::stop_token stop)
{
    while (true) {
        show(question);
        const auto line = co_await readLine(stop);
        if (!line) {
            show(QStringLiteral("\n"));
            co_return forward(line);
        }
        const QString answer = line->toLower();
        if (answer == QLatin1String("y") || answer == QLatin1String("yes"))
            co_return true;
        if (answer == QLatin1String("n") || answer == QLatin1String("no"))
            co_return false;
    }
}

Async<QString> askSecretly(QString question, std::stop_token stop)
{
    show(question);
    const EchoOff quiet;
    const auto line = co_await readLine(stop);
    show(QStringLiteral("\n"));
    co_return line;
}

} // namespace slipway::app
