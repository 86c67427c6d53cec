package ai.ekaya.llm;

import java.util.ArrayList;
import java.util.List;

/** Writes down what it hears. */
final class Listener implements ModelWitness {
    final StringBuilder text = new StringBuilder();
    final List<String> pieces = new ArrayList<>();
    final List<ModelTokens> spent = new ArrayList<>();
    int restarts;

    @Override
    public void piece(String piece) {
        pieces.add(piece);
        text.append(piece);
    }

    @Override
    public void spent(ModelTokens tokens) {
        spent.add(tokens);
    }

    @Override
    public void restarted() {
        restarts++;
        text.setLength(0);
    }
}
