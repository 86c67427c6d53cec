package ai.ekaya.llm;

import ai.ekaya.egress.OutboundUrl;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What a project's administrators chose. Keys stand in it by the name of the project's secret.
 *
 * @param baseUrl empty where the provider's own address is meant, and where the operator says it
 * @param model empty in mode community
 * @param version counts every writing
 */
record ModelSettings(
        Mode mode,
        Optional<Provider> provider,
        Optional<OutboundUrl> baseUrl,
        Optional<String> model,
        Optional<String> keySecret,
        OpenAiChat.Schemas schemas,
        Optional<String> caCertificates,
        Optional<Client> client,
        Optional<ModelEndpoint.Prices> prices,
        int version,
        Instant changedAt,
        String changedBy) {

    /** Whose model it is. */
    enum Mode {
        OWN("own"),
        COMMUNITY("community"),
        ON_PREM("on-prem"),
        EMBEDDED("embedded");

        private final String text;

        Mode(String text) {
            this.text = text;
        }

        String text() {
            return text;
        }
    }

    enum Provider {
        OPENAI("openai", Optional.of("https://api.openai.com/v1")),
        AZURE("azure", Optional.empty()),
        ANTHROPIC("anthropic", Optional.of("https://api.anthropic.com"));

        private final String text;
        private final Optional<OutboundUrl> address;

        Provider(String text, Optional<String> address) {
            this.text = text;
            this.address = address.map(OutboundUrl::parse);
        }

        String text() {
            return text;
        }

        /** Where it is when nothing else is said. */
        Optional<OutboundUrl> address() {
            return address;
        }
    }

    /** The certificate that is shown to the model's server. */
    record Client(String certificate, String keySecret) {}

    ModelSettings at(int newVersion) {
        return new ModelSettings(
                mode,
                provider,
                baseUrl,
                model,
                keySecret,
                schemas,
                caCertificates,
                client,
                prices,
                newVersion,
                changedAt,
                changedBy);
    }

    /** For the audit: what people read of a change. Certificates are public; a hash tells whether they are others. */
    Map<String, String> facts() {
        Map<String, String> facts = new TreeMap<>();
        facts.put("mode", mode.text());
        provider.ifPresent(value -> facts.put("provider", value.text()));
        baseUrl.ifPresent(value -> facts.put("baseUrl", value.text()));
        model.ifPresent(value -> facts.put("model", value));
        keySecret.ifPresent(value -> facts.put("keySecret", value));
        facts.put("schemas", schemas.name().toLowerCase(Locale.ROOT));
        caCertificates.ifPresent(value -> facts.put("caCertificates", Fingerprint.of(value)));
        client.ifPresent(value -> {
            facts.put("clientCertificate", Fingerprint.of(value.certificate()));
            facts.put("clientKeySecret", value.keySecret());
        });
        prices.ifPresent(value -> {
            facts.put("inputPriceMicros", String.valueOf(value.inputMicros()));
            facts.put("outputPriceMicros", String.valueOf(value.outputMicros()));
        });
        return facts;
    }
}
