package ai.ekaya.llm;

import ai.ekaya.egress.Egress;
import ai.ekaya.egress.OutboundRequest;
import ai.ekaya.egress.OutboundUrl;
import ai.ekaya.egress.PeerTls;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.Capabilities.Scheme;
import ai.ekaya.secrets.Secrets;
import java.math.BigDecimal;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads what administrators write of a project's model, and says what is wrong with it. SECURITY: no message repeats a text but an
 * address's origin: somebody may have written a key in a wrong place. Guarded by ModelSettingsReaderIT.
 */
final class ModelSettingsReader {
    private static final Pattern MODEL = Pattern.compile("[\\x21-\\x7e]{1,200}");
    private static final Pattern VERSION_QUERY = Pattern.compile("(?:\\?api-version=[A-Za-z0-9.-]{1,40})?");
    private static final BigDecimal PRICE_MAX = BigDecimal.valueOf(1_000_000);
    private static final int PRICE_DECIMALS = 6;

    private final LlmSettings operators;
    private final Secrets secrets;
    private final Egress egress;
    private final Limits limits;
    private final Clock clock;

    ModelSettingsReader(LlmSettings operators, Secrets secrets, Egress egress, Limits limits, Clock clock) {
        this.operators = operators;
        this.secrets = secrets;
        this.egress = egress;
        this.limits = limits;
        this.clock = clock;
    }

    /**
     * At version 0.
     *
     * @return empty for mode none
     * @throws Refusal {@code BAD_ARGUMENT}, {@code LIMIT}, {@code NOT_PERMITTED} for an address that may not be called,
     *     {@code UNAVAILABLE} for a mode that this server's operator does not offer
     */
    Optional<ModelSettings> read(ProjectId project, NewModelSettings asked, String by) {
        if ("none".equals(asked.mode())) {
            ModePart.refuseAll(asked);
            return Optional.empty();
        }
        ModelSettings.Mode mode = Stream.of(ModelSettings.Mode.values())
                .filter(each -> each.text().equals(asked.mode()))
                .findFirst()
                .orElseThrow(
                        () -> bad("'mode' is missing or another, expected none, own, community, on-prem or embedded"));
        requireOffered(mode);
        ModePart.refuseOthers(mode, asked);
        Optional<ModelSettings.Provider> provider =
                mode == ModelSettings.Mode.OWN ? Optional.of(provider(asked.provider())) : Optional.empty();
        Optional<String> key = secret(project, "keySecret", asked.keySecret());
        if (mode == ModelSettings.Mode.OWN && key.isEmpty()) {
            throw bad("'keySecret' is missing, expected the name of the project's secret that is the API key");
        }
        return Optional.of(new ModelSettings(
                mode,
                provider,
                baseUrl(project, mode, provider, asked),
                mode == ModelSettings.Mode.COMMUNITY ? Optional.empty() : Optional.of(model(asked.model())),
                key,
                schemas(asked.schemas()),
                Optional.ofNullable(asked.caCertificates()).map(pem -> certificates("'caCertificates'", pem)),
                client(project, asked),
                prices(asked),
                0,
                // As exact as the database keeps it.
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                by));
    }

    private void requireOffered(ModelSettings.Mode mode) {
        if (mode == ModelSettings.Mode.COMMUNITY && operators.community().isEmpty()) {
            throw new Refusal(
                    RefusalCode.UNAVAILABLE,
                    "This server offers no model of its own; its operator sets LLM_BASE_URL and LLM_MODEL");
        }
        if (mode == ModelSettings.Mode.EMBEDDED && operators.embedded().isEmpty()) {
            throw new Refusal(
                    RefusalCode.UNAVAILABLE,
                    "This server has no model beside it; its operator sets " + LlmSettings.EMBEDDED_KEY);
        }
    }

    private static ModelSettings.Provider provider(@Nullable String asked) {
        return Stream.of(ModelSettings.Provider.values())
                .filter(each -> each.text().equals(asked))
                .findFirst()
                .orElseThrow(() -> bad("'provider' is missing or another, expected openai, azure or anthropic"));
    }

    private static String model(@Nullable String asked) {
        if (asked == null || !MODEL.matcher(asked).matches()) {
            throw bad("'model' is missing or has another form, expected the model's name at its provider, of Azure the"
                    + " deployment's: 1 to 200 characters without spaces");
        }
        return asked;
    }

