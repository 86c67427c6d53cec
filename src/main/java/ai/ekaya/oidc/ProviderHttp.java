package ai.ekaya.oidc;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import com.nimbusds.jose.util.JSONObjectUtils;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Asks the identity provider. Redirects are not followed: a credential goes to the address that the operator configured or the
 * provider's own discovery names. Thread-safe.
 */
final class ProviderHttp {
    private final HttpClient client;
    private final Duration timeout;
    private final int bytesMax;

    ProviderHttp(Limits limits) {
        timeout = limits.durationOf(Limit.IDENTITY_PROVIDER_MILLIS);
        bytesMax = limits.intOf(Limit.IDENTITY_PROVIDER_BYTES);
        client = HttpClient.newBuilder()
                .connectTimeout(timeout)
                .sslContext(ServersTrust.context())
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }

    /** What came back, whatever its status. */
    record Answer(int status, String body) {
        /** @throws IOException when it is no JSON object */
        Map<String, Object> json() throws IOException {
            try {
                return JSONObjectUtils.parse(body);
            } catch (ParseException e) {
                throw new IOException(
                        "The identity provider answered " + status + " with something that is no JSON", e);
            }
        }
    }

    Answer get(String address) throws IOException {
        return send(request(address).GET());
    }

    Answer post(String address, Map<String, String> form) throws IOException {
        return send(request(address)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(query(form))));
    }

    /** {@code a=b&c=d}, encoded. */
    static String query(Map<String, String> fields) {
        return fields.entrySet().stream()
                .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpRequest.Builder request(String address) throws IOException {
        try {
            return HttpRequest.newBuilder(URI.create(address)).timeout(timeout).header("Accept", "application/json");
        } catch (IllegalArgumentException e) {
            throw new IOException("The identity provider's address is '" + address + "', expected an http address", e);
        }
    }

    private Answer send(HttpRequest.Builder request) throws IOException {
        try {
            HttpResponse<InputStream> response =
                    client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
            try (InputStream body = response.body()) {
                byte[] bytes = body.readNBytes(bytesMax + 1);
                if (bytes.length > bytesMax) {
                    throw new IOException("The identity provider answered more than " + bytesMax + " bytes");
                }
                return new Answer(response.statusCode(), new String(bytes, StandardCharsets.UTF_8));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while asking the identity provider", e);
        }
    }
}
