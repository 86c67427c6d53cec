package ai.ekaya.pack;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * One entry of a zip whose directory record and local header agree.
 *
 * @param start where its local header starts
 * @param dataStart where its packed bytes start
 * @param end the byte after it, a data descriptor included
 * @param directoryBytes the length of its directory record
 */
record ZipEntry(
        String path,
        int method,
        int crc,
        int packedBytes,
        int bytes,
        int start,
        int dataStart,
        int end,
        int directoryBytes) {
    static final int STORED = 0;
    static final int DEFLATED = 8;

    private static final int DIRECTORY_SIGNATURE = 0x02014b50;
    private static final int DIRECTORY_BYTES = 46;
    private static final int LOCAL_SIGNATURE = 0x04034b50;
    private static final int LOCAL_BYTES = 30;
    private static final int DESCRIPTOR_SIGNATURE = 0x08074b50;

    /** Flags: encrypted, patch data, strong encryption, masked directory. */
    private static final int FLAGS_REFUSED = 1 | 1 << 5 | 1 << 6 | 1 << 13;

    private static final int FLAG_DESCRIPTOR = 1 << 3;
    private static final int FLAG_UTF8 = 1 << 11;

    private static final int UNIX_TYPE = 0xf000;
    private static final int UNIX_FILE = 0x8000;
    private static final int UNIX_FOLDER = 0x4000;
    private static final int UNIX_LINK = 0xa000;
    private static final int DOS_FOLDER = 0x10;

    /**
     * Reads the directory record at {@code at} and the local header it points to.
     *
     * @param directoryStart the byte after the last entry's data
     */
    static ZipEntry read(ByteBuffer zip, int at, int directoryEnd, int directoryStart) throws BadPackage {
        if (at + DIRECTORY_BYTES > directoryEnd || zip.getInt(at) != DIRECTORY_SIGNATURE) {
            throw new BadPackage("zip", "The directory is cut short or damaged at byte " + at);
        }
        int nameBytes = u16(zip, at + 28);
        int recordBytes = DIRECTORY_BYTES + nameBytes + u16(zip, at + 30) + u16(zip, at + 32);
        if (at + recordBytes > directoryEnd) {
            throw new BadPackage("zip", "The directory is cut short at byte " + at);
        }
        byte[] name = slice(zip, at + DIRECTORY_BYTES, nameBytes);
        String path = Utf8.decode(name)
                .orElseThrow(() -> new BadPackage("zip", "The name of the entry at byte " + at + " is not UTF-8"));
        int flags = u16(zip, at + 8);
        int method = u16(zip, at + 10);
        requireReadable(path, flags, method);
        requireFile(path, u16(zip, at + 4) >>> 8, zip.getInt(at + 38));
        if (path.endsWith("/") && zip.getInt(at + 24) != 0) {
            throw new BadPackage(path, "The entry is a folder with data in it");
        }
        long start = u32(zip, at + 42);
        long packedBytes = u32(zip, at + 20);
        long bytes = u32(zip, at + 24);
        if (start + LOCAL_BYTES + nameBytes + packedBytes > directoryStart || bytes > Integer.MAX_VALUE) {
            throw new BadPackage(path, "The entry reaches beyond the archive's data");
        }
        int crc = zip.getInt(at + 16);
        ZipEntry entry = new ZipEntry(
                path, method, crc, (int) packedBytes, (int) bytes, (int) start, (int) start, (int) start, recordBytes);
        return entry.withLocalHeader(zip, name, flags, directoryStart);
    }

    private ZipEntry withLocalHeader(ByteBuffer zip, byte[] name, int flags, int directoryStart) throws BadPackage {
        boolean described = (flags & FLAG_DESCRIPTOR) != 0;
        int agreedFlags = FLAGS_REFUSED | FLAG_DESCRIPTOR | FLAG_UTF8;
        boolean agrees = zip.getInt(start) == LOCAL_SIGNATURE
                && (u16(zip, start + 6) & agreedFlags) == (flags & agreedFlags)
                && u16(zip, start + 8) == method
                && Arrays.equals(slice(zip, start + LOCAL_BYTES, Math.min(u16(zip, start + 26), name.length)), name)
                && u16(zip, start + 26) == name.length
                && (described || sizesAt(zip, start + 14));
        if (!agrees) {
            throw new BadPackage(path, "The entry's header and the directory tell different things about it");
        }
        int data = start + LOCAL_BYTES + name.length + u16(zip, start + 28);
        long dataEnd = (long) data + packedBytes;
        if (dataEnd + (described ? 12 : 0) > directoryStart) {
            throw new BadPackage(path, "The entry reaches beyond the archive's data");
        }
        int end = (int) dataEnd;
        if (described) {
            int signature = zip.getInt(end) == DESCRIPTOR_SIGNATURE ? 4 : 0;
            if (end + signature + 12 > directoryStart || !sizesAt(zip, end + signature)) {
                throw new BadPackage(
                        path, "The entry's data descriptor and the directory tell different things about it");
            }
            end += signature + 12;
        }
        return new ZipEntry(path, method, crc, packedBytes, bytes, start, data, end, directoryBytes);
    }

    /** Whether checksum, packed and unpacked size stand at a place as the directory says. */
    private boolean sizesAt(ByteBuffer zip, int at) {
        return zip.getInt(at) == crc && zip.getInt(at + 4) == packedBytes && zip.getInt(at + 8) == bytes;
    }

    private static void requireReadable(String path, int flags, int method) throws BadPackage {
        if ((flags & FLAGS_REFUSED) != 0) {
            throw new BadPackage(path, "The entry is encrypted or patched, expected plain data");
        }
        if (method != STORED && method != DEFLATED) {
            throw new BadPackage(
                    path, "The entry is packed by method " + method + ", expected 0 (stored) or 8 (deflated)");
        }
    }

    private static void requireFile(String path, int madeBy, int attributes) throws BadPackage {
        boolean unix = madeBy == 3 || madeBy == 19;
        int type = unix ? attributes >>> 16 & UNIX_TYPE : 0;
        if (type == UNIX_LINK) {
            throw new BadPackage(path, "The entry is a symbolic link, expected a file");
        }
        boolean folder = path.endsWith("/") || type == UNIX_FOLDER || (attributes & DOS_FOLDER) != 0;
        if (folder && !PackagePath.isKnownFolder(path)) {
            throw new BadPackage(path, "The entry is a folder of a name that no file of a package is in");
        }
        if (!folder && type != 0 && type != UNIX_FILE) {
            throw new BadPackage(path, "The entry is a device, pipe or socket, expected a file");
        }
    }

    private static byte[] slice(ByteBuffer zip, int at, int length) {
        byte[] slice = new byte[length];
        zip.get(at, slice);
        return slice;
    }

    private static int u16(ByteBuffer zip, int at) {
        return zip.getShort(at) & 0xffff;
    }

    private static long u32(ByteBuffer zip, int at) {
        return zip.getInt(at) & 0xffffffffL;
    }
}
