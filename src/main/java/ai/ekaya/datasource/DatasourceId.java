package ai.ekaya.datasource;

import ai.ekaya.limits.Refusal;
import ai.ekaya.limits.RefusalCode;
import java.util.UUID;

/** A datasource's id. */
public record DatasourceId(UUID value) {
    /** @throws Refusal {@code NOT_FOUND}, as nothing has an id of another form */
    public static DatasourceId parse(String text) {
        try {
            return new DatasourceId(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            throw new Refusal(RefusalCode.NOT_FOUND, "There is no such datasource in this project", e);
        }
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
