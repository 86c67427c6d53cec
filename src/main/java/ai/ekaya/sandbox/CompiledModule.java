package ai.ekaya.sandbox;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A module as we made it runnable, as data.
 *
 * @param shell the module without its code: what an instance is made from
 * @param mainClass name of the class that runs it
 * @param classFiles by name, with our hooks in them
 */
record CompiledModule(byte[] shell, String mainClass, Map<String, byte[]> classFiles) {
    CompiledModule {
        classFiles = Map.copyOf(classFiles);
    }

    byte[] encoded() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, shell);
            out.writeUTF(mainClass);
            out.writeInt(classFiles.size());
            for (Map.Entry<String, byte[]> file : classFiles.entrySet()) {
                out.writeUTF(file.getKey());
                write(out, file.getValue());
            }
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, byte[] bytes) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    /**
     * SECURITY: what comes out runs in this server. Only {@link CodeCache}, which has proved that we wrote it, may give it in.
     */
    static CompiledModule decoded(byte[] encoded) {
        try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(encoded))) {
            byte[] shell = in.readNBytes(in.readInt());
            String mainClass = in.readUTF();
            Map<String, byte[]> classFiles = new LinkedHashMap<>();
            for (int left = in.readInt(); left > 0; left--) {
                classFiles.put(in.readUTF(), in.readNBytes(in.readInt()));
            }
            return new CompiledModule(shell, mainClass, classFiles);
        } catch (IOException e) {
            throw new UncheckedIOException("Compiled code that we wrote ourselves is cut short", e);
        }
    }
}
