#include "core/serve/scoring.h"

#include <cmath>
#include <limits>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <simdjson.h>

#include "core/base/text.h"
#include "core/serve/body_table.h"

namespace signalbox::serve {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::element_type;
using simdjson::dom::object;

constexpr std::size_t noInput = std::numeric_limits<std::size_t>::max();

std::size_t inputAt(const ScoringPlan &plan, std::string_view name, std::size_t guess)
{
    if (guess < plan.names.size() && plan.names[guess] == name)
        return guess;
    for (std::size_t i = 0; i < plan.names.size(); ++i)
        if (plan.names[i] == name)
            return i;
    return noInput;
}

std::unexpected<Error> refuseUnknown(const ScoringPlan &plan, std::string path, std::string_view name)
{
    const std::string_view meant = nearest(name.substr(0, 100), plan.names);
    return refuse(std::move(path),
                  fmt::format("The model has no input '{}'.{}", shown(name),
                              meant.empty() ? fmt::format(" It takes: {}.", fmt::join(plan.names, ", "))
                                            : fmt::format(" Did you mean '{}'?", meant)));
}

} // namespace

struct BodyScorer::Private
{
    simdjson::dom::parser parser;
    std::vector<double> probabilities;
    std::vector<std::size_t> inputOfColumn;
    std::vector<std::size_t> seenInRow; // by input: 1 + the last row that gave it
    bool notFinite = false;             // null stands for NaN or infinity in this request
    std::string repaired;

    Result<element> parse(std::string &body);
    Status mapColumns(const ScoringPlan &plan, const BodyTable &table);
    Result<double> value(const ScoringPlan &plan, const BodyTable &table, std::size_t row, std::size_t input,
                         element cell) const;
    Result<double> positionalRow(const ScoringPlan &plan, const BodyTable &table, std::size_t row,
                                 element cells);
    Result<double> recordRow(const ScoringPlan &plan, const BodyTable &table, std::size_t row, element cells);
};

Result<element> BodyScorer::Private::parse(std::string &body)
{
    notFinite = false;
    body.reserve(body.size() + simdjson::SIMDJSON_PADDING);
    element document;
    auto error = parser.parse(body.data(), body.size(), false).get(document);
    if (error == simdjson::SUCCESS)
        return document;
    repaired = body;
    if (blankNotFinite(repaired)) {
        repaired.reserve(repaired.size() + simdjson::SIMDJSON_PADDING);
        if (parser.parse(repaired.data(), repaired.size(), false).get(document) == simdjson::SUCCESS) {
            notFinite = true;
            return document;
        }
    }
    if (error == simdjson::NUMBER_ERROR)
        return refuse("", "The body is not JSON: a number in it is malformed or too large.");
    if (error == simdjson::EMPTY)
        return refuse("", "The body is empty. Send JSON.");
    return refuse("", fmt::format("The body is not JSON: {}", simdjson::error_message(error)));
}

Status BodyScorer::Private::mapColumns(const ScoringPlan &plan, const BodyTable &table)
{
    const std::size_t inputs = plan.names.size();
    inputOfColumn.clear();
    if (table.records || !table.columns) {
        for (std::size_t i = 0; i < inputs; ++i)
            inputOfColumn.push_back(i);
        return {};
    }
    const std::string_view owner = table.path.substr(0, table.path.find('.'));
    std::size_t position = 0;
    for (const element column : *table.columns) {
        std::string_view name;
        const auto path = [&] { return fmt::format("{}.columns[{}]", owner, position); };
        if (column.get(name) != simdjson::SUCCESS)
            return refuse(path(), fmt::format("The name of column {} must be text, but is {}.", position,
                                              typeName(column.type())));
        const std::size_t input = inputAt(plan, name, position);
        if (input == noInput)
            return refuseUnknown(plan, path(), name);
        if (seenInRow[input] != 0)
            return refuse(path(), fmt::format("The column '{}' is there twice.", name));
        seenInRow[input] = 1;
        inputOfColumn.push_back(input);
        ++position;
    }
    for (std::size_t i = 0; i < inputs; ++i)
        if (seenInRow[i] == 0)
            return refuse(fmt::format("{}.columns", owner),
                          fmt::format("The column '{}' is missing.", plan.names[i]));
    return {};
}

Result<double> BodyScorer::Private::value(const ScoringPlan &plan, const BodyTable &table, std::size_t row,
                                          std::size_t input, element cell) const
{
    const auto reject = [&](std::string_view found) {
        return refuse(fmt::format("{}[{}].{}", table.path, row, plan.names[input]),
                      fmt::format("Row {}: '{}' must be a {}number, but is {}.", row, plan.names[input],
                                  plan.integers[input] != 0 ? "whole " : "", found));
    };
    switch (cell.type()) {
    case element_type::INT64:
        return static_cast<double>(cell.get_int64().value_unsafe());
    case element_type::UINT64:
        return static_cast<double>(cell.get_uint64().value_unsafe());
    case element_type::DOUBLE: {
        const double number = cell.get_double().value_unsafe();
        if (plan.integers[input] != 0 && std::trunc(number) != number)
            return reject(fmt::format("{}", number));
        return number;
    }
    case element_type::NULL_VALUE:
        return reject(notFinite ? "NaN, infinite or null" : "null");
    default:
        return reject(typeName(cell.type()));
    }
}

