// A label, a field and, when it is wrong, a sentence below it.
#pragma once

#include <QWidget>

class QLabel;

namespace signalbox::ui {

class FormField final : public QWidget
{
    Q_OBJECT

public:
    // `label` may carry a mnemonic ("&Seed"); the editor becomes a child and is named after the label.
    FormField(const QString &label, QWidget *editor, QWidget *parent = nullptr);

    [[nodiscard]] QWidget *editor() const { return m_editor; }
    void setError(const QString &sentence);
    void clearError();
    [[nodiscard]] QString error() const; // "" while there is none

private:
    QWidget *m_editor;
    QLabel *m_error;
};

} // namespace signalbox::ui
