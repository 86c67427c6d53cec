package ai.ekaya.pack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.limits.Limits;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SettingsSchemaTest {
    private final ObjectNode settings = JsonNodeFactory.instance.objectNode();

    @Test
    void accepts_settings_that_fit_and_names_what_does_not() {
        SettingsSchema schema = new SettingsSchema(Packages.minimal()
                .manifest(
                        "\"settings\": {\"type\": \"object\", \"properties\": {\"days\": {\"description\": \"How far back\", \"type\": \"integer\", \"minimum\": 1}}}")
                .verified()
                .manifest());
        assertThat(schema.problems(settings.put("days", 1))).isEmpty();
        assertThat(schema.problems(settings.put("days", 0))).singleElement().satisfies(problem -> {
            assertThat(problem.where()).isEqualTo("settings#/days");
            assertThat(problem.message()).contains("minimum value of 1");
        });
    }

    @Test
    void allows_no_settings_where_the_manifest_declares_none() {
        SettingsSchema schema = new SettingsSchema(Packages.minimal().verified().manifest());
        assertThat(schema.problems(settings)).isEmpty();
        assertThat(schema.problems(settings.put("days", 1))).hasSize(1);
    }

    @Test
    void a_package_whose_schema_has_a_number_without_end_is_refused() {
        assertThatThrownBy(() -> Packages.minimal()
                        .manifest(
                                "\"settings\": {\"type\": \"object\", \"properties\": {\"n\": {\"description\": \"n\","
                                        + " \"multipleOf\": 1e999}}}")
                        .verified())
                .hasMessageContaining("more than 300 digits");
    }

    @Test
    void a_package_that_is_stored_with_a_schema_that_cannot_be_applied_has_settings_that_never_fit() {
        byte[] zip = Packages.minimal()
                .manifest("\"settings\": {\"type\": \"object\", \"properties\": {\"a\": {\"$ref\": \"#/nope\"}}}")
                .zip();
        assertThat(Packages.refusals(Packages.read(zip))).hasSize(1);
        AppPackage stored = Packages.verified(new PackageReader(Limits.defaults(), "1.0.0").readStored(zip));
        assertThat(new SettingsSchema(stored.manifest()).problems(settings.put("a", 1)))
                .singleElement()
                .satisfies(problem -> assertThat(problem.message()).contains("expected an update of the app"));
    }

    @Test
    void never_fetches_what_a_schema_refers_to() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.close();
        });
        server.start();
        try {
            String url = "http://127.0.0.1:" + server.getAddress().getPort() + "/x.json";
            for (String reference :
                    List.of(url, "classpath:ai/ekaya/pack/manifest.schema.json", "file:/etc/hostname")) {
                assertThatThrownBy(() -> Schema.of(
                                        JsonNodeFactory.instance.objectNode().put("$ref", reference))
                                .problems("settings", settings))
                        .hasMessageContaining("not");
            }
            assertThat(requests).hasValue(0);
        } finally {
            server.stop(0);
        }
    }
}
