package ai.ekaya.boot.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeystorePasswordTest {
    @TempDir
    private Path folder;

    private Home home;

    @BeforeEach
    void make() {
        home = new Home(folder.resolve("home"));
        home.take();
    }

    private Path installation(String name, String text) throws IOException {
        Path server = folder.resolve(name).resolve("usr/servers/ekaya");
        Files.createDirectories(server);
        Files.writeString(server.resolve("server.env"), text);
        return folder.resolve(name);
    }

    private static String environment(Path installation) throws IOException {
        return Files.readString(installation.resolve("usr/servers/ekaya/server.env"));
    }

    @Test
    void a_home_keeps_the_password_that_its_keystore_was_made_with() throws IOException {
        Path first = installation("first", "keystore_password=one\nOTHER=1\n");
        KeystorePassword.keep(home, first);
        assertThat(environment(first)).isEqualTo("keystore_password=one\nOTHER=1\n");
        Path second = installation("second", "keystore_password=two\nOTHER=2\n");
        KeystorePassword.keep(home, second);
        assertThat(environment(second)).isEqualTo("OTHER=2\nkeystore_password=one\n");
    }

    @Test
    void two_homes_may_take_turns_with_one_installation() throws IOException {
        Path shared = installation("shared", "keystore_password=one\n");
        KeystorePassword.keep(home, shared);
        Home other = new Home(folder.resolve("other"));
        other.take();
        other.write("keystore.password", "two");
        KeystorePassword.keep(other, shared);
        assertThat(environment(shared)).isEqualTo("keystore_password=two\n");
        KeystorePassword.keep(home, shared);
        assertThat(environment(shared)).isEqualTo("keystore_password=one\n");
    }

    @Test
    void an_installation_without_one_is_left_alone_until_there_is_one() throws IOException {
        Path bare = installation("bare", "OTHER=1\n");
        KeystorePassword.keep(home, bare);
        assertThat(environment(bare)).isEqualTo("OTHER=1\n");
        assertThat(home.read("keystore.password")).isEmpty();
    }
}
