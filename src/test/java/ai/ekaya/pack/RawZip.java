package ai.ekaya.pack;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Writes zips byte by byte, honest ones and the kinds that no zip library would write. */
final class RawZip {
    /** One entry; the fields are changed by tests that lie about it. */
    static final class Entry {
        byte[] name = {};
        byte[] localName = {};
        byte[] packed = {};
        int bytes;
        int crc;
        int method = 8;
        int flags = 0;
        int localFlags = 0;
        int madeBy = 3 << 8 | 20;
        int mode = 0100644;
        int localBytes = -1;
        int offsetShift = 0;

        Entry mode(int value) {
            mode = value;
            return this;
        }

        Entry method(int value) {
            method = value;
            return this;
        }

        Entry flags(int value) {
            flags = value;
            localFlags = value;
            return this;
        }

        Entry localName(String value) {
            localName = value.getBytes(StandardCharsets.UTF_8);
            return this;
        }

        Entry localBytes(int value) {
            localBytes = value;
            return this;
        }

        Entry claiming(int unpackedBytes) {
            bytes = unpackedBytes;
            return this;
        }

        Entry packed(byte[] value) {
            packed = value;
            return this;
        }

        Entry crc(int value) {
            crc = value;
            return this;
        }

        Entry offsetShift(int value) {
            offsetShift = value;
            return this;
        }
    }

    private final List<Entry> entries = new ArrayList<>();
    private byte[] before = {};
    private byte[] between = {};
    private byte[] after = {};
    private int countShift = 0;

    static Entry file(String path, byte[] content) {
        return file(path.getBytes(StandardCharsets.UTF_8), content);
    }

    static Entry file(byte[] path, byte[] content) {
        Entry entry = new Entry();
        entry.name = path;
        entry.localName = path;
        entry.bytes = content.length;
        entry.packed = deflate(content);
        CRC32 crc = new CRC32();
        crc.update(content);
        entry.crc = (int) crc.getValue();
        return entry;
    }

    static Entry stored(String path, byte[] content) {
        return file(path, content).method(0).packed(content);
    }

    RawZip add(Entry entry) {
        entries.add(entry);
        return this;
    }

    RawZip before(byte[] bytes) {
        before = bytes;
        return this;
    }

    RawZip between(byte[] bytes) {
        between = bytes;
        return this;
    }

    RawZip after(byte[] bytes) {
        after = bytes;
        return this;
    }

    RawZip announcing(int moreEntries) {
        countShift = moreEntries;
        return this;
    }

    byte[] bytes() {
        ByteArrayOutputStream zip = new ByteArrayOutputStream();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        zip.writeBytes(before);
        for (Entry entry : entries) {
            directory.writeBytes(record(entry, zip.size() + entry.offsetShift));
            zip.writeBytes(local(entry));
        }
        zip.writeBytes(between);
        int start = zip.size();
        zip.writeBytes(directory.toByteArray());
        int count = entries.size() + countShift;
        zip.writeBytes(le(22).putInt(0x06054b50)
                .putInt(0)
                .putShort((short) count)
                .putShort((short) count)
                .putInt(directory.size())
                .putInt(start)
                .putShort((short) 0)
                .array());
        zip.writeBytes(after);
        return zip.toByteArray();
    }

    private static byte[] record(Entry entry, int offset) {
        return le(46 + entry.name.length)
                .putInt(0x02014b50)
                .putShort((short) entry.madeBy)
                .putShort((short) 20)
                .putShort((short) entry.flags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(entry.crc)
                .putInt(entry.packed.length)
                .putInt(entry.bytes)
                .putShort((short) entry.name.length)
                .putInt(0)
                .putInt(0)
                .putShort((short) 0)
                .putShort((short) entry.mode)
                .putInt(offset)
                .put(entry.name)
                .array();
    }

    private static byte[] local(Entry entry) {
        boolean described = (entry.localFlags & 8) != 0;
        int bytes = entry.localBytes < 0 ? entry.bytes : entry.localBytes;
        ByteBuffer local = le(30 + entry.localName.length + entry.packed.length + (described ? 16 : 0))
                .putInt(0x04034b50)
                .putShort((short) 20)
                .putShort((short) entry.localFlags)
                .putShort((short) entry.method)
                .putInt(0)
                .putInt(described ? 0 : entry.crc)
                .putInt(described ? 0 : entry.packed.length)
                .putInt(described ? 0 : bytes)
                .putShort((short) entry.localName.length)
                .putShort((short) 0)
                .put(entry.localName)
                .put(entry.packed);
        if (described) {
            local.putInt(0x08074b50)
                    .putInt(entry.crc)
                    .putInt(entry.packed.length)
                    .putInt(bytes);
        }
        return local.array();
    }

    static byte[] deflate(byte[] content) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(content);
        deflater.finish();
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        byte[] chunk = new byte[8192];
        while (!deflater.finished()) {
            packed.write(chunk, 0, deflater.deflate(chunk));
        }
        deflater.end();
        return packed.toByteArray();
    }

    private static ByteBuffer le(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
