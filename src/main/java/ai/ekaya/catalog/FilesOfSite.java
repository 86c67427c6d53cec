package ai.ekaya.catalog;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundAnswer;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Optional;
import java.util.UUID;

/** A catalog that a web server serves, asked as all requests that leave this server. */
final class FilesOfSite implements CatalogFiles {
    private static final String PURPOSE = "catalog";
    /** Such requests carry no secret, so it does not matter whose they are. */
    private static final ProjectId NOBODY = new ProjectId(new UUID(0, 0));

    private final Egress egress;
    private final OutboundUrl base;
    private final Limits limits;

    /** @param base the folder that holds {@code metadata/} and {@code targets/} */
    FilesOfSite(Egress egress, OutboundUrl base, Limits limits) {
        this.egress = egress;
        this.base = base;
        this.limits = limits;
    }

    @Override
    public Optional<byte[]> read(String path, long bytesMax) {
        OutboundUrl url = new OutboundUrl(
                base.scheme(),
                base.host(),
                base.port(),
                (base.path().endsWith("/") ? base.path() : base.path() + "/") + path,
                "");
        OutboundRequest request = OutboundRequest.ofPlatform(NOBODY, PURPOSE, "GET", url)
                .within(limits.durationOf(Limit.CATALOG_FETCH_MILLIS), bytesMax);
        OutboundAnswer answer;
        try {
            answer = egress.send(request, new Cancellation());
        } catch (Refusal refusal) {
            throw refusal.code() == RefusalCode.LIMIT ? TooLong.refusal(path, bytesMax) : refusal;
        }
        return switch (answer.status()) {
            case 200 -> Optional.of(answer.body());
            // Stores of files answer 403 for what is not there to those who may not list.
            case 403, 404, 410 -> Optional.empty();
            default ->
                throw Place.refusal(
                        "The catalog's server answered " + answer.status() + " for " + path + ", expected 200");
        };
    }
}
