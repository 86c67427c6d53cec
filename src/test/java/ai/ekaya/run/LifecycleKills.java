package ai.ekaya.run;

import ai.ekaya.egress.TestCertificates;
import ai.ekaya.store.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * Kills servers that change apps with SIGKILL, at named steps and at random moments by a seed, and asks after each next start, before work begins, whether
 * anything is left that belongs to nobody, and whether each app is one whole version. While one works, the next gets warm.
 */
final class LifecycleKills implements AutoCloseable {
    /** Steps with names, of operations that have such. */
    static final List<String> STEPS = List.of(
            "INSTALL BEGUN",
            "INSTALL CODE_PREPARED",
            "INSTALL TABLES_MADE",
            "UPDATE BEGUN",
            "UPDATE CODE_PREPARED",
            "UPDATE RUNS_HELD",
            "UPDATE TABLES_MADE",
            "ROLLBACK BEGUN",
            "ROLLBACK CODE_PREPARED",
            "ROLLBACK RUNS_HELD",
            "ROLLBACK TABLES_MADE");

    private static final String NOWHERE = "NOWHERE NEVER";
    private static final int AWAIT_SECONDS = 300;
    /** A step that does not come up, as an app would have to be in another state, is given up for a random moment. */
    private static final int STEP_SECONDS = 60;

    private final Platform platform = Platform.open();
    private final Platform.Left left = platform.leave();
    private final String classPath = jars();
    private final Random random;
    private final int workers;
    private final int momentMillis;

    final List<String> violations = new ArrayList<>();
    /** Kills by the step at which one stood, or {@code random}. */
    final Map<String, Integer> kills = new TreeMap<>();
    /** Operations that were cut off, by kind and last step. */
    final Map<String, Integer> cutOff = new TreeMap<>();

    final List<Long> cleanMillis = new ArrayList<>();
    final List<Long> startMillis = new ArrayList<>();
    /** Told how many there have been. */
    IntConsumer progress = count -> {};

    int undone;
    int wholeApps;
    int operations;

    /** @param momentMillis a random moment is so long after the work began, at most */
    LifecycleKills(long seed, int workers, int momentMillis) {
        this.random = new Random(seed);
        this.workers = workers;
        this.momentMillis = momentMillis;
    }

    /** The class path with a file for each folder: the JVM keeps an archive of classes out of files alone. */
    private static String jars() {
        List<String> parts = new ArrayList<>();
        for (String part : System.getProperty("java.class.path").split(File.pathSeparator)) {
            parts.add(
                    Files.isDirectory(Path.of(part))
                            ? jar(Path.of(part), parts.size()).toString()
                            : part);
        }
        return String.join(File.pathSeparator, parts);
    }

