package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A module's sections and where each function's body lies. Reading this much takes no time, and is enough to see that a module
 * has no large function.
 */
record Outline(List<Section> sections, List<Body> bodies) {
    static final int HEADER_BYTES = 8;

    private static final int KNOWN_SECTIONS_MAX = 13;

    /** A function's locals and code, without the size in front. */
    record Body(int from, int end) {
        int bytes() {
            return end - from;
        }
    }

    static Outline read(byte[] module) {
        ByteReader in = new ByteReader(module, 0, module.length, SplitException.NO_FUNCTION);
        for (int expected : new int[] {0, 'a', 's', 'm', 1, 0, 0, 0}) {
            if (in.oneByte() != expected) {
                throw in.malformedAt(0, "no WebAssembly module of version 1");
            }
        }
        List<Section> sections = new ArrayList<>();
        List<Body> bodies = List.of();
        boolean[] seen = new boolean[KNOWN_SECTIONS_MAX + 1];
        while (!in.atEnd()) {
            int at = in.position();
            int id = in.oneByte();
            int size = in.count();
            Section section = new Section(id, in.position(), in.position() + size);
            if (id > KNOWN_SECTIONS_MAX || (id != Section.CUSTOM && seen[id])) {
                throw in.malformedAt(at, "section " + id + " is unknown or there twice");
            }
            seen[id] = true;
            sections.add(section);
            if (id == Section.CODE) {
                bodies = readBodies(reader(module, section));
            }
            in.skip(size);
        }
        return new Outline(sections, bodies);
    }

    private static List<Body> readBodies(ByteReader in) {
        int count = in.count();
        List<Body> bodies = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            int size = in.count();
            bodies.add(new Body(in.position(), in.position() + size));
            in.skip(size);
        }
        if (!in.atEnd()) {
            throw in.malformed("code section is longer than its functions");
        }
        return bodies;
    }

    static ByteReader reader(byte[] module, Section section) {
        return new ByteReader(module, section.from(), section.end(), SplitException.NO_FUNCTION);
    }

    Optional<Section> section(int id) {
        return sections.stream().filter(section -> section.id() == id).findFirst();
    }
}
