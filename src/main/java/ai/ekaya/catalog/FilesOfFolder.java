package ai.ekaya.catalog;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** A catalog in a folder of this machine, as an operator mounts it. */
record FilesOfFolder(Path folder) implements CatalogFiles {
    @Override
    public Optional<byte[]> read(String path, long bytesMax) {
        try (InputStream in = Files.newInputStream(folder.resolve(path))) {
            byte[] bytes = in.readNBytes((int) Math.min(Integer.MAX_VALUE - 8, bytesMax + 1));
            if (bytes.length > bytesMax) {
                throw TooLong.refusal(path, bytesMax);
            }
            return Optional.of(bytes);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new Refusal(
                    RefusalCode.UNAVAILABLE, "The catalog's file " + path + " in its folder cannot be read", e);
        }
    }
}
