#include "core/telemetry/request_chunk.h"

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

namespace signalbox::telemetry {

namespace {

constexpr double nanosecondsPerMillisecond = 1e6;

class ColumnBuilder
{
public:
    ColumnBuilder(ColumnType type, std::size_t rows)
        : m_rows(rows)
    {
        m_column.type = type;
        if (type == ColumnType::String)
            m_column.codes.reserve(rows);
        else if (type == ColumnType::Real)
            m_column.reals.reserve(rows);
        else
            m_column.integers.reserve(rows);
    }

    void add(std::int64_t value) { m_column.integers.push_back(value); }
    void addReal(double value) { m_column.reals.push_back(value); }
    void addCode(std::uint32_t code) { m_column.codes.push_back(code); }
    // A text that no row has yet.
    void addText(std::string_view text) { addCode(newText(text)); }
    void lastIsNull()
    {
        m_column.nulls.resize(m_rows, 0);
        m_column.nulls[m_column.size() - 1] = 1;
    }

    std::uint32_t newText(std::string_view text)
    {
        m_column.texts.push_back(text);
        return static_cast<std::uint32_t>(m_column.texts.size() - 1);
    }
    // The code of a text that many rows share.
    std::uint32_t code(std::string_view text)
    {
        const auto [place, isNew] = m_codes.try_emplace(std::string(text), 0);
        if (isNew)
            place->second = newText(place->first);
        return place->second;
    }

    void moveTo(Chunk &chunk) { chunk.columns.push_back(std::move(m_column)); }

private:
    std::size_t m_rows;
    Column m_column;
    std::unordered_map<std::string, std::uint32_t> m_codes;
};

std::string operationText(std::uint64_t operation)
{
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = text.size(); i-- > 0; operation >>= 4U)
        text[i] = digits[operation & 15U];
    return text;
}

// What a label puts into each of its rows.
struct LabelCodes
{
    std::uint32_t name = 0;
    std::uint32_t deployment = 0;
    std::uint32_t model = 0;
    std::int64_t version = 0;
};

} // namespace

Chunk requestChunk(std::span<const RequestRow> rows, std::span<const RequestLabel> labels)
{
    const std::size_t count = rows.size();
    ColumnBuilder timestamp(ColumnType::DateTime, count);
    ColumnBuilder name(ColumnType::String, count);
    ColumnBuilder duration(ColumnType::Real, count);
    ColumnBuilder resultCode(ColumnType::String, count);
    ColumnBuilder success(ColumnType::Bool, count);
    ColumnBuilder deployment(ColumnType::String, count);
    ColumnBuilder model(ColumnType::String, count);
    ColumnBuilder version(ColumnType::Long, count);
    ColumnBuilder score(ColumnType::Real, count);
    ColumnBuilder scoredRows(ColumnType::Long, count);
    ColumnBuilder operation(ColumnType::String, count);
    ColumnBuilder synthetic(ColumnType::String, count);

    std::vector<std::optional<LabelCodes>> codesOfLabel(labels.size() + 1);
    std::unordered_map<std::uint16_t, std::uint32_t> codesOfResult;
    const RequestLabel noLabel;
    for (const RequestRow &row : rows) {
        const std::size_t number = row.label < labels.size() ? row.label : labels.size();
        std::optional<LabelCodes> &codes = codesOfLabel[number];
        if (!codes) {
            const RequestLabel &label = number < labels.size() ? labels[number] : noLabel;
            codes = LabelCodes{.name = name.code(label.endpoint),
                               .deployment = deployment.code(label.deployment),
                               .model = model.code(label.model),
                               .version = label.version};
        }
        const auto [result, isNew] = codesOfResult.try_emplace(row.resultCode, 0);
        if (isNew)
            result->second = resultCode.newText(fmt::format("{}", row.resultCode));

        timestamp.add(row.timestamp);
        name.addCode(codes->name);
        duration.addReal(static_cast<double>(row.duration) / nanosecondsPerMillisecond);
        resultCode.addCode(result->second);
        success.add(row.success ? 1 : 0);
        deployment.addCode(codes->deployment);
        model.addCode(codes->model);
        version.add(codes->version);
        if (codes->version == 0)
            version.lastIsNull();
        const bool scored = !std::isnan(row.score);
        score.addReal(scored ? static_cast<double>(row.score) : 0);
        if (!scored)
            score.lastIsNull();
        scoredRows.add(row.rows);
        operation.addText(operationText(row.operation));
        synthetic.addCode(synthetic.code(row.synthetic ? "probe" : ""));
    }

    Chunk chunk{.columns = {}, .rows = count};
    for (ColumnBuilder *column : {&timestamp, &name, &duration, &resultCode, &success, &deployment, &model,
                                  &version, &score, &scoredRows, &operation, &synthetic})
        column->moveTo(chunk);
    return chunk;
}

Chunk traceChunk(std::span<const TraceRow> rows)
{
    ColumnBuilder timestamp(ColumnType::DateTime, rows.size());
    ColumnBuilder message(ColumnType::String, rows.size());
    ColumnBuilder severity(ColumnType::Int, rows.size());
    ColumnBuilder role(ColumnType::String, rows.size());
    for (const TraceRow &row : rows) {
        timestamp.add(row.time.time_since_epoch().count());
        message.addCode(message.code(row.message));
        severity.add(row.severityLevel);
        role.addCode(role.code(row.role));
    }
    Chunk chunk{.columns = {}, .rows = rows.size()};
    for (ColumnBuilder *column : {&timestamp, &message, &severity, &role})
        column->moveTo(chunk);
    return chunk;
}

} // namespace signalbox::telemetry
