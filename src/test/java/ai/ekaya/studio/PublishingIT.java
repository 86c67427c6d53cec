package ai.ekaya.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.catalog.PrivateCatalogs;
import ai.ekaya.catalog.TestCatalogs;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import ai.ekaya.pack.PackageReader;
import ai.ekaya.pack.ReadResult;
import ai.ekaya.run.Platform;
import ai.ekaya.sandbox.Sandbox;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** From a draft to a version in the project's catalog: checked, written by the server, the same draft as the same bytes. */
class PublishingIT {
    private static final String MANIFEST = "{\"id\": \"orders\", \"name\": \"Orders\", \"version\": \"1.0.0\"}";

    private final ScheduledExecutorService timer = Executors.newScheduledThreadPool(1);
    private final Platform platform = Platform.open();
    private final PrivateCatalogs own = TestCatalogs.on(
                    platform.store,
                    platform.internet.egress(platform.secrets.secrets()),
                    platform.signals,
                    platform.limits,
                    platform.clock)
            .own();
    private final Publishing publishing =
            new Publishing(new DraftCheck(new Sandbox(platform.limits, timer), platform.limits), own);

    @AfterEach
    void close() {
        platform.close();
        timer.shutdown();
    }

    private ReadResult read(Map<String, String> files) {
        Draft draft = new Draft(UUID.randomUUID(), platform.project, "Orders", new TreeMap<>(files), 1, Instant.EPOCH);
        return new PackageReader(platform.limits, "1.0.0").read(DraftFiles.of(draft, Set.of("log")));
    }

    private PrivateCatalogs.Published publish(Map<String, String> files) {
        return publishing.publish(platform.admin, platform.project, read(files), "First");
    }

    private String stored() {
        return platform.text("SELECT encode(sha256(bytes), 'hex') FROM ekaya.private_package");
    }

    @Test
    void the_same_draft_is_the_same_bytes_whoever_wrote_it_when() {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("manifest.json", MANIFEST);
        files.put("app.js", "import {two} from './lib/two.js'; export default async () => two");
        files.put("lib/two.js", "export const two = 2");
        publish(files);
        String first = stored();
        platform.sql("DELETE FROM ekaya.private_package");
        platform.clock.advance(java.time.Duration.ofDays(400));
        Map<String, String> turned = new LinkedHashMap<>();
        files.keySet().stream()
                .sorted(java.util.Comparator.reverseOrder())
                .forEach(path -> turned.put(path, files.get(path)));
        publish(turned);
        assertThat(stored()).isEqualTo(first);
    }

    @Test
    void a_draft_that_the_check_finds_fault_with_is_not_published() {
        assertThatThrownBy(() -> publish(Map.of(
                        "manifest.json",
                        MANIFEST,
                        "app.js",
                        "export default async ({host}) => host.db.query('SELECT 1')")))
                .isInstanceOfSatisfying(Refusal.class, refusal -> {
                    assertThat(refusal.code()).isEqualTo(RefusalCode.BAD_ARGUMENT);
                    assertThat(refusal.details())
                            .singleElement()
                            .satisfies(detail -> assertThat(detail.message()).contains("db_query"));
                });
        assertThatThrownBy(() -> publish(Map.of("manifest.json", MANIFEST, "app.js", "export default async () => {")))
                .hasMessageContaining("SyntaxError");
        assertThatThrownBy(() -> publish(Map.of("manifest.json", "{}", "app.js", "export default async () => 1")))
                .hasMessageContaining("refused");
        assertThat(platform.count("SELECT count(*) FROM ekaya.private_package")).isZero();
        assertThat(publish(Map.of("manifest.json", MANIFEST, "app.js", "export default async () => 1"))
                        .fresh())
                .isTrue();
    }
}
