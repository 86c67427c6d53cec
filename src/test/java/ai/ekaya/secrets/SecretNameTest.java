package ai.ekaya.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretNameTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "SLACK_WEBHOOK",
                "slack.webhook-2",
                "a..",
                "A2345678901234567890123456789012345678901234567890123456789012_4"
            })
    void takes_a_name(String name) {
        assertThat(SecretName.parse(name).text()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " a",
                "a ",
                "a\n",
                "1a",
                "_a",
                ".a",
                "a/b",
                "a%2Fb",
                "ä",
                "\u017F",
                "\u212A",
                "a\u0000",
                "A2345678901234567890123456789012345678901234567890123456789012345"
            })
    void refuses_another_form_without_repeating_it(String name) {
        assertThat(SecretName.find(name)).isEmpty();
        assertThatThrownBy(() -> SecretName.parse(name))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "The secret's name has another form, expected letters, digits, dots, dashes and underscores,"
                                + " starting with a letter, at most 64");
    }

    @Test
    void is_one_name_in_all_spellings() {
        assertThat(SecretName.parse("Slack_I").key())
                .isEqualTo(SecretName.parse("sLACK_i").key())
                .isEqualTo("slack_i");
    }
}
