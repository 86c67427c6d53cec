package ai.ekaya.trigger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.keys.Secret;
import ai.ekaya.limits.Limits;
import ai.ekaya.web.Spoken;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form of a delivery, and the example that the standard's own libraries are tested with. */
class DeliveryTest {
    private static final HookSecret SECRET = HookSecret.of(new Secret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"));
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private static final String BODY = "{\"test\": 2432232314}";
    private static final String SIGNATURE = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private final Map<String, List<String>> headers = new LinkedHashMap<>(Map.of(
            Delivery.ID, List.of(ID),
            Delivery.TIMESTAMP, List.of("1614265330"),
            Delivery.SIGNATURE, List.of(SIGNATURE)));

    private Delivery read(String body) {
        return Delivery.read(headers::get, body.getBytes(StandardCharsets.UTF_8), Limits.defaults());
    }

    private boolean fits(String body) {
        return SECRET.signed(read(body));
    }

    @Test
    void the_standards_own_example_fits() {
        assertThat(fits(BODY)).isTrue();
    }

    @Test
    void a_signature_fits_neither_another_body_nor_time_nor_id_nor_secret() {
        assertThat(fits(BODY + " ")).isFalse();
        assertThat(fits(BODY.replace('4', '5'))).isFalse();
        assertThat(HookSecret.random().signed(read(BODY))).isFalse();
        headers.put(Delivery.TIMESTAMP, List.of("1614265331"));
        assertThat(fits(BODY)).isFalse();
        headers.put(Delivery.TIMESTAMP, List.of("1614265330"));
        headers.put(Delivery.ID, List.of(ID + "x"));
        assertThat(fits(BODY)).isFalse();
        headers.put(Delivery.ID, List.of(ID));
        assertThat(fits(BODY)).isTrue();
    }

    @Test
    void one_of_several_signatures_is_enough_wherever_it_stands() {
        String wrong = "v1," + Base64.getEncoder().encodeToString(new byte[32]);
        headers.put(Delivery.SIGNATURE, List.of(wrong + " v2,abc v1a,xyz v1,!!! " + SIGNATURE));
        assertThat(fits(BODY)).isTrue();
        headers.put(Delivery.SIGNATURE, List.of(SIGNATURE + " " + wrong));
        assertThat(fits(BODY)).isTrue();
        headers.put(Delivery.SIGNATURE, List.of(wrong + " " + wrong));
        assertThat(fits(BODY)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "v1", "v1,", "v1,====", "g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", "v1,AAAA"})
    void what_is_no_signature_fits_nothing(String signature) {
        headers.put(Delivery.SIGNATURE, List.of(signature));
        assertThat(fits(BODY)).isFalse();
    }

    @Test
    void more_signatures_than_a_rotation_needs_are_refused() {
        headers.put(Delivery.SIGNATURE, List.of(String.join(" ", Collections.nCopies(8, SIGNATURE))));
        assertThat(fits(BODY)).isTrue();
        headers.put(Delivery.SIGNATURE, List.of(String.join(" ", Collections.nCopies(9, SIGNATURE))));
        refuses("has 9 signatures, at most 8");
    }

    /** A dot in an id would let one signed text be cut into id, time and body in two ways. */
    @ParameterizedTest
    @ValueSource(strings = {"", "a.1", "a b", "a\tb", "a,b", "ä", "a\u0000", "a\u007f"})
    void an_id_is_visible_ascii_without_dots(String id) {
        headers.put(Delivery.ID, List.of(id));
        refuses("visible ASCII");
    }

    @Test
    void an_id_has_a_length() {
        headers.put(Delivery.ID, List.of("x".repeat(200)));
        assertThat(fits(BODY)).isFalse();
        headers.put(Delivery.ID, List.of("x".repeat(201)));
        refuses("1 to 200");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1.5", "1e9", " 1614265330", "1614265330000000", "١", "0x10"})
    void a_time_is_whole_seconds(String timestamp) {
        headers.put(Delivery.TIMESTAMP, List.of(timestamp));
        refuses("whole seconds");
    }

    @ParameterizedTest
    @ValueSource(strings = {Delivery.ID, Delivery.TIMESTAMP, Delivery.SIGNATURE})
    void each_header_comes_once(String name) {
        List<String> given = headers.get(name);
        headers.put(name, List.of(given.get(0), given.get(0)));
        refuses("came 2 times");
        headers.remove(name);
        refuses("is missing");
    }

    private void refuses(String why) {
        assertThatThrownBy(() -> read(BODY))
                .isInstanceOfSatisfying(
                        Spoken.class, spoken -> assertThat(spoken.status()).isEqualTo(401))
                .hasMessageContaining(why);
    }

    @Test
    void a_secret_shows_itself_to_nobody() {
        assertThat(HookSecret.random() + "" + HookSecret.random().text()).isEqualTo("******");
        Secret text = HookSecret.random().text();
        assertThat(text.value()).startsWith("whsec_");
        assertThat(HookSecret.of(text).text()).isEqualTo(text);
    }
}
