package ai.ekaya.host;

import ai.ekaya.keys.Secret;
import ai.ekaya.leak.KnownValue;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.llm.ModelTokens;
import ai.ekaya.llm.ModelWitness;

/**
 * What a model says while it says it, for who looks on, and what it takes. Not thread-safe.
 *
 * <p>SECURITY: what could be the beginning of a secret is held back until it is known what follows. Guarded by
 * ModelTalkTest.
 */
final class ModelTalk implements ModelWitness {
    /** As much as the detector looks at together. */
    private static final int HELD_BACK_CHARACTERS = 512;

    private static final int STEP_CHARACTERS = 128;

    private final RunCalls run;
    private final int shownMax;
    private final StringBuilder said = new StringBuilder();
    private String shown = "";
    private int lookedAt;
    private boolean silent;
    private ModelTokens spent = ModelTokens.NONE;

    ModelTalk(RunCalls run, Limits limits) {
        this.run = run;
        this.shownMax = limits.intOf(Limit.LIVE_ANSWER_COUNT);
    }

    @Override
    public void piece(String text) {
        if (silent || said.length() + text.length() > shownMax) {
            silent = true;
            return;
        }
        said.append(text);
        if (said.length() - lookedAt >= STEP_CHARACTERS && said.length() > HELD_BACK_CHARACTERS) {
            lookedAt = said.length();
            String safe = run.exits().shown(said.toString());
            if (!safe.startsWith(shown)) {
                hide();
                return;
            }
            show(safe.substring(0, Math.max(shown.length(), safe.length() - HELD_BACK_CHARACTERS)));
        }
    }

    private void show(String now) {
        if (now.length() > shown.length()) {
            run.watcher().answering(run.call(), shown.length(), now.substring(shown.length()));
            shown = now;
        }
    }

    private void hide() {
        restarted();
        silent = true;
    }

    @Override
    public void restarted() {
        if (!shown.isEmpty()) {
            run.watcher().answering(run.call(), 0, "");
        }
        said.setLength(0);
        lookedAt = 0;
        shown = "";
    }

    /** The rest, once all of it was looked at. */
    void done() {
        if (silent) {
            return;
        }
        String safe = run.exits().shown(said.toString());
        if (safe.startsWith(shown)) {
            show(safe);
        } else {
            hide();
        }
    }

    @Override
    public void opened(Secret key) {
        run.exits().know(new KnownValue("the model's key", key.value()));
    }

    @Override
    public void spent(ModelTokens tokens) {
        spent = spent.plus(tokens);
    }

    ModelTokens spent() {
        return spent;
    }
}
