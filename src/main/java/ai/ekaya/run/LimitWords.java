package ai.ekaya.run;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.pack.EffectiveLimits;
import java.time.Duration;
import java.util.Locale;

/**
 * What a person reads of a run that a limit ended: which limit, what was used of it, and how the next run gets more.
 *
 * @param asked what the package asks for, within the server's ceilings
 * @param held what the run had: no more than was granted
 */
record LimitWords(EffectiveLimits asked, EffectiveLimits held, Limits limits) {

    String fuel() {
        return "The run used all of its fuel, " + count(held.fuel())
                + more(
                        "fuel",
                        count(held.fuel()),
                        count(asked.fuel()),
                        count(ceiling().fuel()));
    }

    /** @param usedBytes what it held when it was refused more */
    String memory(long usedBytes) {
        return "The run held " + Quantity.ofBytes(usedBytes) + " of its " + Quantity.ofBytes(held.memoryBytes())
                + " of memory and needed more"
                + more(
                        "memory",
                        Quantity.ofBytes(held.memoryBytes()),
                        Quantity.ofBytes(asked.memoryBytes()),
                        Quantity.ofBytes(ceiling().memoryBytes()));
    }

    String time() {
        return "The run did not end within its " + time(held.timeout())
                + more(
                        "timeout",
                        time(held.timeout()),
                        time(asked.timeout()),
                        time(ceiling().timeout()));
    }

    /** No package may ask for more stack: it is the server's thread's. */
    String stack() {
        return "The app's calls nest too deep: there are "
                + Quantity.ofBytes(limits.of(Limit.SANDBOX_STACK_BYTES)) + " for those of JavaScript and "
                + Quantity.ofBytes(limits.of(Limit.SANDBOX_FRAMES_BYTES))
                + " for a compiled app's; turn the recursion into a loop";
    }

    private String more(String key, String had, String wanted, String most) {
        if (!had.equals(wanted)) {
            return "; the package asks for " + wanted + ", less is granted here";
        }
        return had.equals(most)
                ? "; that is the most that this server gives"
                : "; ask for more in capabilities.json, limits." + key + ", at most " + most;
    }

    private EffectiveLimits ceiling() {
        return EffectiveLimits.ceiling(limits);
    }

    private static String time(Duration duration) {
        return Quantity.ofDuration(duration);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }
}
