// Asks the language services on the thread pool, so that typing never waits for them: mistakes, completion,
// hints, help and layout. Answers to texts that have changed since are dropped. Only KqlEditor uses it. GUI
// thread.
#pragma once

#include <QObject>
#include <memory>
#include <optional>
#include <vector>

#include "core/kql/language/completion.h"
#include "core/kql/language/hints.h"
#include "core/kql/syntax/diagnostic.h"
#include "ui/widgets/async.h"

namespace signalbox::ui {

struct EditorMistake
{
    int begin = 0; // positions in the text
    int end = 0;
    QString message = {};
    QString suggestion = {};
};

struct EditorCompletion
{
    int begin = 0; // of the word typed so far
    int cursor = 0;
    std::vector<kql::CompletionItem> items = {};
};

class KqlAssistant final : public QObject
{
    Q_OBJECT

public:
    explicit KqlAssistant(QObject *parent);

    void setCatalog(std::shared_ptr<const kql::Catalog> catalog);
    [[nodiscard]] const std::shared_ptr<const kql::Catalog> &catalog() const { return m_catalog; }

    void check(const QString &text);
    void complete(const QString &text, int cursor);
    void hint(const QString &text, int cursor);
    void describe(const QString &text, int position);
    void format(const QString &text);
    void cancelCompletion() { m_completing.cancel(); }
    void cancelHint() { m_hinting.cancel(); }

Q_SIGNALS:
    void checked(const std::vector<signalbox::ui::EditorMistake> &mistakes);
    void completed(const signalbox::ui::EditorCompletion &completion);
    void hinted(const std::optional<signalbox::kql::SignatureHint> &hint);
    void described(const std::optional<signalbox::kql::WordHelp> &help);
    void formatted(const QString &before, const QString &after);

private:
    std::shared_ptr<const kql::Catalog> m_catalog; // null until it is known
    Latest m_checking;
    Latest m_completing;
    Latest m_hinting;
    Latest m_describing;
    Latest m_formatting;
};

} // namespace signalbox::ui
