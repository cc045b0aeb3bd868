// Words that some places of a query choose from: kinds of joins, charts and their properties, plugins, types.
// For completion and help; what they do stands in the binder and the charts, and a test binds each of them.
// Immutable.
#pragma once

#include <span>
#include <string_view>
#include <vector>

namespace signalbox::kql {

struct Choice
{
    std::string_view name;
    std::string_view help; // one sentence
};

// The values of a parameter such as `kind` of join; empty if there is no list.
[[nodiscard]] std::span<const Choice> parameterValues(std::string_view operation, std::string_view parameter);

// Of `render … with (…)`.
[[nodiscard]] std::span<const Choice> chartKinds();
[[nodiscard]] std::span<const Choice> chartProperties();
[[nodiscard]] std::span<const Choice> chartPropertyValues(std::string_view property);

struct PluginHelp
{
    std::string_view name;
    std::string_view help;
    std::vector<std::string_view> parameters;
    std::size_t minimumArguments = 0;
};

[[nodiscard]] std::span<const PluginHelp> plugins();
[[nodiscard]] const PluginHelp *findPlugin(std::string_view name);

// Written where a column's type stands.
[[nodiscard]] std::span<const Choice> typeWords();

// Words that may follow inside an operator, such as `by` and `on`.
[[nodiscard]] std::span<const Choice> wordsInside(std::string_view operation);

} // namespace signalbox::kql
