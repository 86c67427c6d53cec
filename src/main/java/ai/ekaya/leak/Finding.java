package ai.ekaya.leak;

/**
 * What was found; never the value.
 *
 * @param name the secret's, what kind of key it looks like, or the column's
 */
public record Finding(String name, Encoding encoding) {
    /** As messages name it: {@code the secret 'CRM_KEY' as base64}. */
    public String words() {
        return switch (encoding) {
            case SHAPE -> "what looks like " + name;
            case READ -> "a value of the sensitive column '" + name + "'";
            default -> "'" + name + "' " + encoding.words();
        };
    }

    /** The same in a text that was read as this says, where it is not told already in what form it was. */
    Finding as(Encoding read) {
        return encoding == Encoding.PLAIN ? new Finding(name, read) : this;
    }
}
