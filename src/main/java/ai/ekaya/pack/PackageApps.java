package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** {@code ./ekaya package}: writes every app of some folders as {@code <id>-<version>.ekapp}. */
public final class PackageApps {
    private final PackageReader reader;
    private final PrintStream out;

    PackageApps(PackageReader reader, PrintStream out) {
        this.reader = reader;
        this.out = out;
    }

    /**
     * Ends with 1 when an app was refused, with 2 when called wrongly.
     *
     * @param args folders that hold apps, and last the folder to write to
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            System.err.println("Expected: PackageApps <folder of apps>... <target folder>");
            System.exit(2);
        }
        List<Path> sources =
                Stream.of(args).limit(args.length - 1L).map(Path::of).toList();
        PackageReader reader = PackageReader.forAuthors(Limits.defaults());
        boolean good = new PackageApps(reader, System.out).write(sources, Path.of(args[args.length - 1]));
        System.exit(good ? 0 : 1);
    }

    /** Whether every app was accepted; one line is printed for each package and each finding. */
    boolean write(List<Path> sources, Path target) throws IOException {
        Files.createDirectories(target);
        boolean good = true;
        for (Path app : apps(sources)) {
            good &= switch (reader.read(app)) {
                case ReadResult.Verified verified -> written(verified.appPackage(), target);
                case ReadResult.Rejected rejected -> refused(app, rejected);
            };
        }
        return good;
    }

    private static List<Path> apps(List<Path> sources) throws IOException {
        List<Path> apps = new ArrayList<>();
        for (Path source : sources) {
            try (Stream<Path> children = Files.list(source)) {
                children.filter(Files::isDirectory).sorted().forEach(apps::add);
            }
        }
        return apps;
    }

    private boolean written(AppPackage app, Path target) throws IOException {
        Path file = target.resolve(app.manifest().id() + "-" + app.manifest().version() + ".ekapp");
        Files.write(file, PackageWriter.zip(app));
        out.println(file + "  " + app.hash());
        return true;
    }

    private boolean refused(Path app, ReadResult.Rejected rejected) {
        rejected.findings().forEach(finding -> out.println(app + "/" + finding.where() + ": " + finding.message()));
        return false;
    }
}
