// Lifts a typed C++ lambda or function over one row into an overload over columns, which is how most
// functions are written:
//     pointwise([](std::string_view text) -> std::int64_t { return countCharacters(text); })
// The parameter and result types are read off the lambda. A null argument gives a null result unless the
// parameter is a std::optional; a result of std::optional may be null.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "core/kql/functions/overload.h"

namespace signalbox::kql {

// As parameters: an argument of any type, and the canonical texts of a guid and a decimal.
struct Any
{
    Value value;
};
// An argument of any type as tostring() writes it.
struct AsText
{
    std::string_view text;
};
struct GuidText
{
    std::string_view text;
};
struct DecimalText
{
    std::string_view text;
};
// As results.
struct Guid
{
    std::string text;
};
struct Decimal
{
    std::string text;
};

namespace detail {

template<typename T>
struct Unwrapped
{
    using Type = T;
    static constexpr bool isOptional = false;
};
template<typename T>
struct Unwrapped<std::optional<T>>
{
    using Type = T;
    static constexpr bool isOptional = true;
};

// The column type that a C++ type stands for; none for Any.
template<typename T>
consteval std::optional<Type> columnType()
{
    if constexpr (std::same_as<T, bool>)
        return Type::Bool;
    else if constexpr (std::same_as<T, std::int32_t>)
        return Type::Int;
    else if constexpr (std::same_as<T, std::int64_t>)
        return Type::Long;
    else if constexpr (std::same_as<T, double>)
        return Type::Real;
    else if constexpr (std::same_as<T, std::string_view> || std::same_as<T, std::string> ||
                       std::same_as<T, AsText>)
        return Type::String;
    else if constexpr (std::same_as<T, DateTime>)
        return Type::DateTime;
    else if constexpr (std::same_as<T, TimeSpan>)
        return Type::TimeSpan;
    else if constexpr (std::same_as<T, GuidText> || std::same_as<T, Guid>)
        return Type::Guid;
    else if constexpr (std::same_as<T, DecimalText> || std::same_as<T, Decimal>)
        return Type::Decimal;
    else if constexpr (std::same_as<T, Value>)
        return Type::Dynamic;
    else {
        static_assert(std::same_as<T, Any>, "no column holds this type");
        return std::nullopt;
    }
}

// Reads rows of a column as T. Holds the payload, which the column keeps alive.
template<typename T>
class Reader
{
public:
    explicit Reader(const Column &column)
        : m_column(column)
        , m_step(column.isConstant() ? 0 : 1)
    {
        if constexpr (isOfTexts) {
            m_texts = column.texts().dictionary.get();
            m_codes = column.texts().codes->data();
        } else if constexpr (std::same_as<T, bool>) {
            m_values = column.bools().data();
        } else if constexpr (std::same_as<T, double>) {
            m_values = column.reals().data();
        } else if constexpr (std::same_as<T, Value>) {
            m_values = column.values().data();
        } else if constexpr (!std::same_as<T, Any>) {
            m_values = column.wholes().data();
        }
    }

    [[nodiscard]] bool isNull(std::size_t row) const { return m_column.isNull(row); }

    [[nodiscard]] T operator[](std::size_t row) const
    {
        const std::size_t at = row * m_step;
        if constexpr (std::same_as<T, Any>)
            return T{m_column.value(row)};
        else if constexpr (std::same_as<T, std::string_view>)
            return (*m_texts)[m_codes[at]];
        else if constexpr (isOfTexts)
            return T{(*m_texts)[m_codes[at]]};
        else if constexpr (std::same_as<T, bool>)
            return m_values[at] != 0;
        else if constexpr (std::same_as<T, DateTime> || std::same_as<T, TimeSpan>)
            return T{m_values[at]};
        else
            return static_cast<T>(m_values[at]);
    }

private:
    static constexpr bool isOfTexts = std::same_as<T, std::string_view> || std::same_as<T, AsText> ||
                                      std::same_as<T, GuidText> || std::same_as<T, DecimalText>;
    using Stored = std::conditional_t<
        std::same_as<T, bool>, std::uint8_t,
        std::conditional_t<std::same_as<T, double> || std::same_as<T, Value>, T, std::int64_t>>;

    const Column &m_column;
    std::size_t m_step;
    const Stored *m_values = nullptr;
    const TextList *m_texts = nullptr;
    const std::uint32_t *m_codes = nullptr;
};

template<typename T>
class ArgumentReader
{
    using Content = typename Unwrapped<T>::Type;

public:
    explicit ArgumentReader(const Column &column)
        : m_reader(column)
        , m_hasNulls(column.hasNulls())
    {
    }

    // Whether this argument makes the whole result null.
    [[nodiscard]] bool spoils(std::size_t row) const
    {
        return !Unwrapped<T>::isOptional && m_hasNulls && m_reader.isNull(row);
    }

    [[nodiscard]] T operator[](std::size_t row) const
    {
        if constexpr (Unwrapped<T>::isOptional) {
            if (m_hasNulls && m_reader.isNull(row))
                return std::nullopt;
        }
        return m_reader[row];
    }

private:
    Reader<Content> m_reader;
    bool m_hasNulls;
};

// Collects results of type T.
template<typename T>
class Writer
{
public:
    explicit Writer(std::size_t rows)
        : m_rows(rows)
    {
        if constexpr (isTexts)
            m_values.reserve(rows, 0);
        else
            m_values.reserve(rows);
    }

