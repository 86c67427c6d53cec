package ai.ekaya.trigger;

import ai.ekaya.identity.UserId;
import ai.ekaya.install.InstalledApp;
import ai.ekaya.pack.Manifest;
import ai.ekaya.web.Api;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What wakes an app, as HTTP clients see it.
 *
 * @param name of a webhook its own, else the kind
 * @param kind {@code installed}, {@code schema.refreshed} or {@code webhook}
 * @param state {@code ON}, {@code OFF}, {@code PAUSED} or {@code NOT_ASKED}
 * @param owner whose rights its runs have
 * @param stopped why it wakes nobody now
 * @param address where a webhook's deliveries go, on this server
 * @param secrets of a webhook: when each was made and until when it holds, never what it is
 * @param last what happened last
 * @param refusedAt when a delivery was not taken last, to some seconds
 * @param refusedWhy and why
 */
public record TriggerView(
        String name,
        String kind,
        String state,
        UserId owner,
        Optional<String> stopped,
        Optional<String> address,
        List<SecretView> secrets,
        Optional<WakeView> last,
        Optional<Instant> refusedAt,
        Optional<String> refusedWhy) {

    /** @param validUntil absent for the one in force */
    public record SecretView(Instant madeAt, Optional<Instant> validUntil) {}

    static TriggerView of(AppTrigger trigger, InstalledApp app, List<HookSecrets.Known> secrets, Optional<Wake> last) {
        return new TriggerView(
                trigger.name(),
                trigger.kind().text(),
                trigger.state().name(),
                trigger.owner(),
                trigger.stop(app),
                trigger.kind() == Manifest.Trigger.WEBHOOK
                        ? Optional.of(Api.PATH + "/hooks/" + app.project() + "/" + app.slug() + "/" + trigger.name())
                        : Optional.empty(),
                secrets.stream()
                        .map(secret -> new SecretView(secret.madeAt(), secret.validUntil()))
                        .toList(),
                last.map(WakeView::of),
                trigger.refused().map(AppTrigger.Refused::at),
                trigger.refused().map(AppTrigger.Refused::why));
    }
}
