// Sends one real request to an endpoint and shows the whole answer as it is. The key comes from the keychain
// or is pasted; it is never shown, stored or copied into a snippet. GUI thread only.
#pragma once

#include <QWidget>

#include "core/serve/endpoints.h"
#include "core/serve/http_client.h"
#include "ui/endpoints/code_snippets.h"
#include "ui/widgets/async.h"
#include "ui/widgets/theme.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QPushButton;

namespace signalbox::ui {

class Session;
class StatusDot;

class TestBox final : public QWidget
{
    Q_OBJECT

public:
    // `session` outlives the box.
    explicit TestBox(Session &session, QWidget *parent = nullptr);

    // Another endpoint, or another model behind it, brings its own example; what was typed stays otherwise.
    void display(const serve::Endpoint &endpoint);

private:
    void buildRequest(QWidget *half);
    void buildAnswer(QWidget *half);
    void loadExample(bool another);
    void send();
    void showAnswer(const Result<serve::HttpResponse> &answer);
    void copySnippet(SnippetKind kind);
    void checkBody();
    void updateSend();
    [[nodiscard]] const serve::Deployment *exampleDeployment() const;
    [[nodiscard]] QString chosenDeployment() const;
    [[nodiscard]] QString url() const;

    Session &m_session;
    serve::Endpoint m_endpoint;
    QString m_exampleOf; // endpoint and artifact that the example was made for
    std::uint64_t m_seed = 1;
    Latest m_example;
    Latest m_answer;
    QPlainTextEdit *m_body;
    QLabel *m_bodyProblem;
    QComboBox *m_deployment;
    QLineEdit *m_key;
    QPushButton *m_send;
    StatusDot *m_status;
    QLabel *m_headers;
    QPlainTextEdit *m_text;
};

} // namespace signalbox::ui
