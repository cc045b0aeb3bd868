#include "core/kql/syntax/tree.h"

#include <algorithm>

#include "core/kql/syntax/operators.h"

namespace signalbox::kql {

void DeleteNode::operator()(const Expression *node) const
{
    delete node;
}

void DeleteNode::operator()(const Pipeline *node) const
{
    delete node;
}

void DeleteNode::operator()(const FunctionDeclaration *node) const
{
    delete node;
}

const Parameter *findParameter(const std::vector<Parameter> &parameters, std::string_view name)
{
    const auto found =
        std::ranges::find_if(parameters, [name](const Parameter &p) { return p.name.text == name; });
    return found == parameters.end() ? nullptr : &*found;
}

std::string_view wordOf(const std::vector<Parameter> &parameters, std::string_view name)
{
    const Parameter *parameter = findParameter(parameters, name);
    return parameter == nullptr || parameter->values.empty() ? std::string_view()
                                                             : parameter->values.front()->text;
}

} // namespace signalbox::kql
