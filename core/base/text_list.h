// A list of texts whose bytes lie one behind the other: dictionaries of columns, which may have as many
// entries as rows, are such lists. Adding a text allocates nothing most of the time. Not thread-safe while it
// changes.
#pragma once

#include <compare>
#include <cstddef>
#include <initializer_list>
#include <iterator>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace signalbox {

class TextList
{
public:
    class Iterator
    {
    public:
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::random_access_iterator_tag;

        Iterator() = default;
        Iterator(const TextList &list, std::size_t index)
            : m_list(&list)
            , m_index(index)
        {
        }

        [[nodiscard]] std::string_view operator*() const { return (*m_list)[m_index]; }
        [[nodiscard]] std::string_view operator[](std::ptrdiff_t offset) const { return *(*this + offset); }
        Iterator &operator++() { return *this += 1; }
        Iterator &operator--() { return *this -= 1; }
        Iterator operator++(int) { return std::exchange(*this, *this + 1); }
        Iterator operator--(int) { return std::exchange(*this, *this - 1); }
        Iterator &operator+=(std::ptrdiff_t offset)
        {
            m_index += static_cast<std::size_t>(offset);
            return *this;
        }
        Iterator &operator-=(std::ptrdiff_t offset) { return *this += -offset; }
        [[nodiscard]] friend Iterator operator+(Iterator at, std::ptrdiff_t offset) { return at += offset; }
        [[nodiscard]] friend Iterator operator+(std::ptrdiff_t offset, Iterator at) { return at += offset; }
        [[nodiscard]] friend Iterator operator-(Iterator at, std::ptrdiff_t offset) { return at -= offset; }
        [[nodiscard]] friend std::ptrdiff_t operator-(const Iterator &left, const Iterator &right)
        {
            return static_cast<std::ptrdiff_t>(left.m_index - right.m_index);
        }
        [[nodiscard]] bool operator==(const Iterator &other) const { return m_index == other.m_index; }
        [[nodiscard]] auto operator<=>(const Iterator &other) const { return m_index <=> other.m_index; }

    private:
        const TextList *m_list = nullptr;
        std::size_t m_index = 0;
    };

    TextList() = default;
    TextList(std::initializer_list<std::string_view> texts)
    {
        for (const std::string_view text : texts)
            push_back(text);
    }
    TextList(const std::vector<std::string> &texts)
    {
        std::size_t bytes = 0;
        for (const std::string &text : texts)
            bytes += text.size();
        reserve(texts.size(), bytes);
        for (const std::string &text : texts)
            push_back(text);
    }

    void reserve(std::size_t texts, std::size_t bytes)
    {
        m_ends.reserve(texts);
        m_bytes.reserve(bytes);
    }
    void push_back(std::string_view text) // NOLINT(readability-identifier-naming): as the containers of std
    {
        m_bytes += text;
        m_ends.push_back(m_bytes.size());
    }
    void append(const TextList &other)
    {
        const std::size_t before = m_bytes.size();
        m_bytes += other.m_bytes;
        m_ends.reserve(m_ends.size() + other.size());
        for (const std::size_t end : other.m_ends)
            m_ends.push_back(before + end);
    }

    [[nodiscard]] std::size_t size() const { return m_ends.size(); }
    [[nodiscard]] bool empty() const { return m_ends.empty(); }
    // Valid until the list changes.
    [[nodiscard]] std::string_view operator[](std::size_t index) const
    {
        const std::size_t begin = index == 0 ? 0 : m_ends[index - 1];
        return {m_bytes.data() + begin, m_ends[index] - begin};
    }
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }
    [[nodiscard]] std::size_t bytes() const { return m_bytes.size() + m_ends.size() * sizeof(std::size_t); }
    [[nodiscard]] bool operator==(const TextList &) const = default;

private:
    std::string m_bytes;
    std::vector<std::size_t> m_ends; // of each text
};

} // namespace signalbox
