package ai.ekaya.llm;

/** What one request was answered. */
record Reply(String text, String model, Finish finish) {
    @Override
    public String toString() {
        return "reply of " + text.length() + " characters";
    }
}
