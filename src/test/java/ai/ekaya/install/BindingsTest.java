package ai.ekaya.install;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.datasource.Datasource;
import ai.ekaya.datasource.DatasourceId;
import ai.ekaya.datasource.WritableLogin;
import ai.ekaya.identity.ProjectId;
import ai.ekaya.pack.Manifest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BindingsTest {
    private static final List<Manifest.DatasourceSlot> SLOTS =
            List.of(new Manifest.DatasourceSlot("primary", Set.of("postgresql"), true));

    private final Datasource shop = datasource("shop", "postgresql");
    private final Datasource archive = datasource("archive", "postgresql");
    private final Datasource other = datasource("other", "sqlserver");

    private static Datasource datasource(String name, String type) {
        return new Datasource(
                new DatasourceId(UUID.randomUUID()),
                new ProjectId(UUID.randomUUID()),
                name,
                type,
                "localhost",
                5432,
                "d",
                "u",
                "disable",
                "password",
                false,
                WritableLogin.REFUSE);
    }

    @Test
    void binds_by_name_or_id_and_the_only_one_that_fits_by_itself() {
        assertThat(Bindings.of(SLOTS, List.of(shop, archive), Map.of("primary", "shop")))
                .containsEntry("primary", shop.id());
        assertThat(Bindings.of(
                        SLOTS,
                        List.of(shop, archive),
                        Map.of("primary", archive.id().toString())))
                .containsEntry("primary", archive.id());
        assertThat(Bindings.of(SLOTS, List.of(shop, other), Map.of())).containsEntry("primary", shop.id());
    }

    @Test
    void a_name_that_does_not_fit_is_answered_with_those_that_do() {
        assertThatThrownBy(() -> Bindings.of(SLOTS, List.of(shop, archive, other), Map.of("primary", "other")))
                .hasMessage(
                        "No datasource 'other' fits alias 'primary' of type postgresql; the project has archive, shop");
        assertThatThrownBy(() -> Bindings.of(SLOTS, List.of(other), Map.of("primary", "x")))
                .hasMessageEndingWith(", and the project has none that does; add one first");
    }

    @Test
    void who_has_to_choose_is_told_among_what() {
        assertThatThrownBy(() -> Bindings.of(SLOTS, List.of(shop, archive), Map.of()))
                .hasMessage("2 datasources fit alias 'primary'; say which with datasource.primary=<name>;"
                        + " the project has archive, shop");
    }

    @Test
    void a_long_list_is_cut() {
        List<Datasource> many = IntStream.range(10, 30)
                .mapToObj(number -> datasource("d" + number, "postgresql"))
                .toList();
        assertThatThrownBy(() -> Bindings.of(SLOTS, many, Map.of("primary", "x")))
                .hasMessageEndingWith("d18, d19 and more");
    }
}
