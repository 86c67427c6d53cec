package ai.ekaya.oidc;

import ai.ekaya.limits.Limits;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Speaks the provider's side of discovery, keys and refresh over real HTTP, as well or as badly as a test wants. */
public final class ScriptedProvider implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");
    final RSAKey key = key("one");
    private final HttpServer server;
    final AtomicInteger keyFetches = new AtomicInteger();
    volatile String discovered = "";
    volatile int tokenStatus = 200;
    volatile String tokenAnswer = "{}";
    volatile String tokenRequest = "";
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private volatile Optional<Rotation> rotation = Optional.empty();

    /**
     * Gives another refresh token for each, once. One that comes a second time counts as stolen.
     *
     * @param onReuse what becomes of the sign-in then
     */
    public final class Rotation {
        private final OnReuse onReuse;
        /** Each request is read, decided and then held until the latch of its number is open. */
        public final List<CountDownLatch> held = new CopyOnWriteArrayList<>();

        public final Semaphore arrived = new Semaphore(0);
        private final AtomicInteger asked = new AtomicInteger();
        private String current;
        private boolean ended;

        private Rotation(String first, OnReuse onReuse) {
            this.current = first;
            this.onReuse = onReuse;
        }

        public int asked() {
            return asked.get();
        }

        /** The person signed out there. */
        public synchronized void end() {
            ended = true;
        }

        private Optional<String> answer(String form) {
            int number = asked.getAndIncrement();
            Optional<String> answer = decide(form, number);
            arrived.release();
            if (number < held.size()) {
                try {
                    held.get(number).await(30, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
            return answer;
        }

        private synchronized Optional<String> decide(String form, int number) {
            if (ended || !form.contains("refresh_token=" + current + "&")) {
                ended |= onReuse == OnReuse.ENDS_THE_SIGN_IN;
                return Optional.empty();
            }
            current = "refresh-" + number;
            return Optional.of(
                    "{\"id_token\": \"%s\", \"refresh_token\": \"%s\"}".formatted(signed(idClaims()), current));
        }
    }

    /** What providers do when a refresh token comes a second time. */
    public enum OnReuse {
        REFUSES,
        ENDS_THE_SIGN_IN
    }

    public Rotation rotating(String first, OnReuse onReuse) {
        Rotation made = new Rotation(first, onReuse);
        rotation = Optional.of(made);
        return made;
    }

    public ScriptedProvider() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        discovered = issuer();
        server.createContext("/", exchange -> {
            String path = exchange.getRequestURI().getPath();
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            Optional<String> refreshed =
                    path.equals("/token") ? rotation.flatMap(rotating -> rotating.answer(body)) : Optional.empty();
            boolean refused = path.equals("/token") && rotation.isPresent() && refreshed.isEmpty();
            String answer = switch (path) {
                case "/.well-known/openid-configuration" -> """
                            {"issuer": "%s", "token_endpoint": "%s/token", "jwks_uri": "%s/keys",
                             "end_session_endpoint": "%s/logout"}""".formatted(discovered, issuer(), issuer(), issuer());
                case "/keys" -> {
                    keyFetches.incrementAndGet();
                    yield new JWKSet(key.toPublicJWK()).toString();
                }
                case "/token" -> {
                    tokenRequest = body;
                    yield refused ? "{\"error\": \"invalid_grant\"}" : refreshed.orElse(tokenAnswer);
                }
                default -> "{}";
            };
            byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(refused ? 400 : path.equals("/token") ? tokenStatus : 200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    public String issuer() {
        return "http://localhost:" + server.getAddress().getPort();
    }

    public IdentityProvider provider() {
        return provider(Map.of());
    }

    /** @param further settings beside the three */
    IdentityProvider provider(Map<String, String> further) {
        Map<String, String> values = new HashMap<>(further);
        values.put("OIDC_ISSUER", issuer());
        values.put("OIDC_CLIENT_ID", "ekaya");
        values.put("OIDC_CLIENT_SECRET", "client-secret-value");
        return new IdentityProvider(
                ProviderSettings.read(name -> Optional.ofNullable(values.get(name))),
                Limits.defaults(),
                Clock.fixed(NOW, ZoneOffset.UTC));
    }

    /** An access token as it should be; a test changes what it attacks. */
    JWTClaimsSet.Builder claims() {
        return idClaims().claim("scope", "openid profile");
    }

    /** An ID token as it comes from a refresh: without nonce and hash. */
    JWTClaimsSet.Builder idClaims() {
        return new JWTClaimsSet.Builder()
                .issuer(issuer())
                .subject("42")
                .audience("ekaya")
                .claim("preferred_username", "ada")
                .claim("groups", List.of("team"))
                .issueTime(Date.from(NOW.minusSeconds(10)))
                .expirationTime(Date.from(NOW.plusSeconds(300)));
    }

    String signed(JWTClaimsSet.Builder claims) {
        return signed(
                claims, new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build(), key);
    }

    static String signed(JWTClaimsSet.Builder claims, JWSHeader header, RSAKey key) {
        try {
            SignedJWT token = new SignedJWT(header, claims.build());
            token.sign(new RSASSASigner(key));
            return token.serialize();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    static RSAKey key(String id) {
        try {
            return new RSAKeyGenerator(2048).keyID(id).generate();
        } catch (JOSEException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }

    /** For a provider that is gone. */
    static ScriptedProvider stopped() {
        try {
            ScriptedProvider provider = new ScriptedProvider();
            provider.close();
            return provider;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
