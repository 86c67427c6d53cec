package ai.ekaya.pack;

import com.networknt.schema.ExecutionConfig;
import com.networknt.schema.ExecutionContext;

/**
 * Counts what one check of a value against a schema takes while it is made, and ends it where that is too much. Not thread-safe; for one time.
 *
 * <p>SECURITY: the validator looks at each keyword for each part of a value, and keeps a message for each that does not fit until it has
 * seen all: some KiB of each made it keep fourteen million, which no heap holds. It tells of each keyword and each message by asking for
 * what is overridden here. No {@code Limit}s, as {@link BoundedPattern} says: what fits on one server has to fit on every one. Guarded by
 * AnswerSchemaTest.
 */
final class SchemaMeter extends ExecutionContext {
    /** Ten times what rows of 100 KB need; references can lead to more than {@link SchemaCost} counts. */
    private static final int KEYWORDS_MAX = 5_000_000;

    /** Some 400 bytes each. A thousand rows, of twenty kinds that only one fits, make half of it. */
    private static final int MESSAGES_MAX = 200_000;

    private int keywords;
    private int messages;

    SchemaMeter(ExecutionContext made) {
        super(made.getExecutionConfig(), made.getCollectorContext());
    }

    /** Without a stack trace: it goes a few frames up. */
    static final class TooMuch extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooMuch() {
            super("Too much to check", null, false, false);
        }
    }

    @Override
    public ExecutionConfig getExecutionConfig() {
        keywords++;
        if (keywords > KEYWORDS_MAX) {
            throw new TooMuch();
        }
        return super.getExecutionConfig();
    }

    @Override
    public boolean isFailFast() {
        messages++;
        if (messages > MESSAGES_MAX) {
            throw new TooMuch();
        }
        return super.isFailFast();
    }
}
