package ai.ekaya.notify;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A channel as it is written: one of {@code webhook} and {@code mail}.
 *
 * @param rules of which one must fit; all apps from WARNING on when there are none
 */
public record NewChannel(
        @Nullable Webhook webhook,
        @Nullable Mail mail,
        @Nullable List<Rule> rules) {

    /**
     * @param url https; left out to keep the one that is there
     * @param format {@code json}, which is signed and documented, or {@code text} for chats; json when left out
     * @param secret what deliveries are signed with, {@code whsec_…}; left out, the one that is there stays, and a first one is made
     * @param newSecret true to have another one made
     */
    public record Webhook(
            @Nullable String url,
            @Nullable String format,
            @Nullable String secret,
            @Nullable Boolean newSecret) {
        /** Nothing of it goes into a log. */
        @Override
        public String toString() {
            return "webhook";
        }
    }

    public record Mail(List<String> to) {
        @Override
        public String toString() {
            return "mail";
        }
    }

    /**
     * @param app an app's slug; any app when left out
     * @param severity the least
     */
    public record Rule(@Nullable String app, String severity) {}
}
