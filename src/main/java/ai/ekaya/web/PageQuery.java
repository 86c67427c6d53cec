package ai.ekaya.web;

import ai.ekaya.limits.Limit;
import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which page of a list is asked for.
 *
 * @param after the cursor of the page before, as it came
 * @param size items on the page; ask the database for one more to know whether there is a next page
 */
public record PageQuery(Optional<String> after, int size) {

    /** From the query parameters {@code after} and {@code limit}, either of which may be missing. */
    public static PageQuery of(Limits limits, @Nullable String after, @Nullable Integer limit) {
        int ceiling = limits.intOf(Limit.WEB_PAGE_CEILING_COUNT);
        int size = limit == null ? limits.intOf(Limit.WEB_PAGE_DEFAULT_COUNT) : limit;
        if (size < 1 || size > ceiling) {
            throw new Refusal(RefusalCode.BAD_ARGUMENT, "'limit' is " + size + ", expected 1 to " + ceiling);
        }
        return new PageQuery(Optional.ofNullable(after).filter(text -> !text.isEmpty()), size);
    }

    public Optional<Cursor> cursor(int keyCount) {
        return after.map(text -> Cursor.parse(text, keyCount));
    }
}
