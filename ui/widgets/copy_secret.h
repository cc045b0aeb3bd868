// Copies a key to the clipboard and takes it away again after a while, if the clipboard still holds it. The
// secret is kept only as a hash in the meantime. GUI thread only.
#pragma once

#include <QByteArray>
#include <QObject>
#include <chrono>

class QClipboard;
class QTimer;

namespace signalbox::ui {

class SecretCopier final : public QObject
{
    Q_OBJECT

public:
    explicit SecretCopier(QClipboard *clipboard, QObject *parent = nullptr);
    ~SecretCopier() override; // clears at once what is still there

    void setClearTime(std::chrono::seconds time) { m_clearTime = time; }
    [[nodiscard]] std::chrono::seconds clearTime() const { return m_clearTime; }
    void copy(const QString &secret);

Q_SIGNALS:
    void cleared();

private:
    void clearIfUnchanged();

    QClipboard *m_clipboard;
    QTimer *m_timer;
    QByteArray m_hash;
    std::chrono::seconds m_clearTime{30};
};

} // namespace signalbox::ui
