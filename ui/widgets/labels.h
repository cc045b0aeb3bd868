// Text in the house's sizes, and the small marks that stand beside it: badges, dots with words, key/value
// lists. Colours come from the application's style sheet by object property, so these need no theme except
// where they draw.
#pragma once

#include <QLabel>
#include <QPushButton>
#include <QWidget>
#include <vector>

#include "ui/widgets/theme.h"

class QGridLayout;

namespace signalbox::ui {

// Body text that wraps and can be selected; Text or MutedText, or a status role.
[[nodiscard]] QLabel *makeText(const QString &text, Role role = Role::Text, QWidget *parent = nullptr);
// "LATENCY P95, ms": small, semi-bold, muted.
[[nodiscard]] QLabel *makeSectionHeading(const QString &text, QWidget *parent = nullptr);
// "diabetes_classification": what the page is about.
[[nodiscard]] QLabel *makeTitle(const QString &text, QWidget *parent = nullptr);
// Gives any label, button or card a status colour: Text, MutedText, Accent, Danger, Warning or Good.
void setRole(QWidget *widget, Role role);

enum class ButtonKind : std::uint8_t { Plain, Primary, Danger, Quiet, Link };
// A push button; Primary is filled blue, Danger filled red, Quiet without a border, Link blue text.
[[nodiscard]] QPushButton *makeButton(const QString &text, const QString &objectName,
                                      ButtonKind kind = ButtonKind::Plain, QWidget *parent = nullptr);
void setButtonKind(QPushButton *button, ButtonKind kind);

// A filled pill with a count or a word; hidden while empty. Danger by default, as for what waits for people.
class Badge final : public QLabel
{
    Q_OBJECT

public:
    explicit Badge(QWidget *parent = nullptr);
    void setCount(int count);
    void setWord(const QString &word, Role role);
};

// A coloured dot and a word, so that colour never says it alone.
class StatusDot final : public QWidget
{
    Q_OBJECT

public:
    explicit StatusDot(const Theme &theme, QWidget *parent = nullptr);
    void setState(Role role, const QString &word);
    [[nodiscard]] QString word() const { return m_word; }
    [[nodiscard]] QSize sizeHint() const override;
    [[nodiscard]] QSize minimumSizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    const Theme &m_theme;
    Role m_role = Role::MutedText;
    QString m_word;
};

struct KeyValue
{
    QString key = {};
    QString value = {};
    Role role = Role::Text;
    QString toolTip = {};
};

// Two columns, keys muted; values can be selected. setValues() reuses its labels, so a selection survives.
class KeyValueList final : public QWidget
{
    Q_OBJECT

public:
    explicit KeyValueList(QWidget *parent = nullptr);
    void setValues(const std::vector<KeyValue> &values);

private:
    struct Line
    {
        QLabel *key = nullptr;
        QLabel *value = nullptr;
    };
    QGridLayout *m_grid;
    std::vector<Line> m_lines;
};

} // namespace signalbox::ui
