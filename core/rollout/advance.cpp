#include "core/rollout/advance.h"

#include "core/rollout/rollout_rows.h"

namespace signalbox::rollout {

Status advanceIn(store::Change &change, Rollout rollout, const Evidence &evidence, std::string_view action)
{
    const serve::Split before = splitAt(rollout, rollout.step);
    leaveStep(change.db, rollout.id, rollout.step, change.now, evidence);
    const bool last = static_cast<std::size_t>(rollout.step) == rollout.plan.steps.size();
    rollout.stepSince = change.now;
    rollout.note.clear();
    if (last) {
        rollout.state = RolloutState::Completed;
        rollout.ended = change.now;
        serve::setRolloutIn(change, rollout.endpoint, 0);
    } else {
        ++rollout.step;
        rollout.state = RolloutState::Settling;
        SIGNALBOX_TRY(const serve::Endpoint endpoint, serve::endpointIn(change.db, rollout.endpoint));
        SIGNALBOX_CHECK(serve::setTrafficIn(change, endpoint, splitAt(rollout, rollout.step)));
        if (rollout.step == 1)
            serve::setFallbackIn(change, rollout.endpoint, rollout.blue);
        enterStep(change.db, rollout.id, rollout.step, change.now);
    }
    saveRollout(change.db, rollout);
    change.audit({.action = last ? "rollout.completed" : std::string(action),
                  .subject = subjectOf(rollout),
                  .reason = evidence.verdict,
                  .before = serve::splitJson(before),
                  .after = serve::splitJson(splitAt(rollout, rollout.step))});
    return {};
}

} // namespace signalbox::rollout
