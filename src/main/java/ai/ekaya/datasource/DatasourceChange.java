package ai.ekaya.datasource;

import ai.ekaya.keys.Secret;
import java.util.Optional;

/** What to change of a datasource; what is empty stays. */
public record DatasourceChange(
        Optional<String> name,
        Optional<String> host,
        Optional<Integer> port,
        Optional<String> database,
        Optional<String> user,
        Optional<Secret> password,
        Optional<String> sslMode,
        Optional<String> authentication,
        Optional<WritableLogin> writableLogin) {}
