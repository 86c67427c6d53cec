package ai.ekaya.appdb;

import java.util.UUID;

/** An installed app: one package in one project under one slug. The same package may be installed twice. */
public record AppId(UUID value) {
    @Override
    public String toString() {
        return value.toString();
    }
}
