package ai.ekaya.review;

import ai.ekaya.pack.Effect;
import java.util.List;
import java.util.Map;

/**
 * What a machine can tell of a package that strangers made. It is no proof of anything: it finds what is written openly or hidden
 * clumsily, and says so in {@code caution}.
 *
 * @param format of this report, 1
 * @param effects what the app may do, in words
 * @param imports what a compiled app imports; nothing of a script, which has the host functions alone
 * @param limits what a run of it may use
 * @param tests names of the files
 * @param bytes by part: code, migrations, tests, other, and all of it packed
 */
public record Report(
        int format,
        String caution,
        String packageId,
        String version,
        String packageHash,
        String name,
        String author,
        String licence,
        String runtime,
        List<Line> effects,
        List<String> offersTools,
        List<String> imports,
        Map<String, String> limits,
        List<String> tests,
        Map<String, Long> bytes,
        List<Finding> findings) {
    static final String CAUTION =
            "Made by machine, and no proof: it looks at texts and outlines and runs nothing. An app that means harm"
                    + " may show none of this, and a finding may have a good reason. What holds it is what it is granted.";

    /** One thing that the app may do. */
    public record Line(Effect effect, String text) {}
}
