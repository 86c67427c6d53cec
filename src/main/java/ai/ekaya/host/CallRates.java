package ai.ekaya.host;

import ai.ekaya.limits.Refusal;

/** How often functions may be called by the minute, whichever runs call them. */
@FunctionalInterface
interface CallRates {
    /** @throws Refusal {@code RATE_LIMITED} when there were as many calls as there may be */
    void require(CallScope scope, String function);
}
