package ai.ekaya.oidc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Refusal;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class IdentityProviderTest {
    private final ScriptedProvider scripted;
    private final IdentityProvider provider;

    IdentityProviderTest() throws IOException {
        scripted = new ScriptedProvider();
        provider = scripted.provider();
    }

    @AfterEach
    void stop() {
        scripted.close();
    }

    private static Date at(long secondsFromNow) {
        return Date.from(ScriptedProvider.NOW.plusSeconds(secondsFromNow));
    }

    @Test
    void knows_whose_access_token_came() {
        assertThat(provider.bearer(scripted.signed(scripted.claims()))).hasValueSatisfying(user -> {
            assertThat(user.name()).isEqualTo("ada");
            assertThat(user.groups()).containsExactly("team");
        });
    }

    @Test
    void a_token_that_says_nothing_of_groups_takes_none_away() {
        assertThat(provider.bearer(scripted.signed(scripted.claims().claim("groups", null))))
                .hasValueSatisfying(user -> assertThat(user.saidAt()).isEqualTo(Instant.EPOCH));
        assertThat(provider.bearer(scripted.signed(scripted.claims().claim("groups", List.of()))))
                .hasValueSatisfying(user -> assertThat(user.saidAt()).isAfter(Instant.EPOCH));
    }

    @Test
    void refuses_a_token_for_another_from_another_or_of_another_time() {
        List<JWTClaimsSet.Builder> wrong = List.of(
                scripted.claims().audience("another"),
                scripted.claims().audience((String) null),
                scripted.claims().issuer("https://evil.example"),
                scripted.claims().issuer(null),
                scripted.claims().subject(null),
                scripted.claims().subject(" "),
                scripted.claims().expirationTime(at(-31)),
                scripted.claims().expirationTime(null),
                scripted.claims().notBeforeTime(at(31)),
                scripted.claims().issueTime(at(31)));
        for (JWTClaimsSet.Builder claims : wrong) {
            assertThat(provider.bearer(scripted.signed(claims)))
                    .as(claims.build().toString())
                    .isEmpty();
        }
        assertThat(provider.bearer(scripted.signed(scripted.claims().audience(List.of("another", "ekaya")))))
                .isPresent();
        assertThat(provider.bearer(scripted.signed(scripted.claims().expirationTime(at(-29)))))
                .as("within the clocks' difference")
                .isPresent();
    }

    /** It would count as said just now at each use, and so bring a group back that was taken away. */
    @Test
    void refuses_an_access_token_that_does_not_say_when_it_was_made() {
        assertThat(provider.bearer(scripted.signed(scripted.claims().issueTime(null))))
                .isEmpty();
        assertThat(provider.bearer(scripted.signed(scripted.claims().issueTime(at(-60)))))
                .isPresent();
    }

    @Test
    void refuses_an_id_token_in_place_of_an_access_token() {
        assertThat(provider.bearer(scripted.signed(scripted.claims().claim("nonce", "n"))))
                .isEmpty();
        assertThat(provider.bearer(scripted.signed(scripted.claims().claim("at_hash", "h"))))
                .isEmpty();
        assertThat(provider.bearer(scripted.signed(scripted.claims().claim("typ", "ID"))))
                .isEmpty();
        assertThat(provider.bearer(scripted.signed(scripted.claims().claim("typ", "Bearer"))))
                .isPresent();
    }

    /** Refreshed, it has neither nonce nor hash, and is meant for the same client. */
    @Test
    void refuses_an_id_token_that_says_nothing_of_itself() {
        assertThat(provider.bearer(scripted.signed(scripted.idClaims()))).isEmpty();
        assertThat(provider.bearer(scripted.signed(scripted.idClaims().claim("roles", List.of("admin")))))
                .as("roles are in both of Entra ID's")
                .isEmpty();
        for (String kind : List.of("ID", "Refresh", "Logout", "DPoP")) {
            assertThat(provider.bearer(scripted.signed(scripted.claims().claim("typ", kind))))
                    .as(kind)
                    .isEmpty();
        }
        IdentityProvider ofApi = scripted.provider(Map.of("OIDC_AUDIENCE", "api"));
        assertThat(ofApi.bearer(scripted.signed(scripted.idClaims().audience(List.of("ekaya", "api")))))
                .as("also meant for the API")
                .isEmpty();
    }

    @Test
    void takes_what_each_provider_marks_as_an_access_token() {
        List<JWTClaimsSet.Builder> marked = List.of(
                scripted.idClaims().claim("typ", "Bearer"),
                scripted.idClaims().claim("scope", "openid"),
                scripted.idClaims().claim("scp", "access_as_user"),
                scripted.idClaims().claim("roles", List.of("job")).claim("azpacr", "1"),
                scripted.idClaims().claim("scp", List.of("groups")).claim("cid", "0oa1"));
        for (JWTClaimsSet.Builder claims : marked) {
            assertThat(provider.bearer(scripted.signed(claims)))
                    .as(claims.build().toString())
                    .isPresent();
        }
        for (String type : List.of("at+jwt", "application/at+jwt")) {
            JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.RS256)
                    .keyID("one")
                    .type(new JOSEObjectType(type))
                    .build();
            assertThat(provider.bearer(ScriptedProvider.signed(scripted.idClaims(), header, scripted.key)))
                    .as(type)
                    .isPresent();
        }
        IdentityProvider ofApi = scripted.provider(Map.of("OIDC_AUDIENCE", "api"));
        assertThat(ofApi.bearer(scripted.signed(scripted.idClaims().audience("api"))))
                .as("meant for the API alone")
                .isPresent();
    }

    @Test
    void refuses_forged_signatures() throws JOSEException {
        RSAKey own = ScriptedProvider.key("one");
        JWSHeader usual = new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("one").build();
        String right = scripted.signed(scripted.claims());
        SignedJWT confused = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("one").build(),
                scripted.claims().build());
        // The public key's bytes as the shared secret.
        confused.sign(new MACSigner(scripted.key.toRSAPublicKey().getEncoded()));
        List<String> forged = List.of(
                ScriptedProvider.signed(scripted.claims(), usual, own),
                ScriptedProvider.signed(
                        scripted.claims(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .jwk(own.toPublicJWK())
                                .build(),
                        own),
                ScriptedProvider.signed(
                        scripted.claims(),
                        new JWSHeader.Builder(JWSAlgorithm.RS256)
                                .keyID("two")
                                .jwkURL(URI.create(scripted.issuer() + "/evil"))
                                .build(),
                        ScriptedProvider.key("two")),
                new PlainJWT(scripted.claims().build()).serialize(),
                confused.serialize(),
                right.substring(0, right.lastIndexOf('.') + 1),
                right.substring(0, right.length() - 8) + "AAAAAAAA",
                "",
                "..",
                "a.b.c",
                "not a token");
        for (String token : forged) {
            assertThat(provider.bearer(token)).as(token).isEmpty();
        }
        assertThat(provider.bearer(right)).isPresent();
    }

    @Test
    void asks_for_the_keys_once_however_many_unknown_ones_come() {
        provider.bearer(scripted.signed(scripted.claims()));
        for (int i = 0; i < 20; i++) {
            String id = "unknown " + i;
            assertThat(provider.bearer(ScriptedProvider.signed(
                            scripted.claims(),
                            new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(id).build(),
                            scripted.key)))
                    .isEmpty();
        }
        assertThat(scripted.keyFetches).hasValueLessThanOrEqualTo(3);
    }

    @Test
    void trusts_no_discovery_of_another_issuer() {
        scripted.discovered = "https://evil.example";
        assertThatThrownBy(() -> provider.bearer(scripted.signed(scripted.claims())))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("keys could not be had");
    }

    @Test
    void takes_what_the_provider_says_today() {
        scripted.tokenAnswer = "{\"id_token\": \"%s\", \"refresh_token\": \"next\"}"
                .formatted(scripted.signed(scripted.claims().claim("groups", List.of("other"))));
        assertThat(confirm()).isInstanceOfSatisfying(Confirmation.Holds.class, holds -> {
            assertThat(holds.user().groups()).containsExactly("other");
            assertThat(holds.refresh()).contains(new Secret("next"));
        });
        assertThat(scripted.tokenRequest)
                .isEqualTo("grant_type=refresh_token&refresh_token=the+one&client_id=ekaya"
                        + "&client_secret=client-secret-value");
    }

    private Confirmation confirm() {
        return provider.confirm(scripted.issuer() + " 42", new Secret("the one"));
    }

    @Test
    void tells_an_end_from_not_knowing() {
        scripted.tokenStatus = 400;
        scripted.tokenAnswer = "{\"error\": \"invalid_grant\"}";
        assertThat(confirm()).isInstanceOf(Confirmation.Ended.class);
        scripted.tokenAnswer = "{\"error\": \"invalid_client\"}";
        assertThat(confirm()).isInstanceOf(Confirmation.Unknown.class);
        scripted.tokenStatus = 500;
        scripted.tokenAnswer = "<html>";
        assertThat(confirm()).isInstanceOf(Confirmation.Unknown.class);
        scripted.tokenStatus = 200;
        scripted.tokenAnswer = "{}";
        assertThat(confirm()).isInstanceOf(Confirmation.Unknown.class);
        scripted.tokenAnswer = "{\"id_token\": \"%s\"}"
                .formatted(scripted.signed(scripted.claims().subject("43")));
        assertThat(confirm()).isEqualTo(new Confirmation.Unknown("it spoke of another person"));
        scripted.tokenAnswer = "{\"id_token\": \"%s\"}"
                .formatted(new PlainJWT(scripted.claims().build()).serialize());
        assertThat(confirm()).isInstanceOf(Confirmation.Unknown.class);
        scripted.tokenAnswer = "{\"id_token\": \"" + "x".repeat(2_000_000) + "\"}";
        assertThat(confirm()).isInstanceOf(Confirmation.Unknown.class);
        ScriptedProvider gone = ScriptedProvider.stopped();
        assertThat(gone.provider().confirm("x", new Secret("y"))).isInstanceOf(Confirmation.Unknown.class);
    }

    @Test
    void says_where_the_sign_out_is() {
        assertThat(provider.signOut(Optional.of(new Secret("the id token"))))
                .contains(
                        URI.create(
                                scripted.issuer()
                                        + "/logout?id_token_hint=the+id+token&client_id=ekaya&post_logout_redirect_uri=http%3A%2F%2Flocalhost%3A9080%2F"));
    }
}
