package ai.ekaya.leak;

/** What of a text's bytes counts when it is compared: each byte's symbol, 0 for one that is passed over. */
enum Alphabet {
    /** Letters and digits, whatever their case: separators, invisible characters and line breaks hide nothing. */
    FOLDED {
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
    EXACT {
        @Override
        int symbol(int octet) {
            return octet < 0x20 ? 0 : octet;
        }
    };

    @SuppressWarnings("ImmutableEnumChecker") // Never written after the constructor.
    private final byte[] symbols = new byte[256];

    Alphabet() {
        for (int octet = 0; octet < symbols.length; octet++) {
            symbols[octet] = (byte) symbol(octet);
        }
    }

    abstract int symbol(int octet);

    /** By byte; not to be written to. */
    byte[] symbols() {
        return symbols;
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
