package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The table of contents of a zip, read from its central directory.
 *
 * <p>Our own reader, because a zip says everything twice and the JDK's readers each believe one half: {@code ZipInputStream} the
 * headers before the data, {@code ZipFile} the directory at the end. Here both must agree, and the entries must cover the archive
 * without gap or overlap, so that no two programs can see different packages in the same bytes.
 */
final class ZipArchive {
    private static final int END_SIGNATURE = 0x06054b50;
    private static final int END_BYTES = 22;
    private static final int COMMENT_BYTES_MAX = 0xffff;

    private final ByteBuffer bytes;

    private ZipArchive(byte[] zip) {
        this.bytes = ByteBuffer.wrap(zip).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The archive's files in the order of its directory, with folder entries left out. */
    static List<ZipEntry> entries(byte[] zip, Limits limits) throws BadPackage {
        return new ZipArchive(zip).entries(limits);
    }

    private List<ZipEntry> entries(Limits limits) throws BadPackage {
        int end = end();
        int count = u16(end + 10);
        long directoryBytes = u32(end + 12);
        long directoryStart = u32(end + 16);
        if (u16(end + 4) != 0 || u16(end + 6) != 0 || u16(end + 8) != count) {
            throw new BadPackage("zip", "The archive is split over several disks, expected one file");
        }
        if (count == 0xffff || directoryBytes == 0xffffffffL || directoryStart == 0xffffffffL) {
            throw new BadPackage("zip", "The archive is in zip64 form, expected a plain zip");
        }
        if (count > limits.of(Limit.PACK_ENTRIES_COUNT)) {
            throw new BadPackage(
                    "zip", "The archive has " + count + " entries, at most " + limits.of(Limit.PACK_ENTRIES_COUNT));
        }
        if (directoryStart + directoryBytes != end) {
            throw new BadPackage(
                    "zip",
                    "The directory does not end where the archive ends: data stands before, after or between its parts");
        }
        List<ZipEntry> entries = readDirectory(count, (int) directoryStart, end);
        requireSeamless(entries, (int) directoryStart);
        entries.removeIf(entry -> PackagePath.isKnownFolder(entry.path()));
        return entries;
    }

    private int end() throws BadPackage {
        int last = bytes.limit() - END_BYTES;
        for (int at = last; at >= 0 && at >= last - COMMENT_BYTES_MAX; at--) {
            if (bytes.getInt(at) != END_SIGNATURE) {
                continue;
            }
            if (at == last && u16(at + 20) == 0) {
                return at;
            }
            throw new BadPackage(
                    "zip", (last - at) + " bytes follow the archive's end, expected no comment and no data there");
        }
        throw new BadPackage("zip", "This is no zip archive: it has no directory at its end");
    }

    private List<ZipEntry> readDirectory(int count, int start, int end) throws BadPackage {
        List<ZipEntry> entries = new ArrayList<>();
        int at = start;
        for (int index = 0; index < count; index++) {
            ZipEntry entry = ZipEntry.read(bytes, at, end, start);
            entries.add(entry);
            at += entry.directoryBytes();
        }
        if (at != end) {
            throw new BadPackage("zip", "The directory holds more than the " + count + " entries it announces");
        }
        return entries;
    }

    // SECURITY: gaps hide entries from us that other readers see, overlaps make bombs; ZipArchiveTest.
    private static void requireSeamless(List<ZipEntry> entries, int directoryStart) throws BadPackage {
        List<ZipEntry> inOrder = new ArrayList<>(entries);
        inOrder.sort(Comparator.comparingInt(ZipEntry::start));
        int at = 0;
        for (ZipEntry entry : inOrder) {
            if (entry.start() != at) {
                throw new BadPackage(
                        entry.path(),
                        "The entry starts at byte " + entry.start() + ", expected " + at
                                + ": entries overlap or leave a gap");
            }
            at = entry.end();
        }
        if (at != directoryStart) {
            throw new BadPackage("zip", (directoryStart - at) + " bytes before the directory belong to no entry");
        }
    }

    private int u16(int at) {
        return bytes.getShort(at) & 0xffff;
    }

    private long u32(int at) {
        return bytes.getInt(at) & 0xffffffffL;
    }
}
