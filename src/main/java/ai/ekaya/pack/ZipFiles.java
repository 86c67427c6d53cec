package ai.ekaya.pack;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Unpacks the files of a zip, counting the bytes that really come out and believing no header about them. */
final class ZipFiles {
    private final byte[] zip;
    private final Limits limits;
    private long unpackedBytes;

    private ZipFiles(byte[] zip, Limits limits) {
        this.zip = zip;
        this.limits = limits;
    }

    /** The files by path. Names are checked first, all of them, so that one bad name unpacks nothing. */
    static Map<String, byte[]> read(byte[] zip, Limits limits, Findings findings) throws BadPackage {
        if (zip.length > limits.of(Limit.PACK_PACKED_BYTES)) {
            throw new BadPackage(
                    "zip", "The archive is " + zip.length + " bytes, at most " + limits.of(Limit.PACK_PACKED_BYTES));
        }
        List<ZipEntry> entries = ZipArchive.entries(zip, limits);
        PackagePath.check(entries.stream().map(ZipEntry::path).toList(), findings);
        return findings.any() ? Map.of() : new ZipFiles(zip, limits).unpackAll(entries);
    }

    private Map<String, byte[]> unpackAll(List<ZipEntry> entries) throws BadPackage {
        Map<String, byte[]> files = new TreeMap<>(PackagePath.ORDER);
        for (ZipEntry entry : entries) {
            byte[] bytes = entry.method() == ZipEntry.STORED ? stored(entry) : inflate(entry);
            CRC32 crc = new CRC32();
            crc.update(bytes);
            if (bytes.length != entry.bytes() || (int) crc.getValue() != entry.crc()) {
                throw new BadPackage(
                        entry.path(), "The unpacked bytes differ from the size or checksum in the directory");
            }
            files.put(entry.path(), bytes);
        }
        return files;
    }

    private byte[] stored(ZipEntry entry) throws BadPackage {
        count(entry, entry.packedBytes(), entry.packedBytes());
        return Arrays.copyOfRange(zip, entry.dataStart(), entry.dataStart() + entry.packedBytes());
    }

    private byte[] inflate(ZipEntry entry) throws BadPackage {
        ByteArrayOutputStream unpacked = new ByteArrayOutputStream();
        byte[] chunk = new byte[16 * 1024];
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(zip, entry.dataStart(), entry.packedBytes());
            while (!inflater.finished()) {
                int length = inflater.inflate(chunk);
                if (length == 0 && !inflater.finished() && (inflater.needsInput() || inflater.needsDictionary())) {
                    throw new BadPackage(entry.path(), "The packed data is cut short");
                }
                unpacked.write(chunk, 0, length);
                count(entry, length, unpacked.size());
            }
            if (inflater.getBytesRead() != entry.packedBytes()) {
                throw new BadPackage(entry.path(), "Bytes follow the end of the packed data");
            }
        } catch (DataFormatException e) {
            throw new BadPackage(entry.path(), "The packed data is damaged");
        } finally {
            inflater.end();
        }
        return unpacked.toByteArray();
    }

    private void count(ZipEntry entry, int newBytes, long entryBytes) throws BadPackage {
        unpackedBytes += newBytes;
        if (unpackedBytes > limits.of(Limit.PACK_UNPACKED_BYTES)) {
            throw new BadPackage(
                    entry.path(),
                    "The files unpack to more than " + limits.of(Limit.PACK_UNPACKED_BYTES)
                            + " bytes, the most allowed");
        }
        if (entryBytes > entry.packedBytes() * limits.of(Limit.PACK_COMPRESSION_RATIO)) {
            throw new BadPackage(
                    entry.path(),
                    "The file unpacks to more than " + limits.of(Limit.PACK_COMPRESSION_RATIO)
                            + " times its packed size, the most allowed");
        }
    }
}
