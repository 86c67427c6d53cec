package ai.ekaya.keys;

/**
 * How many values are sealed so.
 *
 * @param form {@code v2}, {@code v1}, or {@code ?} for what is no sealed text
 * @param keyId of the master key that it names
 */
public record SealedCount(String form, String keyId, long count) {
    boolean isUnder(String key) {
        return form.equals("v2") && keyId.equals(key);
    }
}
