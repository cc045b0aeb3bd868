#include "core/kql/language/vocabulary.h"

#include <algorithm>
#include <array>

namespace signalbox::kql {

namespace {

constexpr std::array<Choice, 9> joinKinds = {{
    {"innerunique", "One row of the left side for each key; the default."},
    {"inner", "All pairs of rows with equal keys."},
    {"leftouter", "As inner, and the left rows without a partner."},
    {"rightouter", "As inner, and the right rows without a partner."},
    {"fullouter", "As inner, and the rows of both sides without a partner."},
    {"leftsemi", "Left rows that have a partner."},
    {"rightsemi", "Right rows that have a partner."},
    {"leftanti", "Left rows that have no partner."},
    {"rightanti", "Right rows that have no partner."},
}};
constexpr std::array<Choice, 2> lookupKinds = {{
    {"leftouter", "Keeps the rows without a match; the default."},
    {"inner", "Drops the rows without a match."},
}};
constexpr std::array<Choice, 2> unionKinds = {{
    {"outer", "All columns that occur in any of the tables; the default."},
    {"inner", "Only the columns that all tables have."},
}};
constexpr std::array<Choice, 2> yesOrNo = {{{"true", "Yes."}, {"false", "No."}}};
constexpr std::array<Choice, 2> expansions = {{
    {"bag", "A bag becomes bags of one key; the default."},
    {"array", "A bag becomes arrays of a key and a value."},
}};
constexpr std::array<Choice, 3> parseKinds = {{
    {"simple", "The texts of the pattern stand as they are; the default."},
    {"regex", "The texts of the pattern are regular expressions."},
    {"relaxed", "As simple; a value of another type becomes null and the rest is kept."},
}};
constexpr std::array<Choice, 1> seriesKinds = {{{"nonempty", "Gives a row also when there is no data."}}};
constexpr std::array<Choice, 2> searchKinds = {{
    {"case_insensitive", "Ignores case; the default."},
    {"case_sensitive", "Regards case."},
}};

constexpr std::array<Choice, 11> charts = {{
    {"timechart", "Lines over time: the first datetime column is the x axis."},
    {"linechart", "Lines over the first column."},
    {"areachart", "Filled lines over the first column."},
    {"stackedareachart", "Filled lines, one on top of the other."},
    {"columnchart", "Upright bars for each value of the first column."},
    {"barchart", "Lying bars for each value of the first column."},
    {"piechart", "Shares of a whole: the first column names them."},
    {"scatterchart", "Points of two numeric columns."},
    {"anomalychart", "A time chart with the anomalies of series_decompose_anomalies()."},
    {"card", "The first row as large figures."},
    {"table", "Rows and columns."},
}};

constexpr std::array<Choice, 14> properties = {{
    {"title", "The headline of the chart."},
    {"xtitle", "The title of the x axis."},
    {"ytitle", "The title of the y axis."},
    {"xcolumn", "The column of the x axis."},
    {"ycolumns", "The columns of the y axis, separated by commas."},
    {"series", "The columns whose values name the series."},
    {"kind", "How series stand to each other: unstacked, stacked, stacked100."},
    {"legend", "Whether the legend is shown."},
    {"xaxis", "The scale of the x axis: linear or log."},
    {"yaxis", "The scale of the y axis: linear or log."},
    {"ymin", "The least value of the y axis."},
    {"ymax", "The largest value of the y axis."},
    {"accumulate", "Whether each value is added to those before it."},
    {"anomalycolumns", "The columns that mark anomalies in an anomalychart."},
}};
constexpr std::array<Choice, 4> stacking = {{
    {"default", "As the chart does by itself."},
    {"unstacked", "One beside the other."},
    {"stacked", "One on top of the other."},
    {"stacked100", "One on top of the other, as shares of 100 %."},
}};
constexpr std::array<Choice, 2> shown = {{{"visible", "Shown; the default."}, {"hidden", "Not shown."}}};
constexpr std::array<Choice, 2> scales = {
    {{"linear", "Even steps; the default."}, {"log", "Powers of ten."}}};

constexpr std::array<Choice, 10> types = {{
    {"string", "Text."},
    {"long", "A whole number of 64 bits."},
    {"int", "A whole number of 32 bits."},
    {"real", "A floating-point number."},
    {"decimal", "An exact decimal number of 34 digits."},
    {"bool", "true or false."},
    {"datetime", "A point in time, in UTC."},
    {"timespan", "A length of time."},
    {"dynamic", "An array, a bag or any single value."},
    {"guid", "A 128-bit identifier."},
}};

constexpr Choice by{"by", "What to group or order by."};
constexpr Choice on{"on", "The keys or the axis."};
constexpr Choice of{"of", "The column that is meant."};
constexpr Choice withWord{"with", "What follows describes how."};
constexpr Choice to{"to", "The end."};
constexpr Choice from{"from", "The start."};
constexpr Choice step{"step", "The distance between two values."};
constexpr Choice ascending{"asc", "The smallest first."};
constexpr Choice descending{"desc", "The largest first; the default."};
constexpr Choice nullsFirst{"nulls first", "Missing values first."};
constexpr Choice nullsLast{"nulls last", "Missing values last."};

constexpr std::array<Choice, 1> groupWords = {by};
constexpr std::array<Choice, 5> orderWords = {by, descending, ascending, nullsFirst, nullsLast};
constexpr std::array<Choice, 1> joinWords = {on};
constexpr std::array<Choice, 6> seriesWords = {
    on, from, to, step, by, Choice{"default=", "The value of a step without rows."}};
constexpr std::array<Choice, 3> rangeWords = {from, to, step};
constexpr std::array<Choice, 2> expandWords = {Choice{"to typeof()", "The type that the elements get."},
                                               Choice{"limit", "The most elements of one row."}};
constexpr std::array<Choice, 3> applyWords = {Choice{"to typeof()", "The type that the elements get."},
                                              Choice{"limit", "The most elements of one row."},
                                              Choice{"on", "The pipeline over the elements."}};
constexpr std::array<Choice, 1> withWords = {withWord};
constexpr std::array<Choice, 1> renderWords = {Choice{"with ()", "Titles, columns and axes of the chart."}};
constexpr std::array<Choice, 1> ofWords = {of};
constexpr std::array<Choice, 2> ofByWords = {of, by};
constexpr std::array<Choice, 2> byWithWords = {by, withWord};
constexpr std::array<Choice, 1> asWords = {Choice{"as", "The columns to read."}};

} // namespace

std::span<const Choice> parameterValues(std::string_view operation, std::string_view parameter)
{
    if (parameter == "isfuzzy")
        return yesOrNo;
    if (parameter == "bagexpansion")
        return expansions;
    if (parameter != "kind")
        return {};
    if (operation == "join")
        return joinKinds;
    if (operation == "lookup")
        return lookupKinds;
    if (operation == "union")
        return unionKinds;
    if (operation == "parse" || operation == "parse-where")
        return parseKinds;
    if (operation == "make-series")
        return seriesKinds;
    if (operation == "search")
        return searchKinds;
    return {};
}

std::span<const Choice> chartKinds()
{
    return charts;
}

std::span<const Choice> chartProperties()
{
    return properties;
}

std::span<const Choice> chartPropertyValues(std::string_view property)
{
    if (property == "kind")
        return stacking;
    if (property == "legend")
        return shown;
    if (property == "xaxis" || property == "yaxis")
        return scales;
    if (property == "accumulate")
        return yesOrNo;
    return {};
}

std::span<const PluginHelp> plugins()
{
    static const std::array<PluginHelp, 3> known = {{
        {"bag_unpack",
         "Makes a column of each key of the bags in a column.",
         {"column", "prefix", "columnsConflict", "ignoredProperties"},
         1},
        {"narrow", "Makes one row of each cell: its row, column and value.", {}, 0},
        {"pivot",
         "Makes a column of each value of a column, filled by an aggregate.",
         {"column", "aggregate", "key"},
         1},
    }};
    return known;
}

const PluginHelp *findPlugin(std::string_view name)
{
    const auto found = std::ranges::find(plugins(), name, &PluginHelp::name);
    return found != plugins().end() ? &*found : nullptr;
}

std::span<const Choice> typeWords()
{
    return types;
}

std::span<const Choice> wordsInside(std::string_view operation)
{
    if (operation == "summarize" || operation == "facet" || operation == "partition")
        return groupWords;
    if (operation == "sort" || operation == "order" || operation == "top" || operation == "project-reorder")
        return orderWords;
    if (operation == "join" || operation == "lookup")
        return joinWords;
    if (operation == "make-series")
        return seriesWords;
    if (operation == "range")
        return rangeWords;
    if (operation == "mv-expand" || operation == "mvexpand")
        return expandWords;
    if (operation == "mv-apply" || operation == "mvapply")
        return applyWords;
    if (operation == "parse" || operation == "parse-where")
        return withWords;
    if (operation == "render")
        return renderWords;
    if (operation == "sample-distinct")
        return ofWords;
    if (operation == "top-hitters" || operation == "top-nested")
        return ofByWords;
    if (operation == "reduce")
        return byWithWords;
    if (operation == "parse-kv")
        return asWords;
    return {};
}

} // namespace signalbox::kql
