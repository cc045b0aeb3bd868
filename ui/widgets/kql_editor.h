// The editor for queries: colours, completion, hints, mistakes underlined as one types, brackets, find and
// replace, layout, and the statement that would run marked beside its lines. A QPlainTextEdit with a gutter;
// all that costs time happens on the thread pool. GUI thread.
#pragma once

#include <QPlainTextEdit>
#include <QTextBlock>
#include <memory>
#include <optional>
#include <vector>

#include "core/kql/catalog.h"
#include "core/kql/language/hints.h"
#include "core/kql/language/statement_at.h"
#include "ui/widgets/theme.h"

class QTimer;

namespace signalbox::ui {

class KqlAssistant;
class KqlCompletionPopup;
class KqlFindBar;
class KqlGutter;
class KqlHighlighter;
class KqlHint;
struct EditorCompletion;
struct EditorMistake;

class KqlEditor final : public QPlainTextEdit
{
    Q_OBJECT

public:
    explicit KqlEditor(const Theme &theme, QWidget *parent = nullptr);
    ~KqlEditor() override;

    // The tables and columns that completion, help and the check of names know. Null: none are known yet.
    void setCatalog(std::shared_ptr<const kql::Catalog> catalog);

    [[nodiscard]] const std::vector<EditorMistake> &mistakes() const { return m_mistakes; }

    // Asks to run the statement at the cursor, as F5 does, or the whole text.
    void runStatement();
    void runAll();
    // Lays the text out; parts with mistakes stay as they are.
    void format();
    void openFind(bool replace);
    void openCompletion();
    [[nodiscard]] QSize minimumSizeHint() const override;

    // For the gutter: blocks that are seen, and where they are from the top of the gutter.
    [[nodiscard]] QTextBlock firstShownBlock() const { return firstVisibleBlock(); }
    [[nodiscard]] QRectF areaOf(const QTextBlock &block) const;

Q_SIGNALS:
    // `text` is to be run; it stands from position `from` on, `length` letters long, in the editor. Other
    // queries within that range are blanked in `text`.
    void runRequested(const QString &text, int from, int length);
    void mistakesChanged();

protected:
    bool event(QEvent *event) override;
    bool focusNextPrevChild(bool next) override;
    void keyPressEvent(QKeyEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void focusInEvent(QFocusEvent *event) override;
    void focusOutEvent(QFocusEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void changeEvent(QEvent *event) override;

private:
    enum class Trigger : bool { Typing, Asked };

    // Keys; true if the key was used up.
    bool popupKey(const QKeyEvent &event);
    bool commandKey(const QKeyEvent &event);
    bool editingKey(const QKeyEvent &event);
    void typed(const QKeyEvent &event);
    static bool isOwnShortcut(const QKeyEvent &event);

    // Completion and hints.
    void requestCompletion(Trigger trigger);
    void showCompletion(const EditorCompletion &completion);
    void acceptCompletion();
    void closePopups();
    void requestHint();
    void showHint(const std::optional<kql::SignatureHint> &hint);
    void showHelpAt(const QPoint &position);
    [[nodiscard]] bool inText() const; // the cursor is in a comment or a text

    // What is seen.
    void cursorMoved();
    void placeMargins();
    void showMarks();
    void markStatement();
    void zoom(int steps);
    void applyTheme();
    [[nodiscard]] const EditorMistake *mistakeAt(int position) const;

    const Theme &m_theme;
    KqlAssistant *m_assistant;
    KqlHighlighter *m_highlighter;
    KqlGutter *m_gutter;
    KqlFindBar *m_findBar;
    KqlCompletionPopup *m_popup; // with the hint a child of the window once it was shown
    KqlHint *m_hint;
    QTimer *m_checkTimer;
    QTimer *m_markTimer;
    std::vector<EditorMistake> m_mistakes;
    QPoint m_helpPlace;             // where the pointer asked for help, in global coordinates
    int m_completionBegin = 0;      // of the word that a chosen item replaces
    bool m_completionAsked = false; // by a key of its own rather than by typing
    bool m_hintWanted = false;
    bool m_tabLeaves = false; // the next Tab moves the focus instead of indenting
    int m_zoom = 0;
};

} // namespace signalbox::ui
