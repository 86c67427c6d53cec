package ai.ekaya.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import ai.ekaya.sandbox.split.SplitSettings;
import ai.ekaya.sandbox.split.Splitter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import run.endive.wasm.Parser;

/**
 * Split, compiled and on our memory, the JS engine does what its makers' module does on a plain interpreter: the same values and
 * the same errors over the {@link Corpus}.
 *
 * <p>The interpreter is the oracle and takes minutes, so its answers are kept in {@code corpus/golden.json}. After a change of the
 * engine or the corpus they are recorded anew by {@code ./ekaya test -Dtest=DifferentialTest -Dcorpus.record -Dit.test=none} and
 * read in review. A sample is asked of the interpreter itself in every run, so that the file cannot rot.
 */
class DifferentialTest {
    private static final int SAMPLE_COUNT = 6;

    private static final List<Corpus.Snippet> CORPUS = Corpus.snippets();

    @Test
    void the_corpus_is_large_and_its_names_are_unique() {
        assertThat(CORPUS).hasSizeGreaterThan(500);
        assertThat(CORPUS.stream().map(Corpus.Snippet::name)).doesNotHaveDuplicates();
    }

    @Test
    void the_engine_of_the_server_answers_as_the_interpreter() {
        CorpusGolden golden = golden();
        assertThat(answers(CorpusEngine.compiled(QuickJsModule.load().module()), CORPUS))
                .isEqualTo(golden.answers());
    }

    @Test
    void an_engine_cut_into_far_more_pieces_answers_as_the_interpreter() {
        byte[] split = Splitter.split(QuickJsModule.resource(QuickJsModule.SOURCE), SplitSettings.stress())
                .module();
        PreparedModule module = PreparedModule.compile(Parser.parse(split), GuestHooks.Origin.ENGINE);
        assertThat(answers(CorpusEngine.compiled(module), CORPUS)).isEqualTo(golden().answers());
    }

    @Test
    void the_recorded_answers_are_still_the_interpreters() {
        long seed = System.nanoTime();
        List<Corpus.Snippet> shuffled = new ArrayList<>(CORPUS);
        Collections.shuffle(shuffled, new Random(seed));
        List<Corpus.Snippet> sample = shuffled.subList(0, SAMPLE_COUNT);
        Map<String, String> golden = golden().answers();
        assertThat(answers(CorpusEngine.interpreted(), sample))
                .as("seed %s", seed)
                .allSatisfy((name, answer) -> assertThat(golden).containsEntry(name, answer));
    }

    private static CorpusGolden golden() {
        if (System.getProperty("corpus.record") != null) {
            CorpusGolden.record(() -> answers(CorpusEngine.interpreted(), CORPUS));
        }
        CorpusGolden golden = CorpusGolden.read();
        assertThat(golden.engine())
                .as("the engine that golden.json was recorded with")
                .isEqualTo(CorpusGolden.engineHash());
        return golden;
    }

    private static Map<String, String> answers(CorpusEngine engine, List<Corpus.Snippet> snippets) {
        return snippets.stream()
                .collect(Collectors.toMap(Corpus.Snippet::name, engine::answer, (a, b) -> a, TreeMap::new));
    }
}
