package ai.ekaya.audit;

/**
 * Who did it.
 *
 * @param kind {@code user}, {@code token}, {@code schedule}, {@code trigger} or {@code system}
 * @param name what a person recognises
 */
public record Actor(String kind, String id, String name) {
    public static final Actor SYSTEM = new Actor("system", "system", "Ekaya Apps");
}
