package ai.ekaya.datasource;

import java.util.UUID;

public record DatasourceId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
