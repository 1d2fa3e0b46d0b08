// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later

// Plays any agent CLI. What it does is told by arguments `--fake-<name>=<value>` (other arguments are ignored, so it can
// stand in for a real command line) or by environment variables SLIPWAY_FAKE_<NAME>; an argument wins. In this order:
//
//   stdin=PATH        copies stdin to PATH            args=PATH     writes its arguments there, one a line
//   env=PATH          writes its environment there    cwd=PATH      writes its working directory there
//   pidfile=PATH      appends its process number
//   ignore-term=1     ignores SIGTERM
//   child=PATH        starts a child that sleeps for an hour and appends its number to PATH
//   daemon=PATH       the same, but forked twice and in a session of its own
//   bare-daemon=PATH  the same, with an empty environment (started anew by exec)
//   file=PATH=TEXT    writes TEXT to PATH (as an agent changes files)
//   transcript=PATH   copies PATH to stdout, line by line     delay=MS  pause before each line
//   text=TEXT         writes TEXT and a newline       err=TEXT      the same to stderr
//   no-newline=TEXT   writes TEXT without a newline
//   giant=BYTES       one line of that many bytes     lines=N       N numbered lines
//   garbage=BYTES     that many pseudo-random bytes
//   crash=1           aborts        hang=1  sleeps until killed      exit=N  exit code
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fcntl.h>
#include <fstream>
#include <iostream>
#include <optional>
#include <string>
#include <unistd.h>

extern char **environ;

namespace {

int g_argc = 0;
char **g_argv = nullptr;

std::optional<std::string> option(const std::string &name)
{
    const std::string argument = "--fake-" + name + "=";
    for (int i = 1; i < g_argc; ++i) {
        if (std::strncmp(g_argv[i], argument.c_str(), argument.size()) == 0)
            return g_argv[i] + argument.size();
    }
    std::string variable = "SLIPWAY_FAKE_";
    for (const char c : name)
        variable += c == '-' ? '_' : static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    if (const char *value = std::getenv(variable.c_str()))
        return value;
    return std::nullopt;
}

long number(const std::string &name, long otherwise)
{
    const auto value = option(name);
    return value ? std::strtol(value->c_str(), nullptr, 10) : otherwise;
}

void appendNumber(const std::string &path)
{
    // One write, so that several processes may append to one file.
    const std::string line = std::to_string(getpid()) + "\n";
    const int fd = open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
    if (fd < 0 || write(fd, line.data(), line.size()) < 0)
        std::perror(path.c_str());
    close(fd);
}

[[noreturn]] void sleepForAnHour()
{
    for (int i = 0; i < 3600; ++i)
        sleep(1);
    std::_Exit(0);
}

void startChild(const std::string &path)
{
    if (fork() == 0) {
        appendNumber(path);
        sleepForAnHour();
    }
}

void startDaemon(const std::string &path, bool bare)
{
    if (fork() != 0)
        return;
    setsid();
    if (fork() != 0)
        std::_Exit(0);
    const int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    for (int fd = 0; fd < 3; ++fd)
        dup2(null, fd);
    if (bare) {
        const std::string argument = "--fake-child-here=" + path;
        char *arguments[] = { g_argv[0], const_cast<char *>(argument.c_str()), nullptr };
        char *nothing[] = { nullptr };
        execve("/proc/self/exe", arguments, nothing);
        std::_Exit(1);
    }
    appendNumber(path);
    sleepForAnHour();
}

void writeFacts()
{
    if (const auto path = option("stdin")) {
        std::ofstream file(*path, std::ios::binary);
        file << std::cin.rdbuf();
    }
    if (const auto path = option("args")) {
        std::ofstream file(*path);
        for (int i = 1; i < g_argc; ++i)
            file << g_argv[i] << '\n';
    }
    if (const auto path = option("env")) {
        std::ofstream file(*path);
        for (char **entry = environ; *entry; ++entry)
            file << *entry << '\n';
    }
    if (const auto path = option("cwd")) {
        char buffer[4096];
        std::ofstream(*path) << (getcwd(buffer, sizeof buffer) ? buffer : "") << '\n';
    }
    if (const auto path = option("pidfile"))
        appendNumber(*path);
    if (const auto change = option("file")) {
        const auto split = change->find('=');
        std::ofstream(change->substr(0, split)) << (split == std::string::npos ? "" : change->substr(split + 1));
    }
}

void startOthers()
{
    if (number("ignore-term", 0) != 0)
        std::signal(SIGTERM, SIG_IGN);
    if (const auto path = option("child"))
        startChild(*path);
    if (const auto path = option("daemon"))
        startDaemon(*path, false);
    if (const auto path = option("bare-daemon"))
        startDaemon(*path, true);
}

void writeOutput()
{
    if (const auto path = option("transcript")) {
        const auto delay = static_cast<useconds_t>(number("delay", 0) * 1000);
        std::ifstream file(*path);
        for (std::string line; std::getline(file, line);) {
            if (delay > 0)
                usleep(delay);
            std::cout << line << '\n' << std::flush;
        }
    }
    if (const auto text = option("text"))
        std::cout << *text << '\n' << std::flush;
    if (const auto text = option("err"))
        std::cerr << *text << '\n' << std::flush;
    for (long i = 0, count = number("lines", 0); i < count; ++i)
        std::cout << "line " << i << '\n';
    if (const long size = number("giant", 0); size > 0) {
        const std::string block(65536, 'x');
        for (long left = size; left > 0; left -= static_cast<long>(block.size()))
            std::cout.write(block.data(), std::min<long>(left, static_cast<long>(block.size())));
        std::cout << '\n';
    }
    unsigned state = 12345;
    for (long i = 0, count = number("garbage", 0); i < count; ++i) {
        state = state * 1103515245 + 12345;
        std::cout.put(static_cast<char>(state >> 16));
    }
    if (const auto text = option("no-newline"))
        std::cout << *text;
    std::cout << std::flush;
}

} // namespace

int main(int argc, char **argv)
{
    std::ios::sync_with_stdio(false);
    g_argc = argc;
    g_argv = argv;
    if (const auto path = option("child-here")) {
        appendNumber(*path);
        sleepForAnHour();
    }
    startOthers();
    writeFacts();
    writeOutput();
    if (number("crash", 0) != 0)
        std::abort();
    if (number("hang", 0) != 0)
        sleepForAnHour();
    return static_cast<int>(number("exit", 0));
}
