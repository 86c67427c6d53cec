package ai.ekaya.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * A started instance as data: its memory and globals. A fresh instance from it takes a copy instead of starting anew. Immutable,
 * shared by all runs.
 *
 * @param size the memory's size in bytes
 * @param offset where in memory {@code bytes} begin; what lies around them is zero
 * @param root the JS engine's value that the run begins with
 */
record GuestImage(int size, int offset, byte[] bytes, long[] globals, int root) {

    static GuestImage of(GuestMemory memory, int root) {
        int from = EngineAccess.FLOOR;
        while (memory.read(from) == 0) {
            from++;
        }
        int to = memory.size;
        while (memory.read(to - 1) == 0) {
            to--;
        }
        return new GuestImage(memory.size, from, memory.copyOut(from, to - from), memory.globals.clone(), root);
    }

    byte[] encoded() {
        ByteArrayOutputStream bytesOut = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytesOut)) {
            out.writeInt(size);
            out.writeInt(offset);
            out.writeInt(root);
            out.writeInt(globals.length);
            for (long global : globals) {
                out.writeLong(global);
            }
            out.writeInt(bytes.length);
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytesOut.toByteArray();
    }

    /** @param encoded written by our own build; never by anyone else */
    static GuestImage decoded(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            int size = in.readInt();
            int offset = in.readInt();
            int root = in.readInt();
            long[] globals = new long[in.readInt()];
            for (int i = 0; i < globals.length; i++) {
                globals[i] = in.readLong();
            }
            byte[] bytes = in.readNBytes(in.readInt());
            return new GuestImage(size, offset, bytes, globals, root);
        } catch (IOException e) {
            throw new UncheckedIOException("The engine's image is cut short: run the Maven build", e);
        }
    }
}
