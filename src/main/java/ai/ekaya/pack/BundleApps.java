package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** At build: the apps that become part of the server, and a list of them, as resources of the WAR cannot be listed. */
public final class BundleApps {
    private BundleApps() {}

    /**
     * @param args folders that hold apps, and last the folder to write to
     * @throws IllegalStateException when an app was refused; with why
     */
    public static void main(String[] args) throws IOException {
        Path target = Path.of(args[args.length - 1]);
        List<Path> sources =
                Stream.of(args).limit(args.length - 1L).map(Path::of).toList();
        if (Files.isDirectory(target)) {
            for (String old : names(target)) {
                Files.delete(target.resolve(old));
            }
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        PrintStream saying = new PrintStream(said, true, StandardCharsets.UTF_8);
        if (!new PackageApps(PackageReader.forAuthors(Limits.defaults()), saying).write(sources, target)) {
            throw new IllegalStateException(
                    "An app that is part of the server was refused: " + said.toString(StandardCharsets.UTF_8));
        }
        String list = names(target).stream().map(name -> name + "\n").collect(Collectors.joining());
        Files.writeString(target.resolve("index"), list);
    }

    private static List<String> names(Path target) throws IOException {
        try (Stream<Path> files = Files.list(target)) {
            return files.map(file -> String.valueOf(file.getFileName()))
                    .filter(name -> name.endsWith(".ekapp"))
                    .sorted()
                    .toList();
        }
    }
}
