package ai.ekaya.catalog;

import ai.ekaya.limits.Quantity;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;

/** What is said of a catalog's file over its bound. */
final class TooLong {
    private TooLong() {}

    static Refusal refusal(String path, long bytesMax) {
        return new Refusal(
                RefusalCode.LIMIT,
                "The catalog's file " + path + " has more than the " + Quantity.ofBytes(bytesMax) + " it may have");
    }
}
