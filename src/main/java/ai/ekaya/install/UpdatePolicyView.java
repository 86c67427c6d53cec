package ai.ekaya.install;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Optional;

/**
 * How an app is updated, as HTTP clients see it.
 *
 * @param policy {@code manual}, {@code auto} or {@code cool-down}
 * @param days of a cool-down
 * @param catalog whose versions are looked for
 * @param available the newest version that it has, if that is newer than the app
 */
public record UpdatePolicyView(
        String policy,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Integer> days,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> catalog,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Available> available) {

    /**
     * @param since when it was first seen
     * @param changelog Markdown of a stranger
     * @param outcome {@code HELD} for an admin or {@code FAILED}; absent while the policy has not tried it
     * @param reason why it failed
     */
    public record Available(
            String version,
            String packageHash,
            Instant since,
            String changelog,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<NewVersion.Outcome> outcome,
            @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<String> reason) {
        static Available of(NewVersion seen) {
            return new Available(
                    seen.version(),
                    seen.packageHash().toString(),
                    seen.since(),
                    seen.changelog(),
                    seen.outcome(),
                    seen.reason());
        }
    }
}
