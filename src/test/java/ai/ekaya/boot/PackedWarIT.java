package ai.ekaya.boot;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.store.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** docs/install.md, followed by a script on a plain Liberty with the packed WAR. */
class PackedWarIT {
    @Test
    void serves_from_a_plain_liberty_as_docs_install_md_says() throws IOException, InterruptedException {
        Path printed = Path.of("target/packed-war.log");
        ProcessBuilder script = new ProcessBuilder(
                        "src/it/packed-war.sh", ".server/wlp", "target/ekaya-apps.war", "19081", "19444")
                .redirectErrorStream(true)
                .redirectOutput(printed.toFile());
        script.environment().put("DATABASE_URL", TestDatabase.freshUrl());
        script.environment().put("JAVA_HOME", System.getProperty("java.home"));
        Process process = script.start();
        assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
        assertThat(Files.readString(printed)).contains("PACKED WAR SERVES");
        assertThat(process.exitValue()).isZero();
    }
}
