package ai.ekaya.identity;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;

/** Whether a principal may do something. */
public sealed interface Decision {
    record Allowed() implements Decision {}

    /** No, and not even that there is such a thing is told. */
    record Absent(String why) implements Decision {}

    record Refused(String why) implements Decision {}

    default boolean allowed() {
        return this instanceof Allowed;
    }

    /** @throws Refusal {@code NOT_FOUND} or {@code NOT_PERMITTED} */
    default void orThrow() {
        switch (this) {
            case Allowed yes -> {}
            case Absent absent -> throw new Refusal(RefusalCode.NOT_FOUND, absent.why());
            case Refused refused -> throw new Refusal(RefusalCode.NOT_PERMITTED, refused.why());
        }
    }
}
