package ai.ekaya.leak;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Optional;

/**
 * Something that was on its way out and must not leave.
 *
 * @param pointer of JSON, where it ended (RFC 6901); empty for text, and when it lay over several places
 */
public record Leak(Exit exit, Finding finding, Optional<String> pointer) {
    /** For who wrote the app, and no full stop: what is where, and what to do. */
    public String message() {
        String where = pointer.filter(at -> !at.isEmpty())
                .map(at -> "'" + at + "' of " + exit.words())
                .orElse(exit.words());
        return Character.toUpperCase(where.charAt(0)) + where.substring(1) + " has " + finding.words()
                + switch (finding.encoding()) {
                    case SHAPE -> "; keys do not leave a run, so leave it out";
                    case READ ->
                        "; those leave the project only by what capabilities.json, sensitiveValues, asks for and the"
                                + " project granted, so leave it out";
                    default -> ", a secret of the project; secrets do not leave a run, so leave it out";
                };
    }

    public Refusal refusal() {
        return new Refusal(RefusalCode.LEAK, message());
    }
}
