package ai.ekaya.review;

/**
 * One thing in a package that a reviewer is to look at.
 *
 * @param check which look found it, as {@code script}
 * @param where a file of the package, with its line where there is one: {@code lib/a.js:12}
 * @param why what it is, and what it may mean
 */
public record Finding(Severity severity, String check, String where, String why) {
    /** How much it weighs, from most to least. None decides: a person does. */
    public enum Severity {
        /** Honest apps have no use for it. */
        HIGH,
        /** Honest apps have it now and then, with a reason that can be told. */
        WARNING,
        /** Worth knowing. */
        NOTE
    }
}
