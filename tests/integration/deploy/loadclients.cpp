// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/deploy/loadclients.h"

#include <QByteArray>

#include <arpa/inet.h>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace slipway::test {

namespace {

int connectTo(int port)
{
    const int descriptor = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const timeval patience { 20, 0 };
    ::setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in address {};
    address.sin_family = AF_INET;
    address.sin_port = htons(static_cast<uint16_t>(port));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(descriptor, reinterpret_cast<sockaddr *>(&address), sizeof address) == 0)
        return descriptor;
    ::close(descriptor);
    return -1;
}

struct Answer {
    QString problem; ///< empty if it is a whole 200
    QByteArray body;
    bool closes = true;
};

Answer ask(int descriptor, bool keep)
{
    const QByteArray request = QByteArray("GET / HTTP/1.1\r\nHost: localhost\r\nConnection: ")
        + (keep ? "keep-alive" : "close") + "\r\n\r\n";
    Answer answer;
    if (::send(descriptor, request.constData(), static_cast<size_t>(request.size()), MSG_NOSIGNAL) != request.size()) {
        answer.problem = QStringLiteral("send: %1").arg(QString::fromLocal8Bit(std::strerror(errno)));
        return answer;
    }
    QByteArray all;
    std::array<char, 4096> buffer {};
    qsizetype length = -1;
    qsizetype head = -1;
    while (head < 0 || all.size() < head + length) {
        const auto size = ::recv(descriptor, buffer.data(), buffer.size(), 0);
        if (size <= 0) {
            answer.problem
                = QStringLiteral("%1 behind %2 bytes")
                      .arg(size == 0 ? QStringLiteral("closed") : QString::fromLocal8Bit(std::strerror(errno)))
                      .arg(all.size());
            return answer;
        }
        all.append(buffer.data(), size);
        if (head < 0 && all.contains("\r\n\r\n")) {
            head = all.indexOf("\r\n\r\n") + 4;
            const QByteArray headers = all.left(head).toLower();
            const qsizetype at = headers.indexOf("content-length: ");
            length = at < 0 ? 0 : headers.mid(at + 16, headers.indexOf('\r', at) - at - 16).toInt();
            answer.closes = headers.contains("connection: close") || headers.startsWith("http/1.0");
        }
    }
    answer.body = all.mid(head);
    if (!all.left(13).contains(" 200"))
        answer.problem = QString::fromLatin1(all.left(all.indexOf('\r')));
    return answer;
}

} // namespace

LoadClients::LoadClients(int port, int clients)
    : m_port(port)
{
    for (int i = 0; i < clients; ++i)
        m_threads.emplace_back([this, i] { visit(i % 2 == 1); });
}

LoadClients::~LoadClients()
{
    stop();
}

void LoadClients::stop()
{
    m_done = true;
    for (auto &thread : m_threads)
        thread.join();
    m_threads.clear();
}

QStringList LoadClients::failures() const
{
    const std::lock_guard lock(m_mutex);
    return m_failures;
}

QMap<QString, int> LoadClients::versions() const
{
    const std::lock_guard lock(m_mutex);
    return m_versions;
}

void LoadClients::visit(bool keep)
{
    sigset_t all; // children end while it waits, and that is no failed request
    ::sigfillset(&all);
    ::pthread_sigmask(SIG_BLOCK, &all, nullptr);
    int descriptor = -1;
    while (!m_done) {
        const auto begin = std::chrono::steady_clock::now();
        if (descriptor < 0)
            descriptor = connectTo(m_port);
        Answer answer;
        if (descriptor < 0)
            answer.problem = QStringLiteral("connect: %1").arg(QString::fromLocal8Bit(std::strerror(errno)));
        else
            answer = ask(descriptor, keep);
        if (descriptor >= 0 && (!keep || answer.closes || !answer.problem.isEmpty())) {
            ::close(descriptor);
            descriptor = -1;
        }
        const auto spent
            = std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - begin).count();
        ++m_requests;
        if (spent > m_longestMs)
            m_longestMs = static_cast<int>(spent);
        {
            const std::lock_guard lock(m_mutex);
            if (answer.problem.isEmpty())
                ++m_versions[QString::fromUtf8(answer.body.left(answer.body.indexOf(' ')))];
            else
                m_failures << answer.problem;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    if (descriptor >= 0)
        ::close(descriptor);
}

} // namespace slipway::test
