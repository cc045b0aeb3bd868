#include "core/kql/bind/binder.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/base/text.h"

namespace signalbox::kql {

namespace {

constexpr std::size_t maximumStatements = 2'000;
// What is bound for one query with its lets put in, so that lets that double each other end in an error.
constexpr std::size_t maximumSteps = 500'000;

} // namespace

Binder::Binder(std::string_view text, const Catalog &catalog, Execution *execution, TimePoint now)
    : m_text(text)
    , m_catalog(catalog)
    , m_execution(execution)
    , m_now(now)
{
}

Result<std::vector<BoundTable>> Binder::bind(const std::vector<Statement> &statements)
{
    if (statements.size() > maximumStatements)
        return fail(statements[maximumStatements].span,
                    fmt::format("A query has at most {} statements.", maximumStatements));
    std::vector<BoundTable> tables;
    ScopePtr names;
    for (const Statement &statement : statements) {
        if (statement.kind == StatementKind::Let) {
            names = with(names, statement.name.text, LetName{&statement});
        } else if (statement.kind == StatementKind::Declare) {
            for (const FunctionParameter &parameter : statement.parameters) {
                if (!parameter.fallback)
                    return fail(parameter.name.span,
                                fmt::format("The query parameter '{}' has no value.", parameter.name.text));
                SIGNALBOX_TRY(BoundPtr value, scalar(*parameter.fallback, {.names = names}));
                names = with(names, parameter.name.text, std::move(value));
            }
        } else if (statement.kind == StatementKind::Set && statement.value &&
                   statement.name.text.starts_with("query_bin_auto")) {
            SIGNALBOX_TRY(BoundPtr value, scalar(*statement.value, {.names = names}));
            names = with(names, statement.name.text, std::move(value));
        } else if (statement.kind == StatementKind::Query) {
            m_extraTables.clear();
            m_rendering.reset();
            const Expression &query = *statement.value;
            PlanPtr plan;
            if (query.kind == ExpressionKind::Table && !query.parenthesized) {
                const Pipeline &body = *query.pipeline;
                if (body.source) {
                    SIGNALBOX_TRY(plan, table(*body.source, {.names = names}));
                }
                SIGNALBOX_CHECK(operators(body, plan, names)); // `as` is known to later statements
            } else {
                SIGNALBOX_TRY(plan, table(query, {.names = names}));
            }
            if (m_extraTables.empty())
                tables.push_back({.name = {}, .plan = std::move(plan), .rendering = m_rendering});
            for (BoundTable &extra : m_extraTables)
                tables.push_back(std::move(extra));
        }
    }
    if (tables.empty() && m_execution != nullptr)
        return fail({.begin = static_cast<std::uint32_t>(m_text.size()),
                     .end = static_cast<std::uint32_t>(m_text.size())},
                    "There is no query here, only definitions.");
    return tables;
}

std::unexpected<Error> Binder::fail(Span span, std::string message, std::string suggestion)
{
    m_diagnostics.push_back(
        {.span = span, .message = std::move(message), .suggestion = std::move(suggestion)});
    return std::unexpected(toError(m_text, {m_diagnostics.back()}));
}

Status Binder::step(Span span)
{
    if (++m_steps > maximumSteps)
        return fail(span,
                    "The query is too large with its let statements put in. Use materialize(…) or fewer "
                    "of them.");
    if (m_execution != nullptr && m_steps % 256 == 0)
        return m_execution->proceed();
    return {};
}

std::unexpected<Error> Binder::fail(Span span, const Error &error)
{
    if (error.code != ErrorCode::InvalidArgument)
        return std::unexpected(error);
    return fail(span, error.message);
}

Status Binder::notDynamic(Type type, bool unknown, std::string_view verb, Span span)
{
    if (type != Type::Dynamic || unknown)
        return {};
    return fail(
        span, fmt::format("Rows cannot be {} by a dynamic. Put it into tostring(…) or another cast.", verb));
}

std::unexpected<Error> Binder::unknownName(std::string_view what, const Name &name,
                                           std::vector<std::string> candidates)
{
    const std::string near(nearest(name.text, candidates));
    if (near.empty())
        return fail(name.span, fmt::format("There is no {} '{}' here.", what, name.text));
    return fail(name.span, fmt::format("There is no {} '{}' here. Did you mean '{}'?", what, name.text, near),
                near);
}

} // namespace signalbox::kql
