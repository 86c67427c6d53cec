package ai.ekaya.leak;

/**
 * What was found; never the value.
 *
 * @param name the secret's, or what kind of key it looks like
 */
public record Finding(String name, Encoding encoding) {
    /** As messages name it: {@code the secret 'CRM_KEY' as base64}. */
    public String words() {
        return encoding == Encoding.SHAPE ? "what looks like " + name : "'" + name + "' " + encoding.words();
    }
}
