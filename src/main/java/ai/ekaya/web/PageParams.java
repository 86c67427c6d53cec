package ai.ekaya.web;

import ai.ekaya.limits.Limits;
import ai.ekaya.limits.Refusal;
import jakarta.ws.rs.QueryParam;
import org.jspecify.annotations.Nullable;

/** The query parameters of every list that comes in pages. */
public final class PageParams {
    @QueryParam("after")
    private @Nullable String after;

    @QueryParam("limit")
    private @Nullable Integer limit;

    /** @throws Refusal {@code BAD_ARGUMENT} for a page of another size than there may be */
    public PageQuery query(Limits limits) {
        return PageQuery.of(limits, after, limit);
    }

    /** @param otherwise how many where nobody says */
    public PageQuery query(Limits limits, int otherwise) {
        return PageQuery.of(limits, after, limit == null ? Integer.valueOf(otherwise) : limit);
    }
}
