package ai.ekaya.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
    private final Limits limits = Limits.defaults();

    @Test
    void takes_a_plain_line_without_its_edges() {
        assertThat(Names.checked(limits, "name", "  Büro 7, Ost ")).isEqualTo("Büro 7, Ost");
        assertThat(Names.checked(limits, "name", "a".repeat(100))).hasSize(100);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "  ",
                "\u00A0",
                "a/b",
                "a\\b",
                "a\nb",
                "a\u0000",
                "a\u202Eb",
                "a\u200Bb",
                "a\u2028b",
                ".",
                ".."
            })
    void refuses_what_does_not_fit_a_path_and_a_log(String name) {
        assertThatThrownBy(() -> Names.checked(limits, "name", name)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"the admin", "the  admin", "the \u00A0\u2003 admin"})
    void writes_spaces_as_pages_draw_them(String name) {
        assertThat(Names.checked(limits, "name", name)).isEqualTo("the admin");
    }

    @ParameterizedTest
    @ValueSource(strings = {"admin\u00A0", "\uFF41dmin", "ad\uFF4Din", "\u2007admin"})
    void writes_letters_that_look_the_same_as_the_same(String name) {
        assertThat(Names.checked(limits, "name", name)).isEqualTo("admin");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "admin\uFE0F",
                "admin\u3164",
                "admin\uFFFC",
                "admin\uD834\uDD59",
                "admin\u034F",
                "admin\u2800",
                "a\uFF0Fb",
                "admin\uE000"
            })
    void refuses_what_nobody_sees(String name) {
        assertThatThrownBy(() -> Names.checked(limits, "name", name)).isInstanceOf(Refusal.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u0430dmin",
                "adm\u0456n",
                "p\u0430ypal",
                "\u03BFlga",
                "Al\u0399ce",
                "\u13AAdmin",
                "\u0410\u0421\u041C\u0415 Bank",
                "admin \uFFA1\u0430"
            })
    void refuses_letters_of_several_alphabets(String name) {
        assertThatThrownBy(() -> Names.checked(limits, "name", name))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("several alphabets");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Ольга Петрова 7",
                "Ελένη",
                "山田 太郎 (Tokyo)",
                "データ分析 team",
                "김민수 Kim",
                "李 Li",
                "José Ñandú-Łódź",
                "Nguyễn Thị Hương",
                "محمد ٣",
                "שרה",
                "สมชาย",
                "O'Neill, Zoë & 3 others #1",
                "2026"
            })
    void takes_names_of_people_everywhere(String name) {
        assertThat(Names.checked(limits, "name", name)).isEqualTo(name);
    }

    @Test
    void refuses_one_character_too_many_and_none_at_all() {
        assertThatThrownBy(() -> Names.checked(limits, "name", "a".repeat(101)))
                .hasMessage("'name' has 101 characters, at most 100");
        assertThatThrownBy(() -> Names.checked(limits, "name", null)).hasMessage("'name' is missing or empty");
    }
}
