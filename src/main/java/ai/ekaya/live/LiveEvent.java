package ai.ekaya.live;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Something that a run did.
 *
 * @param run {@link #NO_RUN} for what is of none
 * @param app the app's slug
 * @param json one object without a line break
 */
record LiveEvent(Kind kind, UUID run, String app, String json) {
    /** No wish for one run is for this one. */
    static final UUID NO_RUN = new UUID(0, 0);

    enum Kind {
        /** It has another state. */
        RUN,
        /** Lines of its log. */
        LOG,
        /** Host calls that were answered. */
        CALLS,
        PROGRESS,
        /** What a language model writes for it. */
        MODEL,
        /** Of the inbox, which an app told something or a person looked at. */
        NOTIFICATION;

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Optional<Kind> of(String text) {
            return Stream.of(values()).filter(kind -> kind.text().equals(text)).findFirst();
        }
    }

    int bytes() {
        return json.getBytes(StandardCharsets.UTF_8).length;
    }
}
