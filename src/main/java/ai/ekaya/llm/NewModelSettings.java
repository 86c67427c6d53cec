package ai.ekaya.llm;

import java.math.BigDecimal;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The model of a project as it is written, the whole of it: what is left out is not there afterwards. No key is in it, only the names of
 * the project's secrets that are keys.
 *
 * @param mode {@code none}, {@code own}, {@code community}, {@code on-prem}, {@code embedded}
 * @param provider {@code openai}, {@code azure}, {@code anthropic}; of mode own
 * @param baseUrl where the model is asked, up to the part that the provider's protocol adds; of modes own and on-prem
 * @param keySecret the project's secret that is the API key
 * @param schemas {@code given} when left out, or {@code told} for a server that refuses {@code response_format}
 * @param caCertificates PEM; of mode on-prem: who alone is trusted there
 * @param clientCertificate PEM; of mode on-prem: what is shown there
 * @param clientKeySecret the project's secret that is its key, PKCS#8 in PEM
 * @param inputPrice of a million tokens, in whatever currency
 * @param outputPrice as {@code inputPrice}
 */
public record NewModelSettings(
        @Schema(
                required = true,
                enumeration = {"none", "own", "community", "on-prem", "embedded"})
        @Nullable
        String mode,

        @Schema(enumeration = {"openai", "azure", "anthropic"}) @Nullable
        String provider,

        @Nullable String baseUrl,
        @Nullable String model,
        @Nullable String keySecret,

        @Schema(enumeration = {"given", "told"}) @Nullable String schemas,

        @Nullable String caCertificates,
        @Nullable String clientCertificate,
        @Nullable String clientKeySecret,
        @Nullable BigDecimal inputPrice,
        @Nullable BigDecimal outputPrice) {
    /** Nothing of it goes into a log: somebody may have written a key in a wrong place. */
    @Override
    public String toString() {
        return "model settings";
    }
}
