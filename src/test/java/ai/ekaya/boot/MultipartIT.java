package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.pack.Packages;
import java.io.ByteArrayOutputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** A package as {@code curl -F package=@x.ekapp} sends it. */
class MultipartIT {
    private static final String ADDRESS = DemoProjectApi.APPS + "?slug=by-form";
    private static final byte[] PACKAGE = Packages.minimal()
            .manifest("\"settings\": {\"type\": \"object\", \"properties\": {\"tone\": {\"type\": \"string\"}}}")
            .with("app.js", "export default async ({settings}) => settings.tone")
            .allowing("log")
            .zip();

    private final DemoProjectApi demo = new DemoProjectApi(LiveServer.shared());

    private Api.Answer upload(String type, Map<String, byte[]> parts) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        new TreeMap<>(parts).forEach((name, content) -> {
            body.writeBytes(("--b0undary\r\nContent-Disposition: form-data; name=\"" + name
                            + "\"; filename=\"f\"\r\nContent-Type: application/octet-stream\r\n\r\n")
                    .getBytes(StandardCharsets.UTF_8));
            body.writeBytes(content);
            body.writeBytes("\r\n".getBytes(StandardCharsets.UTF_8));
        });
        body.writeBytes("--b0undary--\r\n".getBytes(StandardCharsets.UTF_8));
        demo.api().delete(DemoProjectApi.APPS + "/by-form?data=purge");
        return demo.api().send("POST", ADDRESS, BodyPublishers.ofByteArray(body.toByteArray()), type);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void installs_with_package_grant_and_settings() {
        Api.Answer installed = upload(
                "multipart/form-data; boundary=b0undary",
                Map.of(
                        "package", PACKAGE,
                        "grant", utf8("{\"hostFunctions\": [\"log\", \"db_query\"]}"),
                        "settings", utf8("{\"tone\": \"höflich\"}")));
        assertThat(installed.status()).as(installed.toString()).isEqualTo(201);
        assertThat(installed.json().at("/settings/tone").asText()).isEqualTo("höflich");
        assertThat(installed.json().at("/grants/hostFunctions").toString()).contains("db_query");
        assertThat(demo.output(demo.run("by-form")).asText()).isEqualTo("höflich");
    }

    @Test
    void a_body_of_another_form_is_refused_and_no_failure() {
        Api.Answer noBoundary = upload("multipart/form-data", Map.of("package", PACKAGE));
        assertThat(noBoundary.status()).as(noBoundary.toString()).isEqualTo(400);
        Api.Answer form = upload("application/x-www-form-urlencoded", Map.of("package", PACKAGE));
        assertThat(form.status()).as(form.toString()).isEqualTo(415);
        Api.Answer noPackage = upload("multipart/form-data; boundary=b0undary", Map.of("grant", utf8("{}")));
        assertThat(noPackage.status()).as(noPackage.toString()).isEqualTo(400);
        assertThat(noPackage.body()).contains("'package'");
    }
}
