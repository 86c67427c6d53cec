package ai.ekaya.leak;

/**
 * A value that must not leave.
 *
 * @param name as people call it; it stands in messages and in the audit
 */
public record KnownValue(String name, String value) {
    @Override
    public String toString() {
        return "KnownValue[" + name + ", ***]";
    }
}
