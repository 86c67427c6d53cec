package ai.ekaya.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/** Named files as one array of bytes, each name and file with its length before it: no two sets of files give the same. */
final class FileBytes {
    private FileBytes() {}

    static byte[] ofTexts(SortedMap<String, String> files) {
        SortedMap<String, byte[]> bytes = new TreeMap<>();
        files.forEach((name, text) -> bytes.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return encoded(bytes);
    }

    static byte[] encoded(SortedMap<String, byte[]> files) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            out.writeInt(files.size());
            for (var file : files.entrySet()) {
                out.writeUTF(file.getKey());
                out.writeInt(file.getValue().length);
                out.write(file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    /** @param bytes as {@link #encoded} made them, by a server of ours */
    static SortedMap<String, byte[]> decoded(byte[] bytes) {
        SortedMap<String, byte[]> files = new TreeMap<>();
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            for (int count = in.readInt(); count > 0; count--) {
                files.put(in.readUTF(), in.readNBytes(in.readInt()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Files are cut short in what was authentic", e);
        }
        return Collections.unmodifiableSortedMap(files);
    }
}