Result<double> BodyScorer::Private::positionalRow(const ScoringPlan &plan, const BodyTable &table,
                                                  std::size_t row, element cells)
{
    const auto path = [&] { return fmt::format("{}[{}]", table.path, row); };
    array values;
    if (cells.get(values) != simdjson::SUCCESS)
        return refuse(path(), fmt::format("Row {} must be a list, but is {}.", row, typeName(cells.type())));
    if (values.size() != inputOfColumn.size())
        return refuse(path(), fmt::format("Row {} has {} values, but there are {} columns.", row,
                                          values.size(), inputOfColumn.size()));
    double logOdds = plan.intercept;
    std::size_t column = 0;
    for (const element cell : values) {
        const std::size_t input = inputOfColumn[column++];
        SIGNALBOX_TRY(const double number, value(plan, table, row, input, cell));
        logOdds += plan.weights[input] * (number - plan.means[input]);
    }
    return logOdds;
}

Result<double> BodyScorer::Private::recordRow(const ScoringPlan &plan, const BodyTable &table,
                                              std::size_t row, element cells)
{
    const auto path = [&](std::string_view name) {
        return fmt::format("{}[{}].{}", table.path, row, shown(name));
    };
    object values;
    if (cells.get(values) != simdjson::SUCCESS)
        return refuse(fmt::format("{}[{}]", table.path, row),
                      fmt::format("Row {} must be an object, but is {}.", row, typeName(cells.type())));
    double logOdds = plan.intercept;
    std::size_t count = 0;
    for (const auto field : values) {
        const std::size_t input = inputAt(plan, field.key, count);
        if (input == noInput)
            return refuseUnknown(plan, path(field.key), field.key);
        if (seenInRow[input] == row + 1)
            return refuse(path(field.key), fmt::format("Row {}: '{}' is there twice.", row, field.key));
        seenInRow[input] = row + 1;
        SIGNALBOX_TRY(const double number, value(plan, table, row, input, field.value));
        logOdds += plan.weights[input] * (number - plan.means[input]);
        ++count;
    }
    for (std::size_t i = 0; count < plan.names.size() && i < plan.names.size(); ++i)
        if (seenInRow[i] != row + 1)
            return refuse(path(plan.names[i]), fmt::format("Row {}: '{}' is missing.", row, plan.names[i]));
    return logOdds;
}

BodyScorer::BodyScorer()
    : m_p(std::make_unique<Private>())
{
}

BodyScorer::~BodyScorer() = default;

Result<std::span<const double>> BodyScorer::score(const ScoringPlan &plan, std::string &body, double shift)
{
    SIGNALBOX_TRY(const element document, m_p->parse(body));
    SIGNALBOX_TRY(const BodyTable table, readBodyTable(document));
    m_p->seenInRow.assign(plan.names.size(), 0);
    SIGNALBOX_CHECK(m_p->mapColumns(plan, table));
    if (table.records)
        m_p->seenInRow.assign(plan.names.size(), 0);
    m_p->probabilities.clear();
    std::size_t row = 0;
    for (const element cells : table.rows) {
        SIGNALBOX_TRY(const double logOdds, table.records ? m_p->recordRow(plan, table, row, cells)
                                                          : m_p->positionalRow(plan, table, row, cells));
        if (std::isnan(logOdds))
            return refuse(fmt::format("{}[{}]", table.path, row),
                          fmt::format("Row {}: the values are too large to be scored.", row));
        m_p->probabilities.push_back(1.0 / (1.0 + std::exp(-(logOdds + shift))));
        ++row;
    }
    return std::span<const double>(m_p->probabilities);
}

Result<ScoringPlan> planScoring(const learn::LogisticModel &model)
{
    const std::size_t count = model.inputs.size();
    if (count == 0 || model.means.size() != count || model.scales.size() != count ||
        model.coefficients.size() != count)
        return failure(ErrorCode::InvalidArgument, "The model's numbers do not fit its inputs.");
    ScoringPlan plan;
    plan.intercept = model.intercept;
    plan.threshold = model.threshold;
    bool finite = std::isfinite(model.intercept) && std::isfinite(model.threshold);
    for (std::size_t i = 0; i < count; ++i) {
        plan.names.push_back(model.inputs[i].name);
        plan.integers.push_back(model.inputs[i].type == learn::InputType::Integer ? 1 : 0);
        plan.means.push_back(model.means[i]);
        plan.weights.push_back(model.coefficients[i] / model.scales[i]);
        finite = finite && std::isfinite(plan.means[i]) && std::isfinite(plan.weights[i]);
    }
    if (!finite)
        return failure(ErrorCode::InvalidArgument, "A number of the model is not finite.");
    return plan;
}

} // namespace signalbox::serve
