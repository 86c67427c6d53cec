package ai.ekaya.keys;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.ekaya.store.Store;
import ai.ekaya.store.TestDatabase;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MasterKeyCheckIT {
    @Test
    void fails_the_start_with_another_key_than_the_first(@TempDir Path first, @TempDir Path second) {
        try (Store store = Store.open(TestDatabase.fresh())) {
            MasterKey right = MasterKey.load(Optional.empty(), first);
            MasterKeyCheck.verify(store, right);
            MasterKeyCheck.verify(store, right);
            MasterKey wrong = MasterKey.load(Optional.empty(), second);
            assertThatThrownBy(() -> MasterKeyCheck.verify(store, wrong))
                    .hasMessageContaining(right.id())
                    .hasMessageContaining(wrong.id());
        }
    }
}
