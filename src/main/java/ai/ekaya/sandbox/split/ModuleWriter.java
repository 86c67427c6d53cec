package ai.ekaya.sandbox.split;

import java.util.Map;

/** Writes the module anew: lists get longer at their end, changed functions get their new body, everything else is copied. */
final class ModuleWriter {
    private static final int MUTABLE = 1;

    private final byte[] module;
    private final Outline outline;
    private final Additions additions;
    private final ByteWriter out = new ByteWriter();

    private ModuleWriter(byte[] module, Outline outline, Additions additions) {
        this.module = module;
        this.outline = outline;
        this.additions = additions;
    }

    /** @param changed new bodies by position in the code section */
    static byte[] write(byte[] module, Outline outline, Map<Integer, byte[]> changed, Additions additions) {
        return new ModuleWriter(module, outline, additions).write(changed);
    }

    private byte[] write(Map<Integer, byte[]> changed) {
        out.bytes(module, 0, Outline.HEADER_BYTES);
        boolean globalsMissing = !additions.globals().isEmpty()
                && outline.section(Section.GLOBAL).isEmpty();
        for (Section section : outline.sections()) {
            if (globalsMissing && section.comesAfterGlobals()) {
                write(
                        Section.GLOBAL,
                        new ByteWriter()
                                .unsigned(additions.globals().size())
                                .bytes(newGlobals().toBytes())
                                .toBytes());
                globalsMissing = false;
            }
            switch (section.id()) {
                case Section.TYPE ->
                    write(section.id(), longer(section, additions.types().size(), newTypes()));
                case Section.FUNCTION ->
                    write(section.id(), longer(section, additions.functions().size(), newFunctions()));
                case Section.GLOBAL ->
                    write(section.id(), longer(section, additions.globals().size(), newGlobals()));
                case Section.CODE -> write(section.id(), code(changed));
                default ->
                    out.oneByte(section.id())
                            .unsigned(section.end() - section.from())
                            .bytes(module, section.from(), section.end());
            }
        }
        return out.toBytes();
    }

    private void write(int id, byte[] content) {
        out.oneByte(id).unsigned(content.length).bytes(content);
    }

    /** A section that is a list, with more entries. */
    private byte[] longer(Section section, int more, ByteWriter entries) {
        ByteReader in = Outline.reader(module, section);
        int count = in.count();
        return new ByteWriter()
                .unsigned(count + more)
                .bytes(module, in.position(), section.end())
                .bytes(entries.toBytes())
                .toBytes();
    }

    private ByteWriter newTypes() {
        ByteWriter types = new ByteWriter();
        additions.types().forEach(type -> type.write(types));
        return types;
    }

    private ByteWriter newFunctions() {
        ByteWriter functions = new ByteWriter();
        additions.functions().forEach(functions::unsigned);
        return functions;
    }

    /** All mutable and zero at first. */
    private ByteWriter newGlobals() {
        ByteWriter globals = new ByteWriter();
        additions.globals().forEach(type -> {
            globals.oneByte(type.code()).oneByte(MUTABLE);
            type.writeZero(globals);
        });
        return globals;
    }

    private byte[] code(Map<Integer, byte[]> changed) {
        ByteWriter code = new ByteWriter();
        code.unsigned(outline.bodies().size() + additions.functions().size());
        for (int i = 0; i < outline.bodies().size(); i++) {
            Outline.Body body = outline.bodies().get(i);
            byte[] anew = changed.get(i);
            if (anew == null) {
                code.unsigned(body.bytes()).bytes(module, body.from(), body.end());
            } else {
                code.unsigned(anew.length).bytes(anew);
            }
        }
        additions.bodies().forEach(body -> code.unsigned(body.length).bytes(body));
        return code.toBytes();
    }
}
