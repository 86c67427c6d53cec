package ai.ekaya.pack;

import ai.ekaya.limits.Limits;
import java.nio.file.Path;

/** Reads a package from a zip or a folder: hash before parse, parse before use. Thread-safe. */
public final class PackageReader {

    /** @param engineVersion this server's version, which {@code minEngineVersion} is compared with */
    public PackageReader(Limits limits, String engineVersion) {}

    public ReadResult read(byte[] zip) {
        throw new UnsupportedOperationException();
    }

    public ReadResult read(Path folder) {
        throw new UnsupportedOperationException();
    }
}
