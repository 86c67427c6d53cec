package ai.ekaya.sandbox;

import static ai.ekaya.sandbox.CodeCache.Kind.MODULE;
import static ai.ekaya.sandbox.CodeCache.Kind.SOURCE;
import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SECURITY: nothing comes out of the cache's folder but what a server with our key put there, for just this code. */
class CodeCacheTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final byte[] CONTENT = "compiled".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path parent;

    private Path folder;
    private CodeCache cache;

    @BeforeEach
    void make() {
        folder = parent.resolve("cache");
        cache = open(1, Limits.defaults(), START);
    }

    private CodeCache open(int key, Limits limits, Instant now) {
        byte[] secret = new byte[32];
        Arrays.fill(secret, (byte) key);
        return CodeCache.in(folder, secret, limits, Clock.fixed(now, ZoneOffset.UTC));
    }

    private CodeCache.Key key(String code) {
        return cache.key(MODULE, code.getBytes(StandardCharsets.UTF_8));
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted().toList();
        }
    }

    private Path onlyFile() throws IOException {
        assertThat(files()).hasSize(1);
        return files().getFirst();
    }

    @Test
    void gives_back_what_was_put_and_only_for_that_code() {
        cache.put(key("a"), CONTENT);
        assertThat(cache.get(key("a"))).hasValue(CONTENT);
        assertThat(cache.get(key("b"))).isEmpty();
    }

    @Test
    void one_code_of_two_kinds_is_two_things() {
        byte[] code = "code".getBytes(StandardCharsets.UTF_8);
        cache.put(cache.key(SOURCE, code), CONTENT);
        assertThat(cache.get(cache.key(MODULE, code))).isEmpty();
        assertThat(cache.get(cache.key(SOURCE, code))).hasValue(CONTENT);
    }

    @Test
    void the_key_names_engine_splitter_and_image() {
        assertThat(key("a").madeFrom()).contains(Engine.version()).contains("split-");
        cache.put(key("a"), CONTENT);
        CodeCache.Key newer = new CodeCache.Key(key("a").madeFrom().replace("split-", "split-next-"));
        assertThat(cache.get(newer)).isEmpty();
    }

    @Test
    void another_server_with_the_same_key_reads_it() {
        cache.put(key("a"), CONTENT);
        assertThat(open(1, Limits.defaults(), START).get(key("a"))).hasValue(CONTENT);
    }

    @Test
    void a_server_with_another_key_neither_reads_nor_overwrites_it() throws IOException {
        cache.put(key("a"), CONTENT);
        CodeCache other = open(2, Limits.defaults(), START);
        assertThat(other.get(key("a"))).isEmpty();
        other.put(key("a"), "other".getBytes(StandardCharsets.UTF_8));
        assertThat(files()).hasSize(2);
        assertThat(cache.get(key("a"))).hasValue(CONTENT);
    }

    @Test
    void any_flipped_bit_is_a_miss_and_the_file_is_replaced() throws IOException {
        cache.put(key("a"), CONTENT);
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= (byte) (1 << at % 8);
            Files.write(file, flipped);
            assertThat(cache.get(key("a"))).as("byte " + at).isEmpty();
        }
        cache.put(key("a"), CONTENT);
        assertThat(onlyFile()).isEqualTo(file).hasBinaryContent(whole);
        assertThat(cache.get(key("a"))).hasValue(CONTENT);
    }

    @Test
    void any_other_length_is_a_miss() throws IOException {
        cache.put(key("a"), CONTENT);
        Path file = onlyFile();
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length <= whole.length + 40; length++) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThat(cache.get(key("a")).isPresent()).as("length " + length).isEqualTo(length == whole.length);
        }
    }

    @Test
    void two_valid_files_swapped_are_two_misses() throws IOException {
        cache.put(key("a"), CONTENT);
        cache.put(key("b"), "other".getBytes(StandardCharsets.UTF_8));
        Path first = files().get(0);
        Path second = files().get(1);
        Path aside = parent.resolve("aside");
        Files.move(first, aside);
        Files.move(second, first);
        Files.move(aside, second);
        assertThat(cache.get(key("a"))).isEmpty();
        assertThat(cache.get(key("b"))).isEmpty();
    }

    @Test
    void a_link_is_not_followed_and_is_replaced_rather_than_written_through() throws IOException {
        cache.put(key("a"), CONTENT);
        Path file = onlyFile();
        Path elsewhere = parent.resolve("elsewhere");
        Files.move(file, elsewhere);
        byte[] before = Files.readAllBytes(elsewhere);
        Files.createSymbolicLink(file, elsewhere);
        assertThat(cache.get(key("a"))).isEmpty();
        cache.put(key("a"), "new".getBytes(StandardCharsets.UTF_8));
        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(elsewhere).hasBinaryContent(before);
    }

    @Test
    void a_file_larger_than_we_write_is_not_read() throws IOException {
        cache.put(key("a"), CONTENT);
        Path file = onlyFile();
        CodeCache small = open(1, Limits.defaults().with(Limit.SANDBOX_CACHE_BYTES, 4 * Files.size(file)), START);
        assertThat(small.get(key("a"))).hasValue(CONTENT);
        CodeCache smaller = open(1, Limits.defaults().with(Limit.SANDBOX_CACHE_BYTES, 4 * Files.size(file) - 4), START);
        assertThat(smaller.get(key("a"))).isEmpty();
    }

    @Test
    void only_this_user_may_open_folder_and_files() throws IOException {
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        open(1, Limits.defaults(), START).put(key("a"), CONTENT);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
                .isEqualTo("rwx------");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(onlyFile())))
                .isEqualTo("rw-------");
    }

    @Test
    void a_folder_that_cannot_be_made_or_written_only_costs_time() throws IOException {
        Files.writeString(parent.resolve("file"), "");
        folder = parent.resolve("file").resolve("cache");
        CodeCache none = open(1, Limits.defaults(), START);
        none.put(key("a"), CONTENT);
        assertThat(none.get(key("a"))).isEmpty();

        folder = parent.resolve("gone");
        CodeCache gone = open(1, Limits.defaults(), START);
        Files.delete(folder);
        gone.put(key("a"), CONTENT);
        assertThat(gone.get(key("a"))).isEmpty();
    }

    @Test
    void the_files_not_used_for_longest_go_first() throws IOException {
        Limits three = Limits.defaults().with(Limit.SANDBOX_CACHE_FILES_COUNT, 3);
        for (int i = 0; i < 3; i++) {
            open(1, three, START.plusSeconds(i)).put(key("code " + i), CONTENT);
        }
        open(1, three, START.plusSeconds(10)).get(key("code 0"));
        open(1, three, START.plusSeconds(20)).put(key("code 3"), CONTENT);
        assertThat(files()).hasSize(3);
        assertThat(cache.get(key("code 1"))).isEmpty();
        assertThat(cache.get(key("code 0"))).isPresent();
    }

    @Test
    void bytes_are_bounded_too() throws IOException {
        Limits limits = Limits.defaults().with(Limit.SANDBOX_CACHE_BYTES, 1_000);
        for (int i = 0; i < 20; i++) {
            open(1, limits, START.plusSeconds(i)).put(key("code " + i), new byte[100]);
        }
        long bytes = 0;
        for (Path file : files()) {
            bytes += Files.size(file);
        }
        assertThat(bytes).isBetween(500L, 1_000L);
        assertThat(open(1, limits, START).get(key("code 19"))).isPresent();
    }

    @Test
    void what_a_dead_server_left_unfinished_goes_and_foreign_files_stay() throws IOException {
        Path abandoned = Files.writeString(folder.resolve("a".repeat(64) + ".1.new"), "half");
        Path busy = Files.writeString(folder.resolve("b".repeat(64) + ".2.new"), "half");
        Path foreign = Files.writeString(folder.resolve("README"), "mine");
        Files.setLastModifiedTime(abandoned, FileTime.from(START.minus(Duration.ofHours(2))));
        Files.setLastModifiedTime(busy, FileTime.from(START.minus(Duration.ofMinutes(1))));
        Files.setLastModifiedTime(foreign, FileTime.from(START.minus(Duration.ofDays(99))));
        cache.put(key("a"), CONTENT);
        assertThat(abandoned).doesNotExist();
        assertThat(busy).exists();
        assertThat(foreign).exists();
    }

    @Test
    void readers_and_writers_at_once_see_all_of_a_file_or_none() throws Exception {
        List<byte[]> contents = List.of(new byte[200_000], CONTENT);
        List<Callable<Boolean>> tasks = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            int mine = i % 2;
            tasks.add(() -> {
                CodeCache server = open(1, Limits.defaults(), START);
                boolean whole = true;
                for (int j = 0; j < 100; j++) {
                    server.put(key("a"), contents.get(mine));
                    whole &= server.get(key("a")).isPresent();
                }
                return whole;
            });
        }
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (Future<Boolean> whole : threads.invokeAll(tasks)) {
                assertThat(whole.get()).isTrue();
            }
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void a_restored_copy_of_an_older_file_is_still_the_same_code() throws IOException {
        cache.put(key("a"), CONTENT);
        Path copy = Files.copy(onlyFile(), parent.resolve("copy"));
        cache.put(key("a"), CONTENT);
        Files.move(copy, onlyFile(), StandardCopyOption.REPLACE_EXISTING);
        assertThat(cache.get(key("a"))).hasValue(CONTENT);
    }
}