    private static Path jar(Path folder, int number) {
        Path file = Path.of("target", "killed-lifecycle-" + number + ".jar");
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file));
                Stream<Path> files = Files.walk(folder)) {
            for (Path one : files.filter(Files::isRegularFile).sorted().toList()) {
                jar.putNextEntry(new JarEntry(folder.relativize(one).toString().replace(File.separatorChar, '/')));
                Files.copy(one, jar);
                jar.closeEntry();
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A child and what it has said so far. */
    private final class Child {
        private final Process process;
        private final Path output;
        private int read;

        Child(int itsWorkers) {
            try {
                output = Files.createTempFile(Path.of("target"), "killed-lifecycle", ".out");
                process = new ProcessBuilder(command(itsWorkers))
                        .redirectErrorStream(false)
                        .redirectError(ProcessBuilder.Redirect.appendTo(
                                Path.of("target", "killed-lifecycle.err").toFile()))
                        .redirectOutput(output.toFile())
                        .start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private List<String> command(int itsWorkers) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xss16m"));
            command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xlog:disable"));
            command.addAll(List.of(
                    "-XX:+AutoCreateSharedArchive",
                    "-XX:SharedArchiveFile=" + Path.of("target", "killed-lifecycle.jsa")));
            command.add(TestCertificates.KNOWN.option());
            command.add("-Dtest.postgres-port=" + TestDatabase.port());
            Optional.ofNullable(System.getProperty("java.util.logging.config.file"))
                    .ifPresent(logging -> command.add("-Djava.util.logging.config.file=" + logging));
            command.addAll(List.of("-cp", classPath, KilledLifecycle.class.getName()));
            command.addAll(List.of(left.database(), left.home(), left.project(), String.valueOf(itsWorkers)));
            return command;
        }

        void order(String line) {
            try {
                Writer orders = new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8);
                orders.write(line + "\n");
                orders.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Whole lines: the last may be cut off. */
        List<String> said() {
            try {
                String text = Files.readString(output);
                return text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** The rest of the first line that begins so; empty after so long. */
        Optional<String> await(String begin, long millis) {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            while (true) {
                Optional<String> found = said().stream()
                        .filter(line -> line.equals(begin) || line.startsWith(begin + " "))
                        .findFirst();
                if (found.isPresent() || System.nanoTime() > end) {
                    return found.map(line -> line.substring(begin.length()).strip());
                }
                if (!process.isAlive() && read++ > 2) {
                    return Optional.empty();
                }
                LockSupport.parkNanos(5_000_000);
            }
        }

        String require(String begin) {
            return await(begin, TimeUnit.SECONDS.toMillis(AWAIT_SECONDS))
                    .orElseThrow(() -> new IllegalStateException(
                            "The server said no " + begin + " but " + said() + "; see target/killed-lifecycle.err"));
        }

        void awaitEnd() {
            try {
                if (!process.waitFor(AWAIT_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("The server does not end");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }

        /** SIGKILL: no line of Java runs any more. */
        void kill() {
            process.destroyForcibly();
            try {
                process.waitFor();
                Files.deleteIfExists(output);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Every other kill at a named step, in turn; the others at random moments. */
    void run(int times) {
        train();
        Child next = new Child(workers);
        for (int i = 0; i < times; i++) {
            Child child = next;
            String target = i % 2 == 0 ? STEPS.get(i / 2 % STEPS.size()) : NOWHERE;
            begin(child, target);
            next = new Child(workers);
            String where = awaitMoment(child, target);
            child.process.destroyForcibly();
            count(child.said());
            child.kill();
            kills.merge(where, 1, Integer::sum);
            progress.accept(i + 1);
        }
        next.kill();
        end();
    }

    /** One that ends by itself leaves its classes in an archive, from which the others start in a third of the time. */
    private void train() {
        Child first = new Child(0);
        begin(first, NOWHERE);
        first.require("EMPTY");
        first.awaitEnd();
        startMillis.clear();
        cleanMillis.clear();
    }

    /** Starts, repairs, and is looked at before it works. */
    private void begin(Child child, String target) {
        child.require("WARM");
        long begin = System.nanoTime();
        child.order((random.nextLong() >>> 16) + " " + target);
        String[] clean = child.require("CLEAN").split(" ");
        startMillis.add((System.nanoTime() - begin) / 1_000_000);
        cleanMillis.add(Long.parseLong(clean[0]));
        undone += Integer.parseInt(clean[1]);
        wholeApps += Integer.parseInt(child.require("WHOLE"));
        child.said().stream().filter(line -> line.startsWith("MIXED")).forEach(violations::add);
        look();
        child.order("WORK");
    }

    private void look() {
        violations.addAll(Orphans.found(platform));
    }

    private String awaitMoment(Child child, String target) {
        child.require("WORKING");
        if (!target.equals(NOWHERE)
                && child.await("REACHED", TimeUnit.SECONDS.toMillis(STEP_SECONDS))
                        .isPresent()) {
            return target;
        }
        long until = System.nanoTime() + random.nextInt(momentMillis) * 1_000_000L;
        while (System.nanoTime() < until) {
            LockSupport.parkNanos(until - System.nanoTime());
        }
        return "random";
    }

    private void count(List<String> said) {
        Map<String, String> doing = new TreeMap<>();
        for (String line : said) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "BEGIN" -> doing.put(words[1], words[2]);
                case "STEP" -> doing.put(words[1], words[2] + " " + words[3]);
                case "DONE", "REFUSED" -> {
                    doing.remove(words[1]);
                    operations += words[0].equals("DONE") ? 1 : 0;
                }
                default -> {
                    // What it said before it worked.
                }
            }
        }
        doing.values().forEach(last -> cutOff.merge(last, 1, Integer::sum));
    }

    /** A last start, after which nothing is to be left of anything. */
    private void end() {
        Child last = new Child(0);
        begin(last, NOWHERE);
        last.require("EMPTY");
        last.kill();
        look();
        long things = platform.count("SELECT (SELECT count(*) FROM ekaya.installed_app)"
                + " + (SELECT count(*) FROM ekaya.app_database) + (SELECT count(*) FROM ekaya.app_schema_copy)"
                + " + (SELECT count(*) FROM pg_namespace WHERE nspname ~ '^app_[0-9a-f]{20}$')");
        if (things > 0) {
            violations.add(things + " things are left of apps that were all purged");
        }
    }

    static long median(List<Long> millis) {
        return millis.stream().sorted().skip(millis.size() / 2).findFirst().orElse(-1L);
    }

    /** Plants an orphan of each of some kinds, and tells which of them were not found. */
    List<String> planted() {
        List<String> missed = new ArrayList<>();
        for (String sql : List.of(
                "CREATE SCHEMA app_00000000000000000000",
                "CREATE ROLE app_11111111111111111111; GRANT CONNECT ON DATABASE " + left.database()
                        + " TO app_11111111111111111111",
                "INSERT INTO ekaya.app_database (app_id, project_id, schema_name, role_name, sealed_password)"
                        + " VALUES (gen_random_uuid(), '" + left.project() + "', 'app_22222222222222222222',"
                        + " 'app_22222222222222222222', 'x')",
                "INSERT INTO ekaya.app_package (project_id, package_hash, bytes, stored_at) VALUES ('" + left.project()
                        + "', repeat('0', 64), '', now())")) {
            int before = Orphans.found(platform).size();
            platform.sql(sql);
            if (Orphans.found(platform).size() <= before) {
                missed.add(sql);
            }
        }
        return missed;
    }

    @Override
    public void close() {
        // The role is the cluster's, and outlives the database.
        platform.sql("DO $$ BEGIN IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'app_11111111111111111111') THEN"
                + " DROP OWNED BY app_11111111111111111111; DROP ROLE app_11111111111111111111; END IF; END $$");
        platform.close();
    }
}
