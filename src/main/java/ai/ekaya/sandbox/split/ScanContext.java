package ai.ekaya.sandbox.split;

import java.util.ArrayList;
import java.util.List;

/** What all functions of a module share while they are scanned. */
record ScanContext(Binary binary, List<ValueType> globals, List<ValueType> tables, ModuleScan.Work work) {

    /** The module imports no globals and no tables: functions alone stand behind its indexes. */
    static ScanContext of(byte[] module, Outline outline, Binary binary, ModuleScan.Work work) {
        List<ValueType> globals = new ArrayList<>();
        List<ValueType> tables = new ArrayList<>();
        outline.section(Section.GLOBAL).ifPresent(section -> {
            ByteReader in = Outline.reader(module, section);
            SectionScan.globals(in, globals);
        });
        outline.section(SectionScan.TABLE).ifPresent(section -> {
            ByteReader in = Outline.reader(module, section);
            SectionScan.tables(in, tables);
        });
        return new ScanContext(binary, globals, tables, work);
    }

    ValueType global(ByteReader in) {
        return globals.get(in.indexBelow(globals.size(), "global"));
    }

    ValueType table(ByteReader in) {
        return tables.get(in.indexBelow(tables.size(), "table"));
    }
}
