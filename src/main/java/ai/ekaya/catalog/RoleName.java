package ai.ekaya.catalog;

import java.util.Locale;

/** The four roles that sign a catalog's metadata. */
public enum RoleName {
    /** Says which keys the others have, and its own. */
    ROOT,
    /** Says, often and for a short time, which snapshot is the newest. */
    TIMESTAMP,
    /** Says which metadata belong together. */
    SNAPSHOT,
    /** Says which files there are. */
    TARGETS;

    /** As in {@code _type} and in files' names. */
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