    void append(T &&value)
    {
        if constexpr (std::same_as<T, DateTime> || std::same_as<T, TimeSpan>)
            m_values.push_back(value.ticks);
        else if constexpr (std::same_as<T, Guid> || std::same_as<T, Decimal>)
            m_values.push_back(value.text);
        else if constexpr (isTexts)
            m_values.push_back(value);
        else
            m_values.push_back(static_cast<Stored>(std::move(value)));
    }

    void appendNull()
    {
        if constexpr (hasNulls) {
            if (m_nulls.empty())
                m_nulls.resize(m_rows, 0);
            m_nulls[m_values.size()] = 1;
        }
        if constexpr (isTexts)
            m_values.push_back({});
        else
            m_values.emplace_back();
    }

    [[nodiscard]] Column finish()
    {
        constexpr Type type = *columnType<T>();
        Nulls nulls;
        if (!m_nulls.empty())
            nulls = std::make_shared<const std::vector<std::uint8_t>>(std::move(m_nulls));
        if constexpr (type == Type::Bool)
            return Column::ofBools(std::move(m_values), std::move(nulls));
        else if constexpr (isWhole(type))
            return Column::ofWholes(type, std::move(m_values), std::move(nulls));
        else if constexpr (type == Type::Real)
            return Column::ofReals(std::move(m_values), std::move(nulls));
        else if constexpr (isText(type))
            return Column::ofTexts(type, std::move(m_values), std::move(nulls));
        else
            return Column::ofValues(std::move(m_values));
    }

private:
    static constexpr bool isTexts = isText(*columnType<T>());
    static constexpr bool hasNulls = !std::same_as<T, Value> && *columnType<T>() != Type::String;
    using Stored =
        std::conditional_t<std::same_as<T, bool>, std::uint8_t,
                           std::conditional_t<isWhole(*columnType<T>()), std::int64_t,
                                              std::conditional_t<std::same_as<T, double>, double, Value>>>;

    std::size_t m_rows;
    std::conditional_t<isTexts, TextList, std::vector<Stored>> m_values;
    std::vector<std::uint8_t> m_nulls;
};

template<typename Function>
struct Signature : Signature<decltype(&Function::operator())>
{
};
template<typename Class, typename Return, typename... Parameters>
struct Signature<Return (Class::*)(Parameters...) const>
{
    using Result = Return;
    using Arguments = std::tuple<std::remove_cvref_t<Parameters>...>;
};

template<typename Return, typename... Parameters>
struct Signature<Return (*)(Parameters...)>
{
    using Result = Return;
    using Arguments = std::tuple<std::remove_cvref_t<Parameters>...>;
};

template<typename Function, typename... Arguments, std::size_t... Index>
Result<Column> computeRows(const Function &function, [[maybe_unused]] std::span<const Column> columns,
                           std::size_t rows, const EvalContext &context, std::tuple<Arguments...> *,
                           std::index_sequence<Index...>)
{
    using Answer = typename Signature<Function>::Result;
    const std::tuple<ArgumentReader<Arguments>...> readers{ArgumentReader<Arguments>(columns[Index])...};
    Writer<typename Unwrapped<Answer>::Type> writer(rows);
    for (std::size_t row = 0; row < rows; ++row) {
        if (row % 16384 == 16383 && context.stop.stopRequested())
            return failure(ErrorCode::Cancelled, "The query was stopped.");
        if ((std::get<Index>(readers).spoils(row) || ...)) {
            writer.appendNull();
        } else if constexpr (Unwrapped<Answer>::isOptional) {
            if (Answer answer = function(std::get<Index>(readers)[row]...))
                writer.append(*std::move(answer));
            else
                writer.appendNull();
        } else {
            writer.append(function(std::get<Index>(readers)[row]...));
        }
    }
    return writer.finish();
}

} // namespace detail

template<typename Function>
[[nodiscard]] Overload pointwise(Function function)
{
    using Arguments = typename detail::Signature<Function>::Arguments;
    using Answer = typename detail::Unwrapped<typename detail::Signature<Function>::Result>::Type;
    constexpr std::size_t count = std::tuple_size_v<Arguments>;
    Overload overload{.parameters = {}, .result = *detail::columnType<Answer>(), .kernel = {}};
    [&overload]<typename... Each>(std::tuple<Each...> *) {
        (overload.parameters.push_back({.type = detail::columnType<typename detail::Unwrapped<Each>::Type>(),
                                        .coerces = std::same_as<Each, AsText>}),
         ...);
    }(static_cast<Arguments *>(nullptr));
    overload.kernel = sparing([function = std::move(function)](std::span<const Column> columns,
                                                               std::size_t rows, const EvalContext &context) {
        return detail::computeRows(function, columns, rows, context, static_cast<Arguments *>(nullptr),
                                   std::make_index_sequence<count>());
    });
    return overload;
}

} // namespace signalbox::kql
