// The forms of the Endpoints page: a new endpoint, a deployment, the split of the traffic, and the keys that
// are shown once. GUI thread only.
#pragma once

#include <map>
#include <vector>

#include "core/registry/registry.h"
#include "core/serve/endpoints.h"
#include "ui/endpoints/endpoints_snapshot.h"
#include "ui/widgets/form_sheet.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace signalbox::ui {

class SecretCopier;

class CreateEndpointSheet final : public FormSheet
{
    Q_OBJECT

public:
    CreateEndpointSheet(const Theme &theme, serve::Environment environment, const QString &context,
                        QWidget *parent);

    [[nodiscard]] QString name() const;
    [[nodiscard]] serve::Environment environment() const;

private:
    void check();

    QLineEdit *m_name;
    QComboBox *m_environment;
};

class DeploySheet final : public FormSheet
{
    Q_OBJECT

public:
    DeploySheet(const Theme &theme, const serve::Endpoint &endpoint, std::vector<registry::Version> versions,
                const QString &context, QWidget *parent);

    [[nodiscard]] const registry::Version &version() const;
    [[nodiscard]] QString deployment() const;

private:
    void check();

    serve::Endpoint m_endpoint;
    std::vector<registry::Version> m_versions;
    QComboBox *m_version;
    QComboBox *m_deployment; // blue and green, or what is typed
};

class TrafficSheet final : public FormSheet
{
    Q_OBJECT

public:
    TrafficSheet(const Theme &theme, const serve::Endpoint &endpoint, const QString &context,
                 QWidget *parent);

    [[nodiscard]] serve::Split split() const; // without those that get nothing
    [[nodiscard]] QString reason() const;

private:
    void check();

    std::map<std::string, QSpinBox *> m_shares;
    QLabel *m_sum;
    QLineEdit *m_reason;
};

class KeysSheet final : public QDialog
{
    Q_OBJECT

public:
    // Copies through `copier`, which takes the key off the clipboard again.
    KeysSheet(const Theme &theme, SecretCopier &copier, const QString &endpoint, const MadeKeys &keys,
              QWidget *parent);
};

} // namespace signalbox::ui
