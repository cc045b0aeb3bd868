// One Kusto scalar: a constant of a query, a cell of a result, or an element of a dynamic. Immutable, 24
// bytes, cheap to copy (texts, arrays and bags are shared), safe to read from several threads.
#pragma once

#include <compare>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "core/kql/values/type.h"

namespace signalbox::kql {

class Value
{
public:
    using Array = std::vector<Value>;
    // In the order of insertion, as Kusto keeps it; a key occurs once.
    using Bag = std::vector<std::pair<std::string, Value>>;

    Value() = default; // null of any type; a null string is "", so a column of strings never gives this

    [[nodiscard]] static Value ofBool(bool value);
    [[nodiscard]] static Value ofInt(std::int64_t value);
    [[nodiscard]] static Value ofLong(std::int64_t value);
    [[nodiscard]] static Value ofReal(double value);
    [[nodiscard]] static Value ofString(std::string value);
    [[nodiscard]] static Value of(DateTime value);
    [[nodiscard]] static Value of(TimeSpan value);
    [[nodiscard]] static Value ofArray(Array elements);
    [[nodiscard]] static Value ofBag(Bag properties);
    // `type` is Int, Long, DateTime or TimeSpan.
    [[nodiscard]] static Value ofWhole(Type type, std::int64_t value);
    // `type` is String, Guid or Decimal; the last two in canonical form (see text_to_value.h).
    [[nodiscard]] static Value ofText(Type type, std::string value);

    [[nodiscard]] bool isNull() const { return std::holds_alternative<std::monostate>(m_data); }
    // None for null; Dynamic for an array or a bag.
    [[nodiscard]] std::optional<Type> type() const;
    [[nodiscard]] bool is(Type type) const { return this->type() == type; }
    [[nodiscard]] bool isArray() const { return std::holds_alternative<SharedArray>(m_data); }
    [[nodiscard]] bool isBag() const { return std::holds_alternative<SharedBag>(m_data); }
    [[nodiscard]] bool isWhole() const { return std::holds_alternative<Whole>(m_data); }
    [[nodiscard]] bool isText() const { return std::holds_alternative<Text>(m_data); }

    // The content as stored; each answers its zero ("" and empty too) when the value is of another kind.
    [[nodiscard]] bool boolean() const;
    [[nodiscard]] std::int64_t whole() const; // Int, Long and the ticks of DateTime and TimeSpan
    [[nodiscard]] double real() const;        // Real only; see toReal() of conversions.h for any number
    [[nodiscard]] const std::string &text() const;
    [[nodiscard]] const Array &array() const;
    [[nodiscard]] const Bag &bag() const;

    // Property of a bag or element of an array (negative from the end); null where there is none.
    [[nodiscard]] const Value &property(std::string_view key) const;
    [[nodiscard]] const Value &element(std::int64_t index) const;

    // Same kind and content; a NaN equals itself here, unlike in a query.
    friend bool operator==(const Value &, const Value &);

private:
    struct Whole
    {
        std::int64_t value;
        Type type;
    };
    // The type stands in which pointer is used: a null `text` cannot happen.
    struct Text
    {
        std::shared_ptr<const std::pair<Type, std::string>> content;
    };
    using SharedArray = std::shared_ptr<const Array>;
    using SharedBag = std::shared_ptr<const Bag>;
    using Data = std::variant<std::monostate, bool, Whole, double, Text, SharedArray, SharedBag>;

    explicit Value(Data data)
        : m_data(std::move(data))
    {
    }

    Data m_data;
};

// The total order of `sort by` and of min and max: null first, then NaN, numbers by amount whatever their
// type, then booleans, times, texts by code points, arrays and bags by their JSON.
[[nodiscard]] std::weak_ordering order(const Value &left, const Value &right);

} // namespace signalbox::kql
