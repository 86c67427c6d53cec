package ai.ekaya.tools;

import java.util.Locale;

/** Where a call came in. */
public enum Face {
    MCP,
    REST,
    /** An app's run. */
    RUN;

    String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
