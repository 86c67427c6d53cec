package ai.ekaya.keys;

/** A value that is shown to nobody; opened only in the last call before the wire. */
public record Secret(String value) {
    @Override
    public String toString() {
        return "***";
    }
}
