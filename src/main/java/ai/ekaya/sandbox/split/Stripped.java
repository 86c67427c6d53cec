package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A module without its custom sections (names, debug information): they mean nothing to what it does, and can hold anything. */
public final class Stripped {
    private final byte[] module;
    private final List<Shift> shifts;

    private Stripped(byte[] module, List<Shift> shifts) {
        this.module = module;
        this.shifts = List.copyOf(shifts);
    }

    /** From this byte on, so many bytes were left out before it. */
    private record Shift(int from, int bytes) {}

    /** @throws SplitException when the sections do not fit together */
    public static Stripped of(byte[] module) {
        Outline outline = Outline.read(module);
        ByteWriter out = new ByteWriter().bytes(module, 0, Outline.HEADER_BYTES);
        List<Shift> shifts = new ArrayList<>();
        int length = Outline.HEADER_BYTES;
        for (Section section : outline.sections()) {
            if (section.id() != Section.CUSTOM) {
                byte[] head = new ByteWriter()
                        .oneByte(section.id())
                        .unsigned(section.end() - section.from())
                        .toBytes();
                length += head.length;
                shifts.add(new Shift(length, section.from() - length));
                out.bytes(head).bytes(module, section.from(), section.end());
                length += section.end() - section.from();
            }
        }
        return new Stripped(out.toBytes(), shifts);
    }

    public byte[] module() {
        return module;
    }

    /** Where a byte of the stripped module is in the module that it was made from. */
    public int originalOffset(int offset) {
        int shift = 0;
        for (Shift next : shifts) {
            if (next.from() > offset) {
                break;
            }
            shift = next.bytes();
        }
        return offset + shift;
    }

    /**
     * What an instance needs beside its compiled code: the module with nothing in its functions. The engine keeps every
     * instruction that it has parsed as objects, some fifty times their size.
     */
    public static byte[] withoutCode(byte[] module) {
        Outline outline = Outline.read(module);
        ByteWriter out = new ByteWriter().bytes(module, 0, Outline.HEADER_BYTES);
        for (Section section : outline.sections()) {
            if (section.id() == Section.CODE) {
                byte[] code = empty(outline.bodies().size());
                out.oneByte(Section.CODE).unsigned(code.length).bytes(code);
            } else if (section.id() != Section.CUSTOM) {
                out.oneByte(section.id())
                        .unsigned(section.end() - section.from())
                        .bytes(module, section.from(), section.end());
            }
        }
        return out.toBytes();
    }

    private static byte[] empty(int functions) {
        ByteWriter code = new ByteWriter().unsigned(functions);
        for (int i = 0; i < functions; i++) {
            // Three bytes: no locals, a trap, the end.
            code.oneByte(3).oneByte(0).oneByte(Opcodes.UNREACHABLE).oneByte(Opcodes.END);
        }
        return code.toBytes();
    }

    /** @return where a function's code begins in its module; nothing for one without code there */
    public static Optional<Integer> offsetOf(byte[] module, int function) {
        Outline outline = Outline.read(module);
        int body = function - BinaryReader.read(module, outline).importedFunctions();
        return body >= 0 && body < outline.bodies().size()
                ? Optional.of(outline.bodies().get(body).from())
                : Optional.empty();
    }
}
