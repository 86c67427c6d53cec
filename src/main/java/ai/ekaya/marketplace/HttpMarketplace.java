package ai.ekaya.marketplace;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundAnswer;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundRequest.Header;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Cancellation;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.web.Json;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A marketplace behind HTTP, asked as all requests that leave this server: {@code docs/marketplace.md} has the protocol. Thread-safe. */
final class HttpMarketplace implements Marketplace {
    private static final String PURPOSE = "marketplace";

    private final MarketplaceSettings.Site site;
    private final Egress egress;
    private final Limits limits;
    private final Clock clock;
    private final RequestSignature signature;

    HttpMarketplace(MarketplaceSettings.Site site, Egress egress, Limits limits, Clock clock) {
        this.site = site;
        this.egress = egress;
        this.limits = limits;
        this.clock = clock;
        this.signature = new RequestSignature(site.key());
    }

    @Override
    public List<Standing> list(ProjectId project) {
        JsonNode items = answered(ask(project, "GET", "", Optional.empty())).path("items");
        if (!items.isArray() || items.size() > limits.of(Limit.INSTALL_APPS_PER_PROJECT_COUNT)) {
            throw Standing.wrong("'items', expected a list of at most one for each app of a project");
        }
        List<Standing> standings = new ArrayList<>();
        items.forEach(item -> standings.add(standing(item)));
        return standings;
    }

    @Override
    public Standing installed(ProjectId project, String packageId, String version) {
        ObjectNode told = Json.mapper().createObjectNode().put("version", version);
        return of(packageId, standing(answered(ask(project, "PUT", "/" + packageId, Optional.of(told)))));
    }

    @Override
    public void uninstalled(ProjectId project, String packageId) {
        int status = ask(project, "DELETE", "/" + packageId, Optional.empty()).status();
        if (!Set.of(200, 204, 404).contains(status)) {
            throw unexpected(status);
        }
    }

    @Override
    public Answer activate(ProjectId project, String packageId, String state) {
        ObjectNode told = Json.mapper()
                .createObjectNode()
                .put("returnTo", site.home() + "/api/v1/projects/" + project + "/marketplace/return")
                .put("state", state);
        JsonNode json = answered(ask(project, "POST", "/" + packageId + "/activate", Optional.of(told)));
        return new Answer(
                of(packageId, standing(json)),
                Optional.of(json.path("consentAt"))
                        .filter(address -> !address.isNull() && !address.isMissingNode())
                        .map(this::own));
    }

    // SECURITY: people's browsers are sent there; guarded by
    // MarketplaceIT.a_browser_is_sent_nowhere_but_to_the_marketplace.
    private String own(JsonNode address) {
        OutboundUrl url;
        try {
            url = OutboundUrl.parse(address.asText(""));
        } catch (Refusal refusal) {
            throw Standing.wrong("'consentAt', expected an address");
        }
        if (!url.origin().equals(site.base().origin())) {
            throw Standing.wrong("'consentAt', expected an address of its own");
        }
        return url.text();
    }

    private Standing standing(JsonNode json) {
        return Standing.read(json, clock.instant(), Duration.ofDays(limits.of(Limit.INSTALL_TRIAL_DAYS_COUNT)));
    }

    private static Standing of(String packageId, Standing standing) {
        if (!standing.packageId().equals(packageId)) {
            throw Standing.wrong("'packageId', expected the one that was asked for");
        }
        return standing;
    }

    private OutboundAnswer ask(ProjectId project, String method, String path, Optional<JsonNode> body) {
        String folder = site.base().path();
        String target = (folder.endsWith("/") ? folder : folder + "/") + "v1/projects/" + project + "/apps" + path;
        byte[] bytes = body.map(json -> json.toString().getBytes(StandardCharsets.UTF_8))
                .orElse(new byte[0]);
        String timestamp = Long.toString(clock.instant().getEpochSecond());
        List<Header> headers = List.of(
                new Header("Content-Type", "application/json"),
                new Header(RequestSignature.ACCOUNT, site.account()),
                new Header(RequestSignature.TIMESTAMP, timestamp),
                new Header(RequestSignature.SIGNATURE, signature.of(method, target, timestamp, bytes)));
        OutboundUrl url = new OutboundUrl(
                site.base().scheme(), site.base().host(), site.base().port(), target, "");
        OutboundRequest request = OutboundRequest.ofPlatform(project, PURPOSE, method, url)
                .withHeaders(headers)
                .within(limits.durationOf(Limit.MARKETPLACE_ASK_MILLIS), limits.of(Limit.MARKETPLACE_ANSWER_BYTES));
        return egress.send(body.isPresent() ? request.withBody(bytes) : request, new Cancellation());
    }

    private static JsonNode answered(OutboundAnswer answer) {
        if (answer.status() != 200) {
            throw unexpected(answer.status());
        }
        try {
            return Json.mapper().readTree(answer.body());
        } catch (IOException e) {
            throw new Refusal(RefusalCode.UPSTREAM, "The marketplace's answer is no JSON", e);
        }
    }

    private static Refusal unexpected(int status) {
        return new Refusal(RefusalCode.UPSTREAM, "The marketplace answered " + status + ", expected 200");
    }
}
