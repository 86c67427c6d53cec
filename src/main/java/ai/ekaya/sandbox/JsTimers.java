package ai.ekaya.sandbox;

import java.util.Optional;

/**
 * The waiting for an app's timers: the guest knows which are due and calls them back, the host lets the time pass. Not
 * thread-safe; one per run.
 */
final class JsTimers {
    private static final long NONE = -1;

    private final Run run;
    private final QuickJs js;
    private final int sdk;

    /** @param sdk the SDK's function */
    JsTimers(Run run, QuickJs js, int sdk) {
        this.run = run;
        this.js = js;
        this.sdk = sdk;
    }

    /**
     * Waits for the timer that is due first, and calls it back.
     *
     * @return whether there was one, or nothing when its callback threw
     */
    Optional<Boolean> fireNext() {
        Optional<Integer> told = ask("due");
        if (told.isEmpty()) {
            return Optional.empty();
        }
        long millis = Long.parseLong(js.text(told.get()));
        js.release(told.get());
        if (millis == NONE) {
            return Optional.of(false);
        }
        if (millis > 0) {
            run.pause(millis);
        }
        Optional<Integer> fired = ask("fire");
        fired.ifPresent(js::release);
        return fired.map(value -> true);
    }

    /** Values are freed: a run may have more timers than its memory has room for leftovers. */
    private Optional<Integer> ask(String operation) {
        int name = js.string(operation);
        Optional<Integer> answer = js.call(sdk, name);
        js.release(name);
        return answer;
    }
}
