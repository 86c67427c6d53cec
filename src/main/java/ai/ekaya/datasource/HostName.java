package ai.ekaya.datasource;

/** A host as it is compared and connected to. */
final class HostName {
    private HostName() {}

    /**
     * Without the dot at the end that says that a name is whole: {@code db.example.com.} is {@code db.example.com}.
     *
     * <p>SECURITY: the one place that makes hosts equal, for the operator's list, every check and the connection itself, so that what
     * is checked is what is connected to. TargetsIT guards it.
     */
    static String plain(String written) {
        return written.endsWith(".") ? written.substring(0, written.length() - 1) : written;
    }
}
