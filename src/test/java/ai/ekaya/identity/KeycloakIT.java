package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.ekaya.boot.LiveServer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sign-in by a real identity provider, over real HTTP, as a browser does it. */
class KeycloakIT {
    private static final Pattern FORM = Pattern.compile("action=\"([^\"]+)\"");
    private static final ObjectMapper JSON = new ObjectMapper();
    private static Keycloak keycloak;
    private static LiveServer server;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(Keycloak.isThere(), "Keycloak is not unpacked: mvn verify does that");
        keycloak = Keycloak.start();
        server = LiveServer.start(
                "sso",
                Map.of(
                        "OIDC_ISSUER",
                        keycloak.issuer(),
                        "OIDC_CLIENT_ID",
                        "ekaya-apps",
                        "OIDC_CLIENT_SECRET",
                        "keycloak-client-secret",
                        "OIDC_GROUP_ROLES",
                        "ekaya-admins=platform-admin,demo-operators=demo:operator",
                        "cert_defaultKeyStore",
                        keycloak.certificateFile().toString(),
                        "EKAYA_ADMIN_PASSWORD",
                        LiveServer.ADMIN_PASSWORD));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
        if (keycloak != null) {
            keycloak.close();
        }
    }

    @Test
    void gives_roles_by_group() throws Exception {
        JsonNode otto = signIn("otto", "otto-password");
        assertThat(otto.path("user").asText()).isEqualTo("otto");
        assertThat(otto.path("platformAdmin").asBoolean()).isFalse();
        assertThat(otto.path("projects").findValuesAsText("role")).containsExactly("operator");
        assertThat(signIn("ada", "ada-password").path("platformAdmin").asBoolean())
                .isTrue();
    }

    @Test
    void gives_nothing_without_a_group() throws Exception {
        JsonNode gast = signIn("gast", "gast-password");
        assertThat(gast.path("user").asText()).isEqualTo("gast");
        assertThat(gast.path("platformAdmin").asBoolean()).isFalse();
        assertThat(gast.path("projects")).isEmpty();
    }

    @Test
    void goes_to_the_start_page_and_nowhere_else() throws Exception {
        HttpClient client = client();
        HttpResponse<String> end = signIn(client, "/sso/login?next=https://evil.example/", "otto", "otto-password");
        assertThat(end.uri()).isEqualTo(server.uri("/"));
    }

    @Test
    void a_made_up_answer_of_the_provider_signs_nobody_in() throws Exception {
        HttpClient client = client();
        get(client, server.uri("/oidcclient/redirect/ekaya?state=001&code=made-up"));
        assertThat(get(client, server.uri("/api/v1/me")).statusCode()).isEqualTo(401);
    }

    private static JsonNode signIn(String user, String password) throws Exception {
        HttpClient client = client();
        signIn(client, "/sso/login", user, password);
        return JSON.readTree(get(client, server.uri("/api/v1/me")).body());
    }

    private static HttpResponse<String> signIn(HttpClient client, String path, String user, String password)
            throws Exception {
        Matcher form = FORM.matcher(get(client, server.uri(path)).body());
        assertThat(form.find()).as("Keycloak's form").isTrue();
        String body = "username=" + encoded(user) + "&password=" + encoded(password);
        return client.send(
                HttpRequest.newBuilder(URI.create(form.group(1).replace("&amp;", "&")))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(HttpRequest.BodyPublishers.ofString(body))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static HttpResponse<String> get(HttpClient client, URI uri) throws Exception {
        return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** A browser: keeps cookies, follows redirects also from https to http, trusts Keycloak's certificate. */
    private static HttpClient client() throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (InputStream in = Files.newInputStream(keycloak.certificateFile())) {
            trusted.setCertificateEntry(
                    "kc", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder()
                .sslContext(context)
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.ALWAYS)
                .version(HttpClient.Version.HTTP_1_1)
                .build();
    }
}
