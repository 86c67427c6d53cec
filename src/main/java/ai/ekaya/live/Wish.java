package ai.ekaya.live;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Which events somebody wants to see.
 *
 * @param run of one run alone
 * @param app of one app alone, by its slug
 */
record Wish(Optional<UUID> run, Optional<String> app, Set<LiveEvent.Kind> kinds) {
    private static final int APP_LENGTH_MAX = 100;
    private static final String ANY = "-";

    Wish {
        kinds = Set.copyOf(kinds);
    }

    /**
     * From a request's parameters.
     *
     * @param only kinds with commas between them
     */
    static Wish of(Optional<String> run, Optional<String> app, Optional<String> only) {
        if (app.filter(slug -> slug.isEmpty() || slug.length() > APP_LENGTH_MAX || slug.contains(" "))
                .isPresent()) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'app' is no name of an app");
        }
        return new Wish(run.map(Wish::run), app, only.map(Wish::kinds).orElse(EnumSet.allOf(LiveEvent.Kind.class)));
    }

    private static UUID run(String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'run' is no id of a run", e);
        }
    }

    private static Set<LiveEvent.Kind> kinds(String text) {
        return Stream.of(text.split(",", LiveEvent.Kind.values().length))
                .map(name -> LiveEvent.Kind.of(name)
                        .orElseThrow(() -> new Refusal(
                                RefusalCode.BAD_ARGUMENT,
                                "'only' names one or more of "
                                        + Arrays.stream(LiveEvent.Kind.values())
                                                .map(LiveEvent.Kind::text)
                                                .collect(Collectors.joining(", "))
                                        + ", with commas between them")))
                .collect(Collectors.toSet());
    }

    boolean takes(LiveEvent event) {
        return takes(event.kind(), event.run(), event.app());
    }

    boolean takes(LiveEvent.Kind kind, UUID ofRun, String ofApp) {
        return kinds.contains(kind)
                && run.map(ofRun::equals).orElse(true)
                && app.map(ofApp::equals).orElse(true);
    }

    /** For other servers; {@link #parse} reads it. */
    String text() {
        return run.map(UUID::toString).orElse(ANY) + " " + app.orElse(ANY) + " "
                + kinds.stream().sorted().map(LiveEvent.Kind::text).collect(Collectors.joining(","));
    }

    /** Empty for what no server of this version says. */
    static Optional<Wish> parse(String text) {
        String[] parts = text.split(" ", -1);
        try {
            return parts.length == 3
                    ? Optional.of(of(said(parts[0]), said(parts[1]), Optional.of(parts[2])))
                    : Optional.empty();
        } catch (Refusal strange) {
            return Optional.empty();
        }
    }

    private static Optional<String> said(String part) {
        return Optional.of(part).filter(text -> !text.equals(ANY));
    }
}
