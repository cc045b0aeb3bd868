#include <fmt/format.h>

#include "core/base/file.h"
#include "core/kql/bind/binder.h"
#include "core/kql/run/external_plan.h"
#include "core/kql/run/reduce_plan.h"

namespace signalbox::kql {

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ExternalDataOperator &body,
                                     const PlanPtr &, ScopePtr &names)
{
    SIGNALBOX_TRY(Schema schema, declaredColumns(body.columns));
    ExternalFiles files;
    std::string format;
    for (const Parameter &property : body.properties) {
        const std::string text = property.values.empty() ? std::string() : property.values[0]->text;
        if (property.name.text == "format")
            format = text;
        else if (property.name.text == "ignoreFirstRecord")
            files.skipFirst = text == "true";
    }
    for (const ExpressionPtr &source : body.sources) {
        SIGNALBOX_TRY(const Value path, constant(*source, names, "The name of a file"));
        const std::string &text = path.text();
        if (text.starts_with("http://") || text.starts_with("https://") || text.starts_with("abfss://")) {
            if (m_execution == nullptr)
                return memoryPlan(std::move(schema), false, {});
            return fail(source->span,
                        "externaldata reads local files; fetching from a server is not supported here.");
        }
        files.paths.push_back(toPath(text));
        if (format.empty())
            format = toUtf8(toPath(text).extension());
    }
    if (format == "tsv" || format == ".tsv")
        files.format = FileFormat::Tsv;
    else if (format == "json" || format == "multijson" || format == ".json" || format == ".jsonl")
        files.format = FileFormat::JsonLines;
    else if (format == "txt" || format == "raw" || format == ".txt")
        files.format = FileFormat::Text;
    else if (format != "csv" && format != ".csv" && !format.empty())
        return fail(op.span,
                    fmt::format("Files of the format '{}' are not supported here. Use csv, tsv, json or txt.",
                                format));
    return externalPlan(std::move(files), schema);
}

Result<PlanPtr> Binder::bindOperator(const TabularOperator &op, const ReduceOperator &body, PlanPtr input,
                                     ScopePtr &names)
{
    SIGNALBOX_TRY(BoundPtr text, scalar(*body.by, {.row = &input->schema(), .names = names}));
    if (text->type != Type::String) {
        SIGNALBOX_TRY(text, apply("tostring", {text}, body.by->span));
    }
    const bool showSource = wordOf(op.parameters, "kind") == "source";
    return reducePlan(std::move(input), std::move(text), std::string(wordOf(body.properties, "characters")),
                      showSource);
}

} // namespace signalbox::kql
