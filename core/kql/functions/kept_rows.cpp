#include "core/kql/functions/kept_rows.h"

#include <algorithm>
#include <memory>
#include <utility>

namespace signalbox::kql {

namespace {

constexpr std::size_t mostDictionaries = 64; // before the kept texts are copied

} // namespace

std::uint32_t KeptColumn::hold(const Dictionary &dictionary)
{
    if (m_dictionaries.empty()) // which new groups refer to
        m_dictionaries.push_back(std::make_shared<const TextList>(TextList{""}));
    if (m_dictionaries.back() != dictionary) {
        if (m_dictionaries.size() >= mostDictionaries)
            gatherTexts();
        m_dictionaries.push_back(dictionary);
        m_textBytes += dictionary->bytes();
    }
    return static_cast<std::uint32_t>(m_dictionaries.size() - 1);
}

void KeptColumn::gatherTexts()
{
    // One entry for each text of the old dictionaries that is kept, however many groups have it.
    std::vector<std::vector<std::uint32_t>> places;
    places.reserve(m_dictionaries.size());
    for (const Dictionary &dictionary : m_dictionaries)
        places.emplace_back(dictionary->size(), 0U);
    TextList texts{""}; // new groups refer to the first
    for (KeptText &kept : m_texts) {
        if (!m_dictionaries.empty()) {
            const std::string_view text = (*m_dictionaries[kept.dictionary])[kept.code];
            std::uint32_t &place = places[kept.dictionary][kept.code];
            if (place == 0 && !text.empty()) {
                place = static_cast<std::uint32_t>(texts.size());
                texts.push_back(text);
            }
            kept = {.dictionary = 0, .code = place};
        }
    }
    m_textBytes = texts.bytes();
    m_dictionaries.assign(1, std::make_shared<const TextList>(std::move(texts)));
}

void KeptColumn::resize(std::size_t groups)
{
    m_nulls.resize(groups, 1);
    if (m_type == Type::Bool || isWhole(m_type))
        m_wholes.resize(groups);
    else if (m_type == Type::Real)
        m_reals.resize(groups);
    else if (isText(m_type))
        m_texts.resize(groups);
    else
        m_values.resize(groups);
}

void KeptColumn::set(std::span<const std::uint32_t> groups, std::span<const std::uint32_t> rows,
                     const Column &column)
{
    const auto each = [&](const auto &assign) {
        for (std::size_t i = 0; i < groups.size(); ++i)
            assign(groups[i], column.stored(rows[i]));
    };
    if (m_type == Type::Bool)
        each([this, values = column.bools()](std::size_t g, std::size_t at) { m_wholes[g] = values[at]; });
    else if (isWhole(m_type))
        each([this, values = column.wholes()](std::size_t g, std::size_t at) { m_wholes[g] = values[at]; });
    else if (m_type == Type::Real)
        each([this, values = column.reals()](std::size_t g, std::size_t at) { m_reals[g] = values[at]; });
    else if (isText(m_type))
        each([this, held = hold(column.texts().dictionary), codes = column.texts().codes->data()](
                 std::size_t g, std::size_t at) { m_texts[g] = {.dictionary = held, .code = codes[at]}; });
    else
        each([this, values = column.values()](std::size_t g, std::size_t at) { m_values[g] = values[at]; });
    for (std::size_t i = 0; i < groups.size(); ++i)
        m_nulls[groups[i]] = column.isNull(rows[i]) ? 1 : 0;
}

void KeptColumn::take(std::size_t group, KeptColumn &other, std::size_t from)
{
    if (other.m_dictionaries.size() > 1)
        other.gatherTexts(); // or each group might bring another dictionary
    if (!m_wholes.empty())
        m_wholes[group] = other.m_wholes[from];
    else if (!m_reals.empty())
        m_reals[group] = other.m_reals[from];
    else if (!m_texts.empty())
        m_texts[group] = {.dictionary = hold(other.m_dictionaries[other.m_texts[from].dictionary]),
                          .code = other.m_texts[from].code};
    else
        m_values[group] = std::move(other.m_values[from]);
    m_nulls[group] = other.m_nulls[from];
}

Column KeptColumn::finish()
{
    Nulls nulls;
    if (m_type != Type::String && std::ranges::count(m_nulls, 0) != std::ssize(m_nulls))
        nulls = std::make_shared<const std::vector<std::uint8_t>>(std::move(m_nulls));
    if (m_type == Type::Bool)
        return Column::ofBools(std::vector<std::uint8_t>(m_wholes.begin(), m_wholes.end()), std::move(nulls));
    if (isWhole(m_type))
        return Column::ofWholes(m_type, std::move(m_wholes), std::move(nulls));
    if (m_type == Type::Real)
        return Column::ofReals(std::move(m_reals), std::move(nulls));
    if (isText(m_type)) {
        gatherTexts();
        std::vector<std::uint32_t> codes(m_texts.size());
        std::ranges::transform(m_texts, codes.begin(), &KeptText::code);
        return Column::ofTexts(
            m_type,
            Texts{.dictionary = m_dictionaries.front(),
                  .codes = std::make_shared<const std::vector<std::uint32_t>>(std::move(codes))},
            std::move(nulls));
    }
    return Column::ofValues(std::move(m_values));
}

std::size_t KeptColumn::bytes() const
{
    return m_nulls.size() + m_wholes.size() * sizeof(std::int64_t) + m_reals.size() * sizeof(double) +
           m_texts.size() * sizeof(KeptText) + m_textBytes + m_values.size() * sizeof(Value);
}

} // namespace signalbox::kql
