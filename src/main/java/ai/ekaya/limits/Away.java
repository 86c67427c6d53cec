package ai.ekaya.limits;

import java.sql.SQLException;
import java.util.Set;

/** Tells what was away for a moment, or had no room, as a database or a model, from what the asker did wrong and from what is set wrong. */
public final class Away {
    private static final int CAUSES_MAX = 8;

    /** Too many connections; ended, stopping or starting server; and our own transactions that the server ended. */
    private static final Set<String> STATES = Set.of("53300", "57P01", "57P02", "57P03", "25P03");

    private Away() {}

    /** @param failure also one that a failure of the database is the cause of */
    public static boolean is(Throwable failure) {
        if (failure instanceof Refusal refusal && refusal.code() != RefusalCode.UPSTREAM) {
            return refusal.code() == RefusalCode.UNAVAILABLE && !refusal.isLasting();
        }
        Throwable cause = failure;
        for (int depth = 0; depth < CAUSES_MAX && cause != null; depth++) {
            if (cause instanceof SQLException sql && isState(String.valueOf(sql.getSQLState()))) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    private static boolean isState(String state) {
        return state.startsWith("08") || STATES.contains(state);
    }
}
