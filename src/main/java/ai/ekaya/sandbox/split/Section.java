package ai.ekaya.sandbox.split;

/**
 * Where a section's content lies in the module.
 *
 * @param id its number in the binary format; 0 is a custom section
 */
record Section(int id, int from, int end) {
    static final int CUSTOM = 0;
    static final int TYPE = 1;
    static final int IMPORT = 2;
    static final int FUNCTION = 3;
    static final int GLOBAL = 6;
    static final int EXPORT = 7;
    static final int CODE = 10;
    static final int DATA_COUNT = 12;

    /** Whether a section for new globals must come before this one, as the format wants its order. */
    boolean comesAfterGlobals() {
        return id == DATA_COUNT || (id >= EXPORT && id <= DATA_COUNT);
    }
}