    private static OpenAiChat.Schemas schemas(@Nullable String asked) {
        return switch (asked == null ? "given" : asked) {
            case "given" -> OpenAiChat.Schemas.GIVEN;
            case "told" -> OpenAiChat.Schemas.TOLD;
            default -> throw bad("'schemas' is another, expected given or told");
        };
    }

    private Optional<OutboundUrl> baseUrl(
            ProjectId project,
            ModelSettings.Mode mode,
            Optional<ModelSettings.Provider> provider,
            NewModelSettings asked) {
        if (asked.baseUrl() == null) {
            boolean known = provider.flatMap(ModelSettings.Provider::address).isPresent();
            if ((mode == ModelSettings.Mode.OWN && !known) || mode == ModelSettings.Mode.ON_PREM) {
                throw bad("'baseUrl' is missing, expected where the model is asked, as https://model.example.com/v1");
            }
            return Optional.empty();
        }
        OutboundUrl url = OutboundUrl.parse(asked.baseUrl());
        if (url.path().matches(".*/(chat/completions|completions|messages)/?")) {
            throw bad("'baseUrl' ends with what the provider's protocol adds, expected what comes before it");
        }
        if (!VERSION_QUERY.matcher(url.query()).matches()) {
            throw bad("'baseUrl' has a query, expected none but api-version");
        }
        if (mode == ModelSettings.Mode.OWN && url.scheme() != Scheme.HTTPS) {
            throw bad("'baseUrl' is not https; a model on the premises is of mode on-prem");
        }
        egress.require(OutboundRequest.ofPlatform(project, ModelEndpoints.PURPOSE, "POST", url));
        return Optional.of(url);
    }

    private Optional<String> secret(ProjectId project, String key, @Nullable String name) {
        if (name == null) {
            return Optional.empty();
        }
        if (!secrets.exists(project, name)) {
            throw bad("'" + key
                    + "' names no secret of the project, expected the name of one that was written before, and"
                    + " never the key itself");
        }
        return Optional.of(name);
    }

    private String certificates(String key, String pem) {
        long most = limits.of(Limit.LLM_PEM_BYTES);
        if (pem.length() > most) {
            throw new Refusal(
                    RefusalCode.LIMIT,
                    key + " is " + Quantity.ofBytes(pem.length()) + ", at most " + Quantity.ofBytes(most));
        }
        Date now = Date.from(clock.instant());
        for (var each : PeerTls.certificates(key, pem)) {
            try {
                ((X509Certificate) each).checkValidity(now);
            } catch (CertificateException e) {
                throw new Refusal(
                        RefusalCode.BAD_ARGUMENT, key + " has a certificate that is not valid now, by its dates", e);
            }
        }
        return pem;
    }

    private Optional<ModelSettings.Client> client(ProjectId project, NewModelSettings asked) {
        Optional<String> certificate =
                Optional.ofNullable(asked.clientCertificate()).map(pem -> certificates("'clientCertificate'", pem));
        Optional<String> key = secret(project, "clientKeySecret", asked.clientKeySecret());
        if (certificate.isPresent() != key.isPresent()) {
            throw bad("'clientCertificate' and 'clientKeySecret' belong together, expected both or none");
        }
        return certificate.map(pem -> new ModelSettings.Client(pem, key.orElseThrow()));
    }

    private static Optional<ModelEndpoint.Prices> prices(NewModelSettings asked) {
        if (asked.inputPrice() == null && asked.outputPrice() == null) {
            return Optional.empty();
        }
        return Optional.of(new ModelEndpoint.Prices(micros(asked.inputPrice()), micros(asked.outputPrice())));
    }

    private static long micros(@Nullable BigDecimal price) {
        if (price == null
                || price.signum() < 0
                || price.compareTo(PRICE_MAX) > 0
                || price.stripTrailingZeros().scale() > PRICE_DECIMALS) {
            throw bad("'inputPrice' and 'outputPrice' are prices of a million tokens, expected both, from 0 to "
                    + PRICE_MAX + " with at most " + PRICE_DECIMALS + " decimals");
        }
        return price.movePointRight(PRICE_DECIMALS).longValueExact();
    }

    private static Refusal bad(String message) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, message);
    }
}
