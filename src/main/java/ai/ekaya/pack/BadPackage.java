package ai.ekaya.pack;

/** The package cannot be read any further; carries the one finding that says why. Never leaves the room. */
final class BadPackage extends Exception {
    private static final long serialVersionUID = 1L;

    private final String where;
    private final String problem;

    BadPackage(String where, String problem) {
        super(where + ": " + problem);
        this.where = where;
        this.problem = problem;
    }

    void addTo(Findings findings) {
        findings.add(where, problem);
    }
}
