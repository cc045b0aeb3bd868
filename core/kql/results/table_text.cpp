#include "core/kql/results/table_text.h"

#include <memory>
#include <numeric>
#include <string_view>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/kql/results/cell_access.h"
#include "core/kql/results/cell_text.h"
#include "core/kql/values/dynamic_json.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t mostBytes = std::size_t{1} << 30U;
constexpr std::size_t rowsBetweenLooks = 4096;

// What one format writes before, between and after rows.
class Writer
{
public:
    Writer(const Schema &schema, std::vector<std::size_t> columns, std::string &out)
        : m_schema(schema)
        , m_columns(std::move(columns))
        , m_out(out)
    {
    }
    Writer(const Writer &) = delete;
    Writer &operator=(const Writer &) = delete;
    virtual ~Writer() = default;

    virtual void begin() = 0;
    virtual void row(const CellAccess &cells, std::size_t row, bool first) = 0;
    virtual void end() {}

protected:
    [[nodiscard]] const Field &field(std::size_t column) const { return m_schema.fields[column]; }
    [[nodiscard]] const std::vector<std::size_t> &columns() const { return m_columns; }
    [[nodiscard]] std::string &out() const { return m_out; }

private:
    const Schema &m_schema;
    std::vector<std::size_t> m_columns;
    std::string &m_out;
};

class SeparatedWriter final : public Writer
{
public:
    SeparatedWriter(const Schema &schema, std::vector<std::size_t> columns, std::string &out, bool tabs,
                    bool header)
        : Writer(schema, std::move(columns), out)
        , m_tabs(tabs)
        , m_header(header)
    {
    }

    void begin() override
    {
        if (!m_header)
            return;
        line([this](std::size_t column) { return field(column).name; });
    }

    void row(const CellAccess &cells, std::size_t row, bool) override
    {
        line([&cells, row](std::size_t column) { return cellText(cells.at(row, column)); });
    }

private:
    template<typename TextOf>
    void line(TextOf textOf)
    {
        bool first = true;
        for (const std::size_t column : columns()) {
            if (!first)
                out() += m_tabs ? '\t' : ',';
            first = false;
            put(textOf(column));
        }
        out() += m_tabs ? "\n" : "\r\n";
    }

    void put(std::string_view text)
    {
        if (m_tabs) {
            for (const char c : text)
                out() += c == '\t' || c == '\n' || c == '\r' ? ' ' : c;
            return;
        }
        // A lone empty cell would read as an empty line.
        const bool loneEmpty = text.empty() && columns().size() == 1;
        if (!loneEmpty && text.find_first_of("\",\r\n") == std::string_view::npos) {
            out() += text;
            return;
        }
        out() += '"';
        for (const char c : text) {
            if (c == '"')
                out() += '"';
            out() += c;
        }
        out() += '"';
    }

    bool m_tabs;
    bool m_header;
};

class MarkdownWriter final : public Writer
{
public:
    using Writer::Writer;

    void begin() override
    {
        for (const std::size_t column : columns())
            cell(field(column).name);
        out() += "|\n";
        for (const std::size_t column : columns())
            out() +=
                isNumeric(field(column).type) || field(column).type == Type::TimeSpan ? "| ---: " : "| --- ";
        out() += "|\n";
    }

    void row(const CellAccess &cells, std::size_t row, bool) override
    {
        for (const std::size_t column : columns())
            cell(cellText(cells.at(row, column)));
        out() += "|\n";
    }

private:
    void cell(std::string_view text)
    {
        out() += "| ";
        for (const char c : text) {
            if (c == '|' || c == '\\')
                out() += '\\';
            out() += c == '\n' || c == '\r' ? ' ' : c;
        }
        out() += ' ';
    }
};

class JsonWriter final : public Writer
{
public:
    JsonWriter(const Schema &schema, std::vector<std::size_t> columns, std::string &out, bool lines)
        : Writer(schema, std::move(columns), out)
        , m_lines(lines)
    {
        for (const std::size_t column : this->columns())
            m_keys.push_back(toJsonString(field(column).name) + (lines ? ":" : ": "));
    }

    void begin() override
    {
        if (!m_lines)
            out() += "[";
    }

