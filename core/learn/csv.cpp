#include "core/learn/csv.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <optional>
#include <set>

#include <fast_float/fast_float.h>
#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/text.h"
#include "core/learn/csv_scanner.h"

namespace signalbox::learn {

namespace {

constexpr std::string_view byteOrderMark = "\xEF\xBB\xBF";
constexpr std::size_t guessedRows = 100;

template<typename T>
bool readNumber(std::string_view field, T &value)
{
    const char *end = field.data() + field.size();
    if constexpr (std::is_same_v<T, double>) {
        const auto [stop, error] = fast_float::from_chars(field.data(), end, value);
        return error == std::errc() && stop == end;
    } else {
        const auto [stop, error] = std::from_chars(field.data(), end, value);
        return error == std::errc() && stop == end;
    }
}

ColumnType typeOf(std::string_view field)
{
    std::int64_t integer = 0;
    double real = 0;
    return readNumber(field, integer) ? ColumnType::Integer
           : readNumber(field, real)  ? ColumnType::Real
                                      : ColumnType::Text;
}

// The rows below the header, each checked to have a field for every column.
class Body
{
public:
    Body(CsvScanner scanner, std::size_t columns, std::string_view source)
        : m_scanner(std::move(scanner))
        , m_columns(columns)
        , m_source(source)
    {
    }

    // False at the end.
    Result<bool> next()
    {
        do {
            if (m_scanner.atEnd())
                return false;
            SIGNALBOX_CHECK(m_scanner.nextRow(m_fields));
        } while (m_columns > 1 && m_fields.size() == 1 && m_fields[0].empty());
        if (m_fields.size() == m_columns)
            return true;
        return std::unexpected(Error{
            .code = ErrorCode::InvalidArgument,
            .message = fmt::format("This row has {} fields, the header has {}. Add or remove commas, or "
                                   "put a field that contains one in quotes.",
                                   m_fields.size(), m_columns),
            .file = std::string(m_source),
            .line = m_scanner.line()});
    }

    [[nodiscard]] const std::vector<std::string_view> &fields() const { return m_fields; }

private:
    CsvScanner m_scanner;
    std::size_t m_columns;
    std::string_view m_source;
    std::vector<std::string_view> m_fields;
};

// The narrowest type that takes all fields of the first `rows` rows, for each column.
Result<std::vector<ColumnType>> columnTypes(Body body, std::size_t columns, std::size_t rows)
{
    std::vector<ColumnType> types(columns, ColumnType::Integer);
    for (std::size_t row = 0; row < rows; ++row) {
        SIGNALBOX_TRY(const bool more, body.next());
        if (!more)
            break;
        for (std::size_t i = 0; i < columns; ++i)
            if (types[i] != ColumnType::Text && !body.fields()[i].empty())
                types[i] = std::max(types[i], typeOf(body.fields()[i]));
    }
    return types;
}

// Collects one column; false from add() means that the guessed type does not take the field.
class ColumnBuilder
{
public:
    ColumnBuilder(std::string name, ColumnType type, std::size_t rows)
    {
        m_column.name = std::move(name);
        if (type == ColumnType::Real)
            m_column.values = std::vector<double>();
        else if (type == ColumnType::Text)
            m_column.values = TextValues();
        std::visit([rows](auto &values) { values.reserve(rows); }, m_column.values);
    }

    bool add(std::string_view field)
    {
        if (field.empty()) {
            m_column.missing.resize(m_rows, false);
            m_column.missing.push_back(true);
        }
        ++m_rows;
        return std::visit([&](auto &values) { return append(values, field); }, m_column.values);
    }

    Column finish()
    {
        if (!m_column.missing.empty())
            m_column.missing.resize(m_rows, false);
        return std::move(m_column);
    }

private:
    template<typename T>
    static bool append(std::vector<T> &values, std::string_view field)
    {
        T value = std::numeric_limits<T>::quiet_NaN(); // 0 for whole numbers
        const bool fits = field.empty() || readNumber(field, value);
        values.push_back(value);
        return fits;
    }
    static bool append(TextValues &values, std::string_view field)
    {
        values.add(field);
        return true;
    }

