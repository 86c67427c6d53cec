package ai.ekaya.sandbox;

/** The one door from a guest to the world. Implemented by {@code host.Gate}; JS apps and compiled apps use the same. */
@FunctionalInterface
public interface HostCall {
    /**
     * @param name the wire name, as {@code datasource_query}
     * @param arguments JSON as the guest wrote it, not yet parsed, within {@code HOST_ARGUMENTS_BYTES}
     * @return the envelope {@code {"ok": true, "result": …}} or {@code {"ok": false, "error": {"code", "message", "retryable"}}}
     */
    String call(String name, String arguments);
}
