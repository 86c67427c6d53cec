package ai.ekaya.llm;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.PeerTls;
import ai.ekaya.egress.Reach;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import ai.ekaya.secrets.Secrets;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** From what a project chose, and what the operator offers, to what is asked. Thread-safe. */
@Singleton
final class ModelEndpoints {
    static final String PURPOSE = "llm";

    private final LlmSettings operators;
    private final Secrets secrets;
    private final Egress egress;

    @Inject
    ModelEndpoints(LlmSettings operators, Secrets secrets, Egress egress) {
        this.operators = operators;
        this.secrets = secrets;
        this.egress = egress;
    }

    /** Empty where the operator does not offer any more what the project chose. */
    Optional<ModelEndpoint> find(ProjectId project, ModelSettings settings) {
        return switch (settings.mode()) {
            case OWN -> Optional.of(own(project, settings, settings.provider().orElseThrow()));
            case ON_PREM -> Optional.of(onPrem(project, settings));
            case COMMUNITY -> operators.community().map(offered -> community(settings, offered));
            case EMBEDDED -> operators.embedded().map(url -> embedded(settings, url));
        };
    }

    private ModelEndpoint own(ProjectId project, ModelSettings settings, ModelSettings.Provider provider) {
        OutboundUrl base = settings.baseUrl().or(provider::address).orElseThrow();
        LlmProvider protocol = switch (provider) {
            case ANTHROPIC -> new AnthropicMessages();
            case AZURE -> new OpenAiChat(OpenAiChat.Dialect.AZURE, settings.schemas());
            case OPENAI ->
                new OpenAiChat(
                        provider.address()
                                        .filter(known -> known.host().equals(base.host()))
                                        .isPresent()
                                ? OpenAiChat.Dialect.OPENAI
                                : OpenAiChat.Dialect.COMPATIBLE,
                        settings.schemas());
        };
        return endpoint(
                settings, protocol, new Reach.Platform(PURPOSE), base, key(project, settings), Optional.empty());
    }

    private ModelEndpoint onPrem(ProjectId project, ModelSettings settings) {
        boolean ownTls =
                settings.caCertificates().isPresent() || settings.client().isPresent();
        return endpoint(
                settings,
                new OpenAiChat(OpenAiChat.Dialect.COMPATIBLE, settings.schemas()),
                new Reach.Platform(PURPOSE),
                settings.baseUrl().orElseThrow(),
                key(project, settings),
                ownTls ? Optional.of(() -> tls(project, settings)) : Optional.empty());
    }

    private static ModelEndpoint community(ModelSettings settings, LlmSettings.Community offered) {
        return new ModelEndpoint(
                new OpenAiChat(OpenAiChat.Dialect.COMPATIBLE, settings.schemas()),
                new Reach.Platform(PURPOSE),
                offered.base(),
                offered.model(),
                offered.key().map(key -> () -> key),
                Optional.empty(),
                settings.prices(),
                settingsKey(settings, offered.base(), offered.model()));
    }

    private static ModelEndpoint embedded(ModelSettings settings, OutboundUrl url) {
        return endpoint(
                settings,
                new OpenAiChat(OpenAiChat.Dialect.COMPATIBLE, settings.schemas()),
                new Reach.Loopback(PURPOSE),
                url,
                Optional.empty(),
                Optional.empty());
    }

    private static ModelEndpoint endpoint(
            ModelSettings settings,
            LlmProvider protocol,
            Reach reach,
            OutboundUrl base,
            Optional<Supplier<Secret>> key,
            Optional<Supplier<SSLContext>> tls) {
        String model = settings.model().orElseThrow();
        return new ModelEndpoint(
                protocol, reach, base, model, key, tls, settings.prices(), settingsKey(settings, base, model));
    }

    private static String settingsKey(ModelSettings settings, OutboundUrl base, String model) {
        return Fingerprint.of(
                settings.mode().text(),
                settings.provider().map(ModelSettings.Provider::text).orElse(""),
                base.text(),
                model,
                String.valueOf(settings.version()));
    }

    private Optional<Supplier<Secret>> key(ProjectId project, ModelSettings settings) {
        return settings.keySecret().map(name -> () -> open(project, name));
    }

    private SSLContext tls(ProjectId project, ModelSettings settings) {
        try {
            return egress.tls(new PeerTls(
                    settings.caCertificates(),
                    settings.client()
                            .map(client ->
                                    new PeerTls.Identity(client.certificate(), open(project, client.keySecret())))));
        } catch (Refusal refusal) {
            throw Failure.misset(refusal.reason());
        }
    }

    /** Also when another attempt may be made: a secret that is gone does not come back in between. */
    private Secret open(ProjectId project, String name) {
        return secrets.open(project, name)
                .orElseThrow(() -> Failure.misset("The project has no secret '" + name
                        + "' any more, which its model is asked with; an administrator sets it"));
    }
}