    Column m_column;
    std::size_t m_rows = 0;
};

// Nothing if a field does not fit the type of its column.
Result<std::optional<std::vector<Column>>> readColumns(Body body, const std::vector<std::string> &names,
                                                       const std::vector<ColumnType> &types, std::size_t rows)
{
    std::vector<ColumnBuilder> builders;
    builders.reserve(names.size());
    for (std::size_t i = 0; i < names.size(); ++i)
        builders.emplace_back(names[i], types[i], rows);
    while (true) {
        SIGNALBOX_TRY(const bool more, body.next());
        if (!more)
            break;
        for (std::size_t i = 0; i < names.size(); ++i)
            if (!builders[i].add(body.fields()[i]))
                return std::nullopt;
    }
    std::vector<Column> columns;
    columns.reserve(builders.size());
    for (ColumnBuilder &builder : builders)
        columns.push_back(builder.finish());
    return columns;
}

std::unexpected<Error> refuse(std::string_view source, std::int64_t line, std::string message,
                              std::string_view field = {})
{
    return std::unexpected(Error{.code = ErrorCode::InvalidArgument,
                                 .message = std::move(message),
                                 .file = std::string(source),
                                 .line = line,
                                 .field = std::string(field)});
}

Status checkEncoding(std::string_view text, std::string_view source)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
        return refuse(source, 1, "The file is UTF-16. Save it as UTF-8.");
    if (isUtf8(text))
        return {};
    std::int64_t line = 1;
    for (const std::string_view each : split(text, '\n')) {
        if (!isUtf8(each))
            break;
        ++line;
    }
    return refuse(source, line, "This line is not UTF-8. Save the file as UTF-8.");
}

Result<std::vector<std::string>> readHeader(CsvScanner &scanner, std::string_view source)
{
    std::vector<std::string_view> fields;
    SIGNALBOX_CHECK(scanner.nextRow(fields));
    if (fields.size() == 1 && fields[0].find_first_of(";\t") != std::string_view::npos)
        return refuse(
            source, 1,
            fmt::format("The header is one column and holds a {}. Save the file with commas between "
                        "the columns.",
                        fields[0].contains(';') ? "semicolon" : "tab"));
    std::vector<std::string> names;
    std::set<std::string_view> seen;
    for (const std::string_view field : fields) {
        if (trimmed(field).empty())
            return refuse(source, 1, fmt::format("Column {} has no name. Give it one.", names.size() + 1));
        if (!seen.insert(field).second)
            return refuse(source, 1,
                          fmt::format("Column {} is the second one named '{}'. Rename one of them.",
                                      names.size() + 1, field),
                          field);
        names.emplace_back(field);
    }
    return names;
}

} // namespace

Result<Table> parseCsv(std::string_view text, std::string_view source)
{
    SIGNALBOX_CHECK(checkEncoding(text, source));
    if (text.starts_with(byteOrderMark))
        text.remove_prefix(byteOrderMark.size());
    if (trimmed(text).empty())
        return refuse(source, 1, "The file is empty. Its first line must name the columns.");

    CsvScanner scanner(text, source);
    SIGNALBOX_TRY(const std::vector<std::string> names, readHeader(scanner, source));
    const Body body(scanner, names.size(), source);
    // A row has at least a byte for each column, so blank lines cannot make this large.
    const std::size_t mostRows = std::min(1 + static_cast<std::size_t>(std::ranges::count(text, '\n')),
                                          1 + text.size() / names.size());

    for (const std::size_t rows : {guessedRows, mostRows}) {
        SIGNALBOX_TRY(const auto types, columnTypes(body, names.size(), rows));
        SIGNALBOX_TRY(auto columns, readColumns(body, names, types, mostRows));
        if (!columns)
            continue;
        Table table{.source = std::string(source), .columns = *std::move(columns)};
        table.rows = std::visit([](const auto &values) { return values.size(); }, table.columns[0].values);
        return table;
    }
    return failure(ErrorCode::Internal, "The types of the columns were not found in all rows.");
}

Result<Table> readCsv(const std::filesystem::path &path, std::uint64_t limitBytes)
{
    SIGNALBOX_TRY(const std::string text, readFile(path, limitBytes));
    return parseCsv(text, toUtf8(path));
}

} // namespace signalbox::learn
