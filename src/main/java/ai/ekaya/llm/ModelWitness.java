package ai.ekaya.llm;

import ai.ekaya.keys.Secret;

/**
 * What listens to one ask, on the thread that asks.
 *
 * <p>An attempt that fails after its first pieces is followed by {@link #restarted()} before the next one's: what came so far belongs to
 * no answer.
 */
public interface ModelWitness {
    ModelWitness NOBODY = new ModelWitness() {
        @Override
        public void piece(String text) {}

        @Override
        public void spent(ModelTokens tokens) {}
    };

    /** The next characters of the answer. SECURITY: nobody has looked at them for secrets yet. */
    void piece(String text);

    /** What one attempt spent, also when it or the ask fails; called once for each attempt that reached the model. */
    void spent(ModelTokens tokens);

    /** The key that goes with an attempt, as it is now: the provider may send it back, and it may have been set since the asker began. */
    default void opened(Secret key) {}

    /** Forget the pieces so far: another attempt begins, or a second round because the answer did not fit the schema. */
    default void restarted() {}
}
