#include "core/kql/values/column.h"

#include <algorithm>
#include <numeric>
#include <utility>

namespace signalbox::kql {

namespace {

template<typename T>
using Shared = std::shared_ptr<const std::vector<T>>;

template<typename T>
Shared<T> share(std::vector<T> values)
{
    return std::make_shared<const std::vector<T>>(std::move(values));
}

template<typename T>
std::span<const T> spanOf(const Shared<T> *payload)
{
    return payload != nullptr && *payload ? std::span<const T>(**payload) : std::span<const T>();
}

template<typename T>
Shared<T> gathered(const Shared<T> &values, std::span<const std::uint32_t> rows)
{
    std::vector<T> result;
    result.reserve(rows.size());
    for (const std::uint32_t row : rows)
        result.push_back((*values)[row]);
    return share(std::move(result));
}

Texts gathered(const Texts &texts, std::span<const std::uint32_t> rows)
{
    return {.dictionary = texts.dictionary, .codes = gathered(texts.codes, rows)};
}

Nulls nullsOf(const std::vector<Value> &values)
{
    if (std::ranges::none_of(values, &Value::isNull))
        return {};
    std::vector<std::uint8_t> nulls(values.size());
    std::ranges::transform(values, nulls.begin(), [](const Value &value) { return value.isNull() ? 1 : 0; });
    return share(std::move(nulls));
}

} // namespace

Column::Column(Type type, std::size_t size, bool constant, Payload payload, Nulls nulls)
    : m_type(type)
    , m_constant(constant)
    , m_size(size)
    , m_payload(std::move(payload))
    , m_nulls(std::move(nulls))
{
}

Column Column::ofBools(std::vector<std::uint8_t> values, Nulls nulls)
{
    const std::size_t size = values.size();
    return {Type::Bool, size, false, kql::share(std::move(values)), std::move(nulls)};
}

Column Column::ofWholes(Type type, std::vector<std::int64_t> values, Nulls nulls)
{
    return share(type, kql::share(std::move(values)), std::move(nulls));
}

Column Column::ofReals(std::vector<double> values, Nulls nulls)
{
    return share(kql::share(std::move(values)), std::move(nulls));
}

Column Column::ofTexts(Type type, Texts texts, Nulls nulls)
{
    const std::size_t size = texts.codes->size();
    return {type, size, false, std::move(texts), std::move(nulls)};
}

Column Column::ofTexts(Type type, TextList texts, Nulls nulls)
{
    std::vector<std::uint32_t> codes(texts.size());
    std::iota(codes.begin(), codes.end(), 0U);
    return ofTexts(type,
                   Texts{.dictionary = std::make_shared<const TextList>(std::move(texts)),
                         .codes = kql::share(std::move(codes))},
                   std::move(nulls));
}

Column Column::ofValues(std::vector<Value> values)
{
    const std::size_t size = values.size();
    Nulls nulls = nullsOf(values);
    return {Type::Dynamic, size, false, kql::share(std::move(values)), std::move(nulls)};
}

Column Column::share(Type type, Shared<std::int64_t> values, Nulls nulls)
{
    const std::size_t size = values->size();
    return {type, size, false, std::move(values), std::move(nulls)};
}

Column Column::share(Shared<double> values, Nulls nulls)
{
    const std::size_t size = values->size();
    return {Type::Real, size, false, std::move(values), std::move(nulls)};
}

Column Column::constant(Type type, const Value &value, std::size_t rows)
{
    const Nulls null =
        value.isNull() && type != Type::String ? kql::share(std::vector<std::uint8_t>{1}) : Nulls();
    Column one;
    switch (type) {
    case Type::Bool:
        one = ofBools({static_cast<std::uint8_t>(value.boolean())}, null);
        break;
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        one = ofWholes(type, {value.whole()}, null);
        break;
    case Type::Real:
        one = ofReals({value.real()}, null);
        break;
    case Type::Decimal:
    case Type::String:
    case Type::Guid:
        one = ofTexts(type, TextList{value.text()}, null);
        break;
    case Type::Dynamic:
        one = ofValues({value});
        break;
    }
    one.m_constant = true;
    one.m_size = rows;
    return one;
}

std::span<const std::uint8_t> Column::bools() const
{
    return spanOf(std::get_if<Shared<std::uint8_t>>(&made().m_payload));
}

std::span<const std::int64_t> Column::wholes() const
{
    return spanOf(std::get_if<Shared<std::int64_t>>(&made().m_payload));
}

std::span<const double> Column::reals() const
{
    return spanOf(std::get_if<Shared<double>>(&made().m_payload));
}

const Texts &Column::texts() const
{
    static const Texts none{.dictionary = std::make_shared<const TextList>(),
                            .codes = kql::share(std::vector<std::uint32_t>())};
    const auto *texts = std::get_if<Texts>(&made().m_payload);
    return texts != nullptr && texts->codes ? *texts : none;
}

std::span<const Value> Column::values() const
{
    return spanOf(std::get_if<Shared<Value>>(&made().m_payload));
}

std::span<const std::uint8_t> Column::nulls() const
{
    const Nulls &nulls = made().m_nulls;
    return nulls ? std::span<const std::uint8_t>(*nulls) : std::span<const std::uint8_t>();
}

std::string_view Column::text(std::size_t row) const
{
    const Texts &texts = this->texts();
    return (*texts.dictionary)[(*texts.codes)[stored(row)]];
}

Value Column::value(std::size_t row) const
{
    if (isNull(row))
        return {};
    const std::size_t at = stored(row);
    switch (m_type) {
    case Type::Bool:
        return Value::ofBool(bools()[at] != 0);
    case Type::Int:
    case Type::Long:
    case Type::DateTime:
    case Type::TimeSpan:
        return Value::ofWhole(m_type, wholes()[at]);
    case Type::Real:
        return Value::ofReal(reals()[at]);
    case Type::Decimal:
    case Type::String:
    case Type::Guid:
        return Value::ofText(m_type, std::string(text(row)));
    case Type::Dynamic:
        break;
    }
    return values()[at];
}

Column Column::repeated(std::size_t rows) const
{
    Column other = made();
    other.m_constant = true;
    other.m_size = rows;
    return other;
}

Column Column::gather(std::span<const std::uint32_t> rows) const
{
    if (m_constant)
        return repeated(rows.size());
    if (isPending())
        return gather(std::make_shared<const std::vector<std::uint32_t>>(rows.begin(), rows.end()));
    if (m_pending)
        return made().gather(rows);
    const auto payload =
        std::visit([rows](const auto &values) -> Payload { return gathered(values, rows); }, m_payload);
    return {m_type, rows.size(), false, payload, m_nulls ? gathered(m_nulls, rows) : Nulls()};
}

Column Column::gather(const std::shared_ptr<const std::vector<std::uint32_t>> &rows) const
{
    if (!isPending())
        return gather(std::span(*rows));
    return later(m_type, rows->size(),
                 [column = *this, rows] { return column.made().gather(std::span(*rows)); });
}

Column Column::slice(std::size_t first, std::size_t count) const
{
    if (first == 0 && count == m_size)
        return *this;
    std::vector<std::uint32_t> rows(count);
    std::iota(rows.begin(), rows.end(), static_cast<std::uint32_t>(first));
    return gather(rows);
}

Column Column::expanded() const
{
    if (!m_constant)
        return *this;
    Column one = *this;
    one.m_constant = false;
    return one.gather(std::vector<std::uint32_t>(m_size, 0));
}

Column Column::retyped(Type type) const
{
    Column other = made();
    other.m_type = type;
    return other;
}

Column Column::withNulls(Nulls nulls) const
{
    Column other = made();
    other.m_nulls = std::move(nulls);
    return other;
}

std::size_t Column::bytes() const
{
    if (isPending())
        return 0;
    if (m_pending)
        return made().bytes();
    std::size_t total = nulls().size() + bools().size() + wholes().size_bytes() + reals().size_bytes() +
                        values().size_bytes();
    if (const auto *texts = std::get_if<Texts>(&m_payload); texts != nullptr && texts->codes) {
        total += texts->codes->size() * sizeof(std::uint32_t);
        total += texts->dictionary->bytes();
    }
    return total;
}

} // namespace signalbox::kql
