// A client that sends exactly the bytes that a test wants, well-formed or not, and reads answers one by one.
#pragma once

#include <QByteArray>
#include <QHash>
#include <QHostAddress>
#include <QString>
#include <QTcpSocket>

#include <cstdint>
#include <optional>

namespace signalbox::serve {

struct RawReply
{
    int status = 0;
    QHash<QByteArray, QByteArray> headers; // names in lower case
    QByteArray body;
};

class RawClient
{
public:
    static constexpr int patience = 20'000; // milliseconds; only a failing test waits that long

    explicit RawClient(std::uint16_t port)
    {
        m_socket.connectToHost(QHostAddress(QHostAddress::LocalHost), port);
        m_socket.waitForConnected(patience);
    }

    bool send(const QByteArray &bytes)
    {
        m_socket.write(bytes);
        while (m_socket.bytesToWrite() > 0)
            if (!m_socket.waitForBytesWritten(patience))
                return false;
        return true;
    }

    // The next answer; nothing if the connection ended first.
    std::optional<RawReply> read()
    {
        while (m_received.indexOf("\r\n\r\n") < 0)
            if (!receive())
                return std::nullopt;
        const qsizetype end = m_received.indexOf("\r\n\r\n");
        const QList<QByteArray> lines = m_received.left(end).split('\n');
        RawReply reply;
        reply.status = lines[0].split(' ').value(1).toInt();
        for (const QByteArray &line : lines.mid(1)) {
            const qsizetype colon = line.indexOf(':');
            reply.headers.insert(line.left(colon).toLower(), line.mid(colon + 1).trimmed());
        }
        m_received.remove(0, end + 4);
        const qsizetype length = reply.headers.value("content-length").toLongLong();
        while (m_received.size() < length)
            if (!receive())
                return std::nullopt;
        reply.body = m_received.left(length);
        m_received.remove(0, length);
        return reply;
    }

    // Whether the server closes without another byte.
    bool closedByServer()
    {
        while (m_socket.state() == QAbstractSocket::ConnectedState)
            if (!m_socket.waitForDisconnected(patience))
                return false;
        return m_socket.readAll().isEmpty() && m_received.isEmpty();
    }

    // What came after the last whole answer or its head.
    [[nodiscard]] QByteArray receivedSoFar() const { return m_received; }

    void disconnect() { m_socket.abort(); }

private:
    bool receive()
    {
        if (m_socket.bytesAvailable() == 0 && !m_socket.waitForReadyRead(patience))
            return false;
        m_received += m_socket.readAll();
        return true;
    }

    QTcpSocket m_socket;
    QByteArray m_received;
};

} // namespace signalbox::serve
