package ai.ekaya.notify;

import java.util.Optional;

/**
 * What an app tells people.
 *
 * @param dedupeKey of the app's own; while one with this key is open, it is the same thing once more
 * @param count how often it was told
 */
public record Notice(Severity severity, NoticeText text, Optional<String> dedupeKey, int count) {
    public static Notice once(Severity severity, NoticeText text, Optional<String> dedupeKey) {
        return new Notice(severity, text, dedupeKey, 1);
    }

    /** The same thing once more: what was said last, as urgent as it ever was. */
    public Notice and(Notice later) {
        return new Notice(
                severity.compareTo(later.severity) > 0 ? severity : later.severity,
                later.text,
                dedupeKey,
                count + later.count);
    }
}
