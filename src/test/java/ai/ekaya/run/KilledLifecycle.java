package ai.ekaya.run;

import ai.ekaya.install.InstalledApp;
import ai.ekaya.install.NewInstall;
import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.pack.Packages;
import ai.ekaya.sandbox.CodeCache;
import ai.ekaya.sandbox.Sandbox;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;

/**
 * A server that installs, updates, rolls back and uninstalls apps without end, to be killed while it does: {@code DATABASE HOME PROJECT
 * WORKERS}. It gets ready and waits for a line {@code SEED OPERATION STEP}; then it repairs what the one before left, tells whether each
 * app is one whole version, waits for another line, and works. At that step of that operation it stands still, and says so.
 */
final class KilledLifecycle {
    static final List<String> OPERATIONS = List.of("INSTALL", "UPDATE", "ROLLBACK", "UNINSTALL", "PURGE");

    /** Three versions. The second changes what the first made, the third adds to it; none runs on the tables of the one before. */
    private static final Map<Integer, byte[]> VERSIONS = Map.of(1, version(1), 2, version(2), 3, version(3));

    private static final ThreadLocal<String> DOING = ThreadLocal.withInitial(() -> "");

    private final Platform platform;
    private final String target;

    private KilledLifecycle(Platform platform, String target) {
        this.platform = platform;
        this.target = target;
    }

    private static byte[] version(int number) {
        String column = number == 1 ? "first" : number == 2 ? "second" : "third";
        Packages made = Platform.app("export default async ({host}) => '" + number + " '"
                        + " + (await host.db.query('SELECT " + column + " FROM notes')).rows[0][0]")
                .version(number + ".0.0")
                .with("migrations/001_notes.sql", "CREATE TABLE notes (first int); INSERT INTO notes VALUES (1)");
        if (number >= 2) {
            made.with(
                    "migrations/002_second.sql",
                    "ALTER TABLE notes RENAME COLUMN first TO second; UPDATE notes SET second = 2");
        }
        if (number == 3) {
            made.with(
                    "migrations/003_third.sql",
                    "-- rollback: compatible\nALTER TABLE notes ADD COLUMN third int; UPDATE notes SET third = 3");
        }
        return made.zip();
    }

    public static void main(String[] arguments) throws IOException {
        Platform.Left left = new Platform.Left(arguments[0], arguments[1], arguments[2]);
        Limits limits = Limits.defaults().with(Limit.USAGE_RUNS_COUNT, 1_000_000_000);
        Sandbox sandbox = new Sandbox(
                limits,
                Executors.newScheduledThreadPool(2),
                CodeCache.in(Path.of(left.home(), "cache"), new byte[32], limits, Clock.systemUTC()));
        say("WARM");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order = orders.readLine();
        if (order == null) {
            return;
        }
        String[] words = order.split(" ");
        Platform platform = Platform.restartedFrom(left, limits, sandbox, Clock.systemUTC());
        KilledLifecycle life = new KilledLifecycle(platform, words[1] + " " + words[2]);
        life.repair();
        life.tellWhole();
        if (orders.readLine() == null) {
            return;
        }
        int workers = Integer.parseInt(arguments[3]);
        if (workers == 0) {
            life.removeAll();
            System.exit(0);
        }
        platform.dies = life::reached;
        say("WORKING");
        for (int worker = 0; worker < workers; worker++) {
            String slug = "app-" + worker;
            Random random = new Random(Long.parseLong(words[0]) * 31 + worker);
            new Thread(null, () -> life.work(slug, random), slug, 16 << 20).start();
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    private void repair() {
        long begin = System.nanoTime();
        int undone = platform.halfDone.repair(true);
        int swept = platform.kept.sweep();
        say("CLEAN " + (System.nanoTime() - begin) / 1_000_000 + " " + undone + " " + swept);
    }

    /** An app answers with its version and with what that version's tables hold. */
    private void tellWhole() {
        int whole = 0;
        for (InstalledApp app : platform.apps.list(platform.project)) {
            String number = app.version().substring(0, 1);
            Run run = platform.run(app, "{}");
            String answer = platform.output(run);
            if (answer.equals("\"" + number + " " + number + "\"")) {
                whole++;
            } else {
                say("MIXED " + app.slug() + " " + app.version() + " " + app.state() + " answers " + answer + ": "
                        + run.outcome());
            }
        }
        say("WHOLE " + whole);
    }

    private void removeAll() {
        List<InstalledApp> all = platform.apps.list(platform.project);
        all.forEach(app -> platform.uninstaller.purge(platform.admin, platform.project, app.slug()));
        platform.apps
                .removed(platform.project)
                .forEach(app -> platform.uninstaller.purge(platform.admin, platform.project, app.slug()));
        say("EMPTY " + all.size());
    }

    private void reached(String step) {
        String doing = DOING.get();
        say("STEP " + Thread.currentThread().getName() + " " + doing + " " + step);
        if ((doing + " " + step).equals(target)) {
            say("REACHED " + target);
            while (true) {
                LockSupport.park();
            }
        }
    }

    private void work(String slug, Random random) {
        while (true) {
            platform.clock.set(Clock.systemUTC().instant());
            Optional<InstalledApp> app = platform.apps.find(platform.project, slug);
            String operation = app.isEmpty() ? "INSTALL" : choose(random);
            DOING.set(operation);
            say("BEGIN " + slug + " " + operation);
            try {
                act(operation, slug, app, random);
                say("DONE " + slug + " " + operation);
            } catch (Refusal refusal) {
                // Such as a rollback of what was never anything else.
                say("REFUSED " + slug + " " + operation + " " + refusal.code());
            }
        }
    }

    /** More of what takes several steps. */
    private static String choose(Random random) {
        int dice = random.nextInt(10);
        if (dice < 5) {
            return "UPDATE";
        }
        return dice < 8 ? "ROLLBACK" : dice < 9 ? "UNINSTALL" : "PURGE";
    }

    /** On data that was kept, what was there or newer: an older version does not know its tables. */
    private int installable(String slug, Random random) {
        int least = platform.apps.removed(platform.project).stream()
                .filter(app -> app.slug().equals(slug))
                .map(app -> Integer.parseInt(app.version().substring(0, 1)))
                .findFirst()
                .orElse(1);
        return least == 3 ? 3 : least + random.nextInt(3 - least);
    }

    private void act(String operation, String slug, Optional<InstalledApp> app, Random random) {
        switch (operation) {
            case "INSTALL" ->
                platform.installer.install(
                        platform.admin,
                        platform.project,
                        new NewInstall(
                                VERSIONS.get(installable(slug, random)),
                                Optional.of(slug),
                                Optional.empty(),
                                Map.of(),
                                NewInstall.of(VERSIONS.get(1)).settings()));
            case "UPDATE" -> {
                int now = Integer.parseInt(app.orElseThrow().version().substring(0, 1));
                int next = now == 3 ? 3 : now + 1 + random.nextInt(3 - now);
                platform.updates.update(platform.admin, platform.project, slug, NewInstall.of(VERSIONS.get(next)));
            }
            case "ROLLBACK" -> platform.rollbacks.rollback(platform.admin, platform.project, slug, Optional.empty());
            case "UNINSTALL" -> platform.uninstaller.uninstall(platform.admin, platform.project, slug);
            case "PURGE" -> platform.uninstaller.purge(platform.admin, platform.project, slug);
            default -> throw new IllegalStateException("There is no " + operation);
        }
    }
}
