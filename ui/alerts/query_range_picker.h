// The button that chooses which time a query looks at. While the query chooses its times itself the button
// says so and rests. GUI thread only.
#pragma once

#include <QToolButton>

#include "ui/alerts/query_range.h"
#include "ui/widgets/theme.h"

namespace signalbox::ui {

class QueryRangePicker final : public QToolButton
{
    Q_OBJECT

public:
    QueryRangePicker(const Theme &theme, QWidget *parent = nullptr);

    void setRange(const QueryRange &range);
    [[nodiscard]] const QueryRange &range() const { return m_range; }
    void setInQuery(bool inQuery);
    [[nodiscard]] bool inQuery() const { return m_inQuery; }

Q_SIGNALS:
    void rangeChanged(); // by the user

private:
    void choose(const QueryRange &range);
    void askForTimes();
    void showRange();

    const Theme &m_theme;
    QueryRange m_range;
    bool m_inQuery = false;
};

} // namespace signalbox::ui
