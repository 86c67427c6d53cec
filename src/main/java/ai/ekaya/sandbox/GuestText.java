package ai.ekaya.sandbox;

/** UTF-8 in a guest's memory. Place and length are the guest's word until it is {@link #read}. */
record GuestText(GuestMemory memory, int pointer, int length) {

    /** In bytes; what a guest calls negative is very large. */
    long bytes() {
        return Integer.toUnsignedLong(length);
    }

    /**
     * A copy, so that the host reads one text however the guest's memory changes. What is no UTF-8 becomes U+FFFD.
     *
     * @throws run.endive.runtime.WasmRuntimeException when it does not lie in the memory
     */
    String read() {
        return memory.textOut(pointer, length);
    }
}
