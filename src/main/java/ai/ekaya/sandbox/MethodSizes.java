package ai.ekaya.sandbox;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.objectweb.asm.ClassReader;

/**
 * The sizes of the methods that a module was compiled to. HotSpot leaves larger ones to its interpreter for good, without a word,
 * so the build of the JS engine fails on one.
 */
final class MethodSizes {
    /** HotSpot's HugeMethodLimit. */
    static final int CODE_BYTES_MAX = 8_000;

    private static final String CODE = "Code";

    private MethodSizes() {}

    /**
     * @param stackSlots the most operands at a time; 64-bit ones take two
     * @param localSlots parameters among them
     * @param codeBytes of the method's instructions; 0 without code, as the other two
     */
    record Method(String className, String name, String descriptor, int stackSlots, int localSlots, int codeBytes) {}

    /** @throws IllegalStateException naming the methods over the limit, the largest first */
    static void check(Collection<byte[]> classFiles) {
        List<Method> tooLarge = classFiles.stream()
                .flatMap(classFile -> of(classFile).stream())
                .filter(method -> method.codeBytes() > CODE_BYTES_MAX)
                .sorted(Comparator.comparingInt(Method::codeBytes).reversed())
                .toList();
        if (!tooLarge.isEmpty()) {
            throw new IllegalStateException("HotSpot compiles no method of more than " + CODE_BYTES_MAX + " bytes, and "
                    + tooLarge.size() + " are larger: "
                    + String.join(
                            ", ",
                            tooLarge.stream()
                                    .limit(10)
                                    .map(method ->
                                            method.className() + "." + method.name() + " with " + method.codeBytes())
                                    .toList()));
        }
    }

    /** In the order of the class file. */
    static List<Method> of(byte[] classFile) {
        return of(new ClassReader(classFile));
    }

    static List<Method> of(ClassReader reader) {
        char[] buffer = new char[reader.getMaxStringLength()];
        // The class file's format: after access, name and superclass come interfaces, fields, methods.
        int at = reader.header + 6;
        at += 2 + 2 * reader.readUnsignedShort(at);
        int fields = reader.readUnsignedShort(at);
        at += 2;
        for (int i = 0; i < fields; i++) {
            at = behindAttributes(reader, at + 6);
        }
        int count = reader.readUnsignedShort(at);
        at += 2;
        List<Method> methods = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            methods.add(method(reader, at, buffer));
            at = behindAttributes(reader, at + 6);
        }
        return methods;
    }

    private static int behindAttributes(ClassReader reader, int attributes) {
        int at = attributes + 2;
        for (int i = reader.readUnsignedShort(attributes); i > 0; i--) {
            at += 6 + reader.readInt(at + 2);
        }
        return at;
    }

    private static Method method(ClassReader reader, int method, char[] buffer) {
        String name = reader.readUTF8(method + 2, buffer);
        String descriptor = reader.readUTF8(method + 4, buffer);
        int at = method + 8;
        for (int i = reader.readUnsignedShort(method + 6); i > 0; i--) {
            if (CODE.equals(reader.readUTF8(at, buffer))) {
                // Behind the attribute's name and length.
                return new Method(
                        reader.getClassName(),
                        name,
                        descriptor,
                        reader.readUnsignedShort(at + 6),
                        reader.readUnsignedShort(at + 8),
                        reader.readInt(at + 10));
            }
            at += 6 + reader.readInt(at + 2);
        }
        return new Method(reader.getClassName(), name, descriptor, 0, 0, 0);
    }
}
