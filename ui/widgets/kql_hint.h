// The parameters of the call at the cursor, above its line, the present one in bold. Never takes the focus. A
// child of the editor's window. GUI thread.
#pragma once

#include <QFrame>

#include "core/kql/language/hints.h"

class QLabel;

namespace signalbox::ui {

class KqlHint final : public QFrame
{
    Q_OBJECT

public:
    explicit KqlHint(QWidget *editor);

    // `anchor` is the rectangle of the cursor's line in global coordinates.
    void present(const kql::SignatureHint &hint, const QRect &anchor);
    [[nodiscard]] QString text() const;

private:
    QWidget *m_editor;
    QLabel *m_label;
};

} // namespace signalbox::ui
