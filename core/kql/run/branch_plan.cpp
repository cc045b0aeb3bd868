#include "core/kql/run/branch_plan.h"

#include <utility>

#include "core/kql/run/key_index.h"

namespace signalbox::kql {

PlanPtr partitionPlan(PlanPtr input, std::size_t key, std::shared_ptr<const SlotPlan> slot, PlanPtr body)
{
    Schema schema = body->schema();
    return wholePlan(std::move(schema), false,
                     [input = std::move(input), key, slot = std::move(slot),
                      body = std::move(body)](Execution &execution) -> Result<Batches> {
                         SIGNALBOX_TRY(const Batch all, collectOne(*input, execution));
                         KeyIndex index;
                         const std::vector<Column> keys = {all.column(key)};
                         const std::vector<std::uint32_t> number =
                             index.add(keys, all.rows(), execution.options().stop);
                         SIGNALBOX_CHECK(execution.proceed());
                         std::vector<std::vector<std::uint32_t>> rows(index.size());
                         for (std::size_t row = 0; row < number.size(); ++row)
                             rows[number[row]].push_back(static_cast<std::uint32_t>(row));
                         Batches results;
                         for (std::vector<std::uint32_t> &part : rows) {
                             SIGNALBOX_CHECK(execution.proceed());
                             slot->set(all.select(std::move(part)));
                             SIGNALBOX_TRY(Batches batches, collect(*body, execution));
                             for (Batch &batch : batches)
                                 results.push_back(batch.gathered());
                         }
                         return results;
                     });
}

} // namespace signalbox::kql
