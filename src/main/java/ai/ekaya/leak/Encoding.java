package ai.ekaya.leak;

/** In what form something was found. Escapes of JSON, URLs and HTML are read first, in up to {@link Escapes#ROUNDS_MAX} layers, so they stand here as one. */
public enum Encoding {
    PLAIN("as it is"),
    ESCAPED("escaped"),
    /** Full-width, mathematical, circled and others that Unicode has a plain one for. */
    OTHER_LETTERS("in other letters"),
    /** A stretch that looks random, as good as the whole. */
    PART("in part"),
    REVERSED("reversed"),
    BASE64("as base64"),
    BASE64_REVERSED("as reversed base64"),
    BASE64_TWICE("as base64 of an encoding"),
    BASE32("as base32"),
    HEX("as hex"),
    HEX_TWICE("as hex of an encoding"),
    CODES("as character codes"),
    ROT13("as rot13"),
    /** A well-known key's own form. */
    SHAPE("by its form"),
    /** A value of a sensitive column, in whatever form. */
    READ("as it was read");

    private final String words;

    Encoding(String words) {
        this.words = words;
    }

    /** As messages and the audit name it. */
    public String words() {
        return words;
    }
}
