package ai.ekaya.host;

import ai.ekaya.leak.Exit;
import java.util.Optional;

/**
 * One host function. It is reached only through {@link Gate}, so it never checks its own permission: the gate has already
 * checked that the function is declared and granted and that the arguments are a JSON object of bounded size and depth.
 */
interface HostFunction {
    /** The wire name, as {@code datasource_query}. */
    String name();

    /** The approved query that a call runs, by its name; the gate lets only granted ones through. */
    default Optional<String> query(RunCalls run, Arguments arguments) {
        return Optional.empty();
    }

    /** The secret that a call asks for, by its name; the gate lets only granted ones through, before anything is looked up. */
    default Optional<String> secret(Arguments arguments) {
        return Optional.empty();
    }

    /** The tool that a call is for, by the app's alias; the gate lets only granted ones through. */
    default Optional<String> tool(Arguments arguments) {
        return Optional.empty();
    }

    /** What a call may change at most; one that may change something writes it down by {@link RunCalls#effects}. */
    default EffectKind effect() {
        return EffectKind.NONE;
    }

    /** By what way a call's arguments leave the run. */
    default Exit exit() {
        return Exit.DATABASE;
    }

    /** Whether a database works while it is called: that time is counted, and so are the rows. */
    default boolean isSql() {
        return false;
    }

    /**
     * Whether it only tells people something: it changes nothing, and its answer is always null. Such calls have bounds of their own and
     * count for none of the run's, and those that were taken stand in no list of calls and in no journal.
     */
    default boolean isNote() {
        return false;
    }

    /** @throws ai.ekaya.limits.Refusal what the guest sees as an error */
    Answer call(RunCalls run, Arguments arguments);
}
