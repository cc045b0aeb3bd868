// Find and replace in the query editor: as one types, all places are marked and counted. Only KqlEditor uses
// it. GUI thread.
#pragma once

#include <QFrame>
#include <QList>
#include <QPlainTextEdit>

#include "ui/widgets/theme.h"

class QLabel;
class QLineEdit;
class QPushButton;
class QToolButton;

namespace signalbox::ui {

class KqlFindBar final : public QFrame
{
    Q_OBJECT

public:
    KqlFindBar(const Theme &theme, QPlainTextEdit *edit);

    // Shows the bar with the selected text, if it is on one line, as what to find.
    void open(bool replace);
    void close();
    void findNext(bool backward);
    [[nodiscard]] const QList<QTextEdit::ExtraSelection> &marks() const { return m_marks; }

Q_SIGNALS:
    void marksChanged();
    void closed();
    void resized();

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    struct Place
    {
        int begin = 0;
        int length = 0;
    };

    QToolButton *addButton(const QString &text, const QString &objectName, const QString &help,
                           bool checkable);
    void search();
    void showCount();
    void choose(const Place &place);
    [[nodiscard]] int currentPlace() const;
    void replaceOne();
    void replaceAll();
    [[nodiscard]] QString replacementFor(const Place &place, const QString &text) const;

    const Theme &m_theme;
    QPlainTextEdit *m_edit;
    QLineEdit *m_find;
    QLineEdit *m_replace;
    QToolButton *m_case;
    QToolButton *m_regex;
    QLabel *m_count;
    QWidget *m_replaceRow;
    QList<Place> m_places;
    QList<QTextEdit::ExtraSelection> m_marks;
};

} // namespace signalbox::ui
