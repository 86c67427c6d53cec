package ai.ekaya.install;

import ai.ekaya.identity.ProjectId;
import ai.ekaya.secrets.SecretUses;
import ai.ekaya.store.Transaction;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The apps whose grants name secrets. One that was removed and keeps only its data is granted anew. */
@Singleton
final class SecretApps implements SecretUses {
    @Override
    public Map<String, List<String>> apps(Transaction transaction, ProjectId project) {
        Map<String, List<String>> bySecret = new TreeMap<>();
        InstalledApps.rows(transaction, project).stream()
                .filter(row -> !row.state.isGone())
                .map(AppRow::app)
                .forEach(app -> app.grants()
                        .secretNames()
                        .forEach(secret -> bySecret.computeIfAbsent(secret, none -> new ArrayList<>())
                                .add(app.slug())));
        return bySecret;
    }
}
