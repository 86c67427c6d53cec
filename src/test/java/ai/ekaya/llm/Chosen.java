package ai.ekaya.llm;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Settings as tests write them, one part at a time. */
record Chosen(
        @Nullable String mode,
        @Nullable String provider,
        @Nullable String baseUrl,
        @Nullable String model,
        @Nullable String keySecret,
        @Nullable String caCertificates,
        @Nullable String clientCertificate,
        @Nullable String clientKeySecret,
        @Nullable BigDecimal inputPrice,
        @Nullable BigDecimal outputPrice) {

    static Chosen mode(@Nullable String mode) {
        return new Chosen(mode, null, null, null, null, null, null, null, null, null);
    }

    static Chosen own() {
        return new Chosen(
                "own", "openai", "https://api.example.com/v1", "small", "model-key", null, null, null, null, null);
    }

    static Chosen onPrem(String baseUrl) {
        return new Chosen("on-prem", null, baseUrl, "small", null, null, null, null, null, null);
    }

    Chosen provider(@Nullable String value) {
        return new Chosen(
                mode,
                value,
                baseUrl,
                model,
                keySecret,
                caCertificates,
                clientCertificate,
                clientKeySecret,
                inputPrice,
                outputPrice);
    }

    Chosen baseUrl(@Nullable String value) {
        return new Chosen(
                mode,
                provider,
                value,
                model,
                keySecret,
                caCertificates,
                clientCertificate,
                clientKeySecret,
                inputPrice,
                outputPrice);
    }

    Chosen model(@Nullable String value) {
        return new Chosen(
                mode,
                provider,
                baseUrl,
                value,
                keySecret,
                caCertificates,
                clientCertificate,
                clientKeySecret,
                inputPrice,
                outputPrice);
    }

    Chosen keySecret(@Nullable String value) {
        return new Chosen(
                mode,
                provider,
                baseUrl,
                model,
                value,
                caCertificates,
                clientCertificate,
                clientKeySecret,
                inputPrice,
                outputPrice);
    }

    Chosen trusting(@Nullable String ca) {
        return new Chosen(
                mode,
                provider,
                baseUrl,
                model,
                keySecret,
                ca,
                clientCertificate,
                clientKeySecret,
                inputPrice,
                outputPrice);
    }

    Chosen showing(@Nullable String certificate, @Nullable String secret) {
        return new Chosen(
                mode,
                provider,
                baseUrl,
                model,
                keySecret,
                caCertificates,
                certificate,
                secret,
                inputPrice,
                outputPrice);
    }

    Chosen prices(@Nullable String input, @Nullable String output) {
        return new Chosen(
                mode,
                provider,
                baseUrl,
                model,
                keySecret,
                caCertificates,
                clientCertificate,
                clientKeySecret,
                input == null ? null : new BigDecimal(input),
                output == null ? null : new BigDecimal(output));
    }

    NewModelSettings written() {
        return new NewModelSettings(
                mode,
                provider,
                baseUrl,
                model,
                keySecret,
                null,
                caCertificates,
                clientCertificate,
                clientKeySecret,
                inputPrice,
                outputPrice);
    }
}
