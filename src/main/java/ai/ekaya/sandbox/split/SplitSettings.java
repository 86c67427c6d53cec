package ai.ekaya.sandbox.split;

/**
 * How far to cut. All sizes are estimated bytes of JVM code, of which HotSpot compiles at most 8,000 in one method.
 *
 * @param limit functions up to here stay whole
 * @param target a function over the limit is cut until it is this small
 * @param group the most that moves out in one piece
 * @param hot of a switch in a loop, how much of its smallest cases stays in place
 * @param workMax bound on the work over one module, in steps of up to 50 nanoseconds; past it the module is refused
 */
public record SplitSettings(int limit, int target, int group, int hot, long workMax) {
    /** Fifty times what the JS engine takes; some ten seconds. */
    private static final long WORK_MAX = 200_000_000;

    public SplitSettings {
        if (limit < 200 || target < 200 || target > limit || group < 200 || hot < 0 || workMax < 0) {
            throw new IllegalArgumentException("Settings do not fit together: limit " + limit + ", target " + target
                    + ", group " + group + ", hot " + hot + ", work " + workMax);
        }
    }

    /** What made the JS engine fastest: well under 8,000, as smaller methods get through both of HotSpot's compilers. */
    public static SplitSettings standard() {
        return new SplitSettings(4_500, 4_500, 2_500, 2_500, WORK_MAX);
    }

    /** For tests: cuts far more functions and into far more pieces than is any good. */
    public static SplitSettings stress() {
        return new SplitSettings(1_500, 1_000, 600, 500, WORK_MAX);
    }
}
