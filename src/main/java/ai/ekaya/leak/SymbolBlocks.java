package ai.ekaya.leak;

/**
 * The symbols of a text without what is passed over, each with its place, a block after the other; with each the last ones of the block
 * before. Not thread-safe.
 */
final class SymbolBlocks {
    /** So that what is written is still in the processor's nearest memory when it is read. */
    private static final int BLOCK_BYTES = 4096;

    private final byte[] symbolOf;
    private final byte[] text;
    private final int length;
    private final int keptMax;
    private final byte[] symbols;
    private final int[] places;
    private int at;
    private int kept;
    private int count;

    /** @param keptMax how many symbols of what was before are there as well */
    SymbolBlocks(Alphabet alphabet, byte[] text, int length, int keptMax) {
        this.symbolOf = alphabet.symbols();
        this.text = text;
        this.length = length;
        this.keptMax = keptMax;
        // One more, as each byte is written and only counted if it is a symbol.
        int most = keptMax + Math.min(length, BLOCK_BYTES) + 1;
        this.symbols = new byte[most];
        this.places = new int[most];
    }

    /** Reads on; false at the end. */
    boolean next() {
        if (at == length) {
            return false;
        }
        kept = Math.min(count, keptMax);
        System.arraycopy(symbols, count - kept, symbols, 0, kept);
        System.arraycopy(places, count - kept, places, 0, kept);
        int end = Math.min(length, at + BLOCK_BYTES);
        count = read(at, end, kept);
        at = end;
        return true;
    }

    private int read(int from, int end, int before) {
        byte[] of = symbolOf;
        byte[] into = symbols;
        int[] where = places;
        int read = before;
        for (int i = from; i < end; i++) {
            int symbol = of[text[i] & 0xff];
            into[read] = (byte) symbol;
            where[read] = i;
            // No branch, as nobody can foretell which bytes count.
            read += (symbol | -symbol) >>> 31;
        }
        return read;
    }

    /** Of this block; those that were kept of the one before come first. */
    byte[] symbols() {
        return symbols;
    }

    int kept() {
        return kept;
    }

    int count() {
        return count;
    }

    /** Where the symbol stands in the text. */
    int place(int symbol) {
        return places[symbol];
    }
}
