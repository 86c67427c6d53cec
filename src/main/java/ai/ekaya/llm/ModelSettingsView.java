package ai.ekaya.llm;

import ai.ekaya.egress.OutboundUrl;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A project's model as its members see it. No key is in it.
 *
 * @param mode {@code none} where there is no model
 * @param offered the modes that this server's operator lets projects choose
 * @param keySecret the name of the secret, for who may see the project's secrets
 * @param tokensPerDay what the operator's own model gives the project in a day (UTC)
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record ModelSettingsView(
        String mode,
        List<String> offered,
        Optional<String> provider,
        Optional<String> baseUrl,
        Optional<String> model,
        Optional<String> keySecret,
        Optional<String> schemas,
        Optional<String> caCertificates,
        Optional<String> clientCertificate,
        Optional<String> clientKeySecret,
        Optional<BigDecimal> inputPrice,
        Optional<BigDecimal> outputPrice,
        Optional<Long> tokensPerDay,
        Optional<Integer> version,
        Optional<Instant> changedAt,
        Optional<String> changedBy) {
    private static final int PRICE_DECIMALS = 6;

    static ModelSettingsView none(List<String> offered) {
        return new ModelSettingsView(
                "none",
                offered,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }

    static ModelSettingsView of(
            ModelSettings settings, List<String> offered, Optional<String> model, Optional<Long> tokensPerDay) {
        return new ModelSettingsView(
                settings.mode().text(),
                offered,
                settings.provider().map(ModelSettings.Provider::text),
                settings.baseUrl()
                        .or(() -> settings.provider().flatMap(ModelSettings.Provider::address))
                        .map(OutboundUrl::text),
                model,
                settings.keySecret(),
                Optional.of(settings.schemas().name().toLowerCase(Locale.ROOT)),
                settings.caCertificates(),
                settings.client().map(ModelSettings.Client::certificate),
                settings.client().map(ModelSettings.Client::keySecret),
                settings.prices().map(prices -> price(prices.inputMicros())),
                settings.prices().map(prices -> price(prices.outputMicros())),
                tokensPerDay,
                Optional.of(settings.version()),
                Optional.of(settings.changedAt()),
                Optional.of(settings.changedBy()));
    }

    private static BigDecimal price(long micros) {
        return BigDecimal.valueOf(micros, PRICE_DECIMALS);
    }

    /** Without the names of secrets. */
    ModelSettingsView withoutSecrets() {
        return new ModelSettingsView(
                mode,
                offered,
                provider,
                baseUrl,
                model,
                Optional.empty(),
                schemas,
                caCertificates,
                clientCertificate,
                Optional.empty(),
                inputPrice,
                outputPrice,
                tokensPerDay,
                version,
                changedAt,
                changedBy);
    }
}
