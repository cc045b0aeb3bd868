// What names mean where a query stands: `let` names, parameters of functions and names given by `as`. A scope
// is a list that grows at its head, so that every place keeps the names that were known there. Immutable;
// shared.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "core/kql/run/expression.h"
#include "core/kql/run/plan.h"
#include "core/kql/syntax/tree.h"

namespace signalbox::kql {

struct Scope;
using ScopePtr = std::shared_ptr<const Scope>;

// A let statement: bound anew at each use, in the scope in which it stands.
struct LetName
{
    const Statement *statement = nullptr;
};

struct Scope
{
    std::string name;
    std::variant<LetName, BoundPtr, PlanPtr> meaning;
    ScopePtr outer;
};

[[nodiscard]] inline const Scope *findName(const ScopePtr &scope, std::string_view name)
{
    for (const Scope *at = scope.get(); at != nullptr; at = at->outer.get()) {
        if (at->name == name)
            return at;
    }
    return nullptr;
}

// Counts how deeply bound expressions and tables lie in one another while it lives, so that no query exhausts
// the stack.
class Nested
{
public:
    explicit Nested(int &depth)
        : m_depth(depth)
    {
        ++m_depth;
    }
    Nested(const Nested &) = delete;
    Nested &operator=(const Nested &) = delete;
    ~Nested() { --m_depth; }

    [[nodiscard]] bool tooDeep() const { return m_depth > 1'000; }

private:
    int &m_depth;
};

template<typename Meaning>
[[nodiscard]] ScopePtr with(const ScopePtr &outer, const std::string &name, Meaning meaning)
{
    return std::make_shared<const Scope>(Scope{.name = name, .meaning = std::move(meaning), .outer = outer});
}

} // namespace signalbox::kql