    void row(const CellAccess &cells, std::size_t row, bool first) override
    {
        if (!m_lines)
            out() += first ? "\n  {" : ",\n  {";
        else
            out() += "{";
        for (std::size_t i = 0; i < columns().size(); ++i) {
            if (i > 0)
                out() += m_lines ? "," : ", ";
            out() += m_keys[i];
            out() += cellJson(cells.at(row, columns()[i]));
        }
        out() += m_lines ? "}\n" : "}";
        m_any = true;
    }

    void end() override
    {
        if (!m_lines)
            out() += m_any ? "\n]\n" : "]\n";
    }

private:
    bool m_lines;
    bool m_any = false;
    std::vector<std::string> m_keys = {};
};

class DatatableWriter final : public Writer
{
public:
    using Writer::Writer;

    void begin() override
    {
        out() += "datatable(";
        for (std::size_t i = 0; i < columns().size(); ++i) {
            const Field &one = field(columns()[i]);
            out() += fmt::format("{}{}:{}", i > 0 ? ", " : "", columnReference(one.name), typeName(one.type));
        }
        out() += ")[\n";
    }

    void row(const CellAccess &cells, std::size_t row, bool) override
    {
        out() += "    ";
        for (std::size_t i = 0; i < columns().size(); ++i) {
            if (i > 0)
                out() += ", ";
            out() += toLiteral(cells.at(row, columns()[i]).value(), field(columns()[i]).type);
        }
        out() += ",\n";
    }

    void end() override { out() += "]\n"; }
};

std::unique_ptr<Writer> writerOf(TextFormat format, const Schema &schema, std::vector<std::size_t> columns,
                                 std::string &out, bool header)
{
    switch (format) {
    case TextFormat::Csv:
    case TextFormat::Tsv:
        return std::make_unique<SeparatedWriter>(schema, std::move(columns), out, format == TextFormat::Tsv,
                                                 header);
    case TextFormat::Markdown:
        return std::make_unique<MarkdownWriter>(schema, std::move(columns), out);
    case TextFormat::Json:
    case TextFormat::JsonLines:
        return std::make_unique<JsonWriter>(schema, std::move(columns), out, format == TextFormat::JsonLines);
    case TextFormat::Datatable:
        break;
    }
    return std::make_unique<DatatableWriter>(schema, std::move(columns), out);
}

} // namespace

std::string_view fileExtension(TextFormat format)
{
    switch (format) {
    case TextFormat::Csv:
        return "csv";
    case TextFormat::Tsv:
        return "tsv";
    case TextFormat::Markdown:
        return "md";
    case TextFormat::Json:
        return "json";
    case TextFormat::JsonLines:
        return "jsonl";
    case TextFormat::Datatable:
        break;
    }
    return "kql";
}

Result<std::string> tableText(const ResultTable &table, TextFormat format, const TextOptions &options)
{
    std::vector<std::size_t> columns(table.schema.fields.size());
    std::iota(columns.begin(), columns.end(), std::size_t{0});
    if (options.columns)
        columns = *options.columns;
    const CellAccess cells(table);
    const std::size_t count = options.rows ? options.rows->size() : cells.rows();
    std::string text;
    const auto writer = writerOf(format, table.schema, std::move(columns), text, options.header);
    writer->begin();
    for (std::size_t i = 0; i < count; ++i) {
        if (i % rowsBetweenLooks == 0) {
            if (options.stop.stopRequested())
                return failure(ErrorCode::Cancelled, "Writing the table was cancelled.");
            if (text.size() > mostBytes)
                return failure(ErrorCode::ResourceExhausted,
                               "The table is larger than a gigabyte as text. Write fewer rows or columns.");
            if (options.progress)
                options.progress(i);
        }
        writer->row(cells, options.rows ? (*options.rows)[i] : i, i == 0);
    }
    writer->end();
    return text;
}

Status exportTable(const ResultTable &table, TextFormat format, const std::filesystem::path &path,
                   const TextOptions &options)
{
    SIGNALBOX_TRY(const std::string text, tableText(table, format, options));
    return writeFile(path, text);
}

} // namespace signalbox::kql
