#include "ui/widgets/copy_secret.h"

#include <QClipboard>
#include <QCryptographicHash>
#include <QMimeData>
#include <QTimer>

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

QByteArray hashOf(const QString &text)
{
    return QCryptographicHash::hash(text.toUtf8(), QCryptographicHash::Sha256);
}

} // namespace

SecretCopier::SecretCopier(QClipboard *clipboard, QObject *parent)
    : QObject(parent)
    , m_clipboard(clipboard)
    , m_timer(new QTimer(this))
{
    m_timer->setSingleShot(true);
    connect(m_timer, &QTimer::timeout, this, &SecretCopier::clearIfUnchanged);
}

SecretCopier::~SecretCopier()
{
    if (m_timer->isActive())
        clearIfUnchanged();
}

void SecretCopier::copy(const QString &secret)
{
    auto *data = new QMimeData;
    data->setText(secret);
    // What clipboard managers of the three systems agreed on for text that they must not keep.
    data->setData(u"x-kde-passwordManagerHint"_s, "secret");
    data->setData(u"application/x-qt-windows-mime;value=\"ExcludeClipboardContentFromMonitorProcessing\""_s,
                  "1");
    data->setData(u"application/x-nspasteboard-concealed-type"_s, "1");
    m_clipboard->setMimeData(data);
    m_hash = hashOf(secret);
    m_timer->start(m_clearTime);
}

void SecretCopier::clearIfUnchanged()
{
    if (hashOf(m_clipboard->text()) == m_hash)
        m_clipboard->clear();
    m_hash.clear();
    Q_EMIT cleared();
}

} // namespace signalbox::ui
