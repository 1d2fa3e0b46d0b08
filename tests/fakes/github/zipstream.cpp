// SPDX-FileCopyrightText: 2026 The Slipway authors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/fakes/github/zipstream.h"

#include <QtEndian>

namespace slipway::test {

namespace {

quint32 crcOf(const QByteArray &data)
{
    quint32 crc = 0xffffffff;
    for (const char byte : data) {
        crc ^= quint8(byte);
        for (int bit = 0; bit < 8; ++bit)
            crc = (crc >> 1) ^ (0xedb88320 & (0 - (crc & 1)));
    }
    return ~crc;
}

void put16(QByteArray &out, quint16 value)
{
    value = qToLittleEndian(value);
    out.append(reinterpret_cast<const char *>(&value), 2);
}

void put32(QByteArray &out, quint32 value)
{
    value = qToLittleEndian(value);
    out.append(reinterpret_cast<const char *>(&value), 4);
}

} // namespace

QByteArray streamedZip(const QList<std::pair<QString, QByteArray>> &files)
{
    constexpr quint16 streamed = 1U << 3 | 1U << 11; // UTF-8 names
    QByteArray out, directory;
    for (const auto &[name, content] : files) {
        const QByteArray bytes = name.toUtf8();
        // qCompress: four bytes of length, zlib's two, raw deflate, zlib's checksum.
        const QByteArray packed = qCompress(content, 9).mid(6).chopped(4);
        const auto offset = quint32(out.size());
        put32(out, 0x04034b50);
        for (const quint16 value : { quint16(20), streamed, quint16(8), quint16(0), quint16(0) })
            put16(out, value);
        for (int i = 0; i < 3; ++i)
            put32(out, 0);
        put16(out, quint16(bytes.size()));
        put16(out, 0);
        out += bytes + packed;
        put32(out, 0x08074b50);
        for (const quint32 value : { crcOf(content), quint32(packed.size()), quint32(content.size()) })
            put32(out, value);
        put32(directory, 0x02014b50);
        for (const quint16 value : { quint16(45), quint16(20), streamed, quint16(8), quint16(0), quint16(0) })
            put16(directory, value);
        for (const quint32 value : { crcOf(content), quint32(packed.size()), quint32(content.size()) })
            put32(directory, value);
        put16(directory, quint16(bytes.size()));
        for (int i = 0; i < 4; ++i)
            put16(directory, 0);
        put32(directory, 0);
        put32(directory, offset);
        directory += bytes;
    }
    const auto start = quint32(out.size());
    out += directory;
    put32(out, 0x06054b50);
    put32(out, 0);
    put16(out, quint16(files.size()));
    put16(out, quint16(files.size()));
    put32(out, quint32(directory.size()));
    put32(out, start);
    put16(out, 0);
    return out;
}

} // namespace slipway::test
