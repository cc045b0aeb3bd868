// One thing that a person must know within three seconds: an icon, a headline in the colour of its role and a
// sentence on what it rests, on a quiet ground with a coloured edge. Hidden while it has no headline.
#pragma once

#include <QFrame>

#include "ui/widgets/theme.h"

class QLabel;

namespace signalbox::ui {

struct Verdict
{
    Role role = Role::MutedText;
    QString icon = {};     // of resources/icons
    QString headline = {}; // "No harm found at 50 %"
    QString sentence = {};

    friend bool operator==(const Verdict &, const Verdict &) = default;
};

class VerdictBanner final : public QFrame
{
    Q_OBJECT

public:
    explicit VerdictBanner(const Theme &theme, QWidget *parent = nullptr);

    void setVerdict(const Verdict &verdict);
    [[nodiscard]] const Verdict &verdict() const { return m_verdict; }

private:
    void drawIcon();

    const Theme &m_theme;
    Verdict m_verdict;
    QLabel *m_icon;
    QLabel *m_headline;
    QLabel *m_sentence;
};

} // namespace signalbox::ui
