package ai.ekaya.catalog;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A catalog in one zip. Which reader of zips sees which entry does not matter: each file is compared with signed metadata before it is
 * used, and what nobody names is not kept.
 */
final class BundleZip {
    private static final Pattern PATH = Pattern.compile(
            "metadata/([0-9]{1,16}\\.(root|snapshot|targets)|timestamp)\\.json|targets/([a-z0-9-]{1,41}/)?[0-9a-f]{64}\\.[A-Za-z0-9._+-]{1,210}");

    private BundleZip() {}

    /** @throws Refusal {@code BAD_ARGUMENT} for what is no such zip, {@code LIMIT} for one that unpacks to too much */
    static Map<String, byte[]> read(byte[] zip, Limits limits) {
        long left = limits.of(Limit.CATALOG_BUNDLE_UNPACKED_BYTES);
        Map<String, byte[]> files = new HashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            int entries = 0;
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                entries++;
                if (entries > 2 * limits.of(Limit.CATALOG_FILES_COUNT)) {
                    throw new Refusal(
                            RefusalCode.LIMIT,
                            "The bundle has more than " + 2 * limits.of(Limit.CATALOG_FILES_COUNT) + " entries");
                }
                if (entry.isDirectory()) {
                    continue;
                }
                byte[] bytes = in.readNBytes((int) Math.min(left + 1, Integer.MAX_VALUE - 8));
                left -= bytes.length;
                if (left < 0) {
                    throw new Refusal(
                            RefusalCode.LIMIT,
                            "The bundle unpacks to more than "
                                    + Quantity.ofBytes(limits.of(Limit.CATALOG_BUNDLE_UNPACKED_BYTES))
                                    + ", the most it may have");
                }
                if (!PATH.matcher(entry.getName()).matches() || files.put(entry.getName(), bytes) != null) {
                    throw bad("it has a file that no catalog has, or one twice");
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw bad("it cannot be read");
        }
        if (files.isEmpty()) {
            throw bad("it has no files");
        }
        return files;
    }

    private static Refusal bad(String why) {
        return new Refusal(RefusalCode.BAD_ARGUMENT, "The bundle is no zip that ./ekaya catalog bundle wrote: " + why);
    }

    static CatalogFiles files(Map<String, byte[]> read) {
        return (path, bytesMax) -> {
            Optional<byte[]> found = Optional.ofNullable(read.get(path));
            if (found.filter(bytes -> bytes.length > bytesMax).isPresent()) {
                throw TooLong.refusal(path, bytesMax);
            }
            return found;
        };
    }
}
