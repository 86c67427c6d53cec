package ai.ekaya.live;

import java.util.Optional;
import java.util.UUID;

/** What a language model has written for a run so far, of its last call alone, and how much of it was sent. Not thread-safe. */
final class LiveAnswer {
    private final StringBuilder text = new StringBuilder();
    private int call;
    private int sent;
    private boolean due;

    void add(int ofCall, int from, String more) {
        if (ofCall != call) {
            call = ofCall;
            text.setLength(0);
            sent = 0;
        }
        text.setLength(Math.min(from, text.length()));
        text.append(more);
        sent = Math.min(sent, from);
        due = true;
    }

    boolean isDue() {
        return due;
    }

    /** The next part of at most so many characters; empty when all of it was sent. */
    Optional<LiveEvent> next(UUID run, String app, int charactersMax) {
        if (!due) {
            return Optional.empty();
        }
        int from = sent;
        sent = Math.min(text.length(), from + charactersMax);
        due = sent < text.length();
        return Optional.of(event(run, app, from, sent));
    }

    /** Nobody wants it. */
    void pass() {
        sent = text.length();
        due = false;
    }

    /** All that was sent, for somebody who comes later. */
    Optional<LiveEvent> soFar(UUID run, String app) {
        return sent == 0 ? Optional.empty() : Optional.of(event(run, app, 0, sent));
    }

    private LiveEvent event(UUID run, String app, int from, int to) {
        return new LiveEvent(
                LiveEvent.Kind.MODEL, run, app, EventJson.model(run, app, call, from, text.substring(from, to)));
    }
}
