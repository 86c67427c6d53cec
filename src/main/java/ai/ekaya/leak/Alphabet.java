package ai.ekaya.leak;

/** What of a text's bytes counts when it is compared: each byte's symbol, 0 for one that is passed over. */
enum Alphabet {
    /** Letters and digits, whatever their case: separators, invisible characters and line breaks hide nothing. */
    FOLDED(6) {
        @Override
        int symbol(int octet) {
            if (octet >= '0' && octet <= '9') {
                return octet - '0' + 1;
            }
            int lower = octet | 0x20;
            return octet < 0x80 && lower >= 'a' && lower <= 'z' ? lower - 'a' + 11 : 0;
        }
    },
    /** All but control characters: for values that a looser comparison would find in innocent text. */
    EXACT(8) {
        @Override
        int symbol(int octet) {
            return octet < 0x20 ? 0 : octet;
        }
    };

    private final int bits;

    @SuppressWarnings("ImmutableEnumChecker") // Never written after the constructor.
    private final byte[] symbols = new byte[256];

    @SuppressWarnings("ImmutableEnumChecker") // Never written after the constructor.
    private final byte[] shifts = new byte[256];

    Alphabet(int bits) {
        this.bits = bits;
        for (int octet = 0; octet < symbols.length; octet++) {
            symbols[octet] = (byte) symbol(octet);
            shifts[octet] = (byte) (symbols[octet] == 0 ? 0 : bits);
        }
    }

    abstract int symbol(int octet);

    /** Of one symbol. */
    int bits() {
        return bits;
    }

    /** By byte; not to be written to. */
    byte[] symbols() {
        return symbols;
    }

    /** By byte, how many bits its symbol takes; not to be written to. */
    byte[] shifts() {
        return shifts;
    }

    /** The symbols of a text, without what is passed over. */
    byte[] read(byte[] text) {
        byte[] read = new byte[text.length];
        int count = 0;
        for (byte octet : text) {
            byte symbol = symbols[octet & 0xff];
            read[count] = symbol;
            count += symbol == 0 ? 0 : 1;
        }
        return java.util.Arrays.copyOf(read, count);
    }
}
