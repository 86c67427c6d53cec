package ai.ekaya.sandbox;

/** Heap that a live instance of a small app holds while it waits for its host. */
final class IdleHeap {
    private static final int INSTANCES = 100;

    private IdleHeap() {}

    public static void main(String[] args) throws InterruptedException {
        Ours ours = new Ours();
        Guest guest = ours.prepare("export default async ({ host }) => { await host.now(); return 'done' }");
        Blocked.start(ours, guest, 1, 16 << 20).close();
        long before = Heap.usedBytes();
        try (Blocked blocked = Blocked.start(ours, guest, INSTANCES, 16 << 20)) {
            double each = Heap.megabytes(Heap.usedBytes() - before) / INSTANCES;
            Figure.IDLE_HEAP.tell(each, "%d instances of a small app, each in a host call", INSTANCES);
        }
        System.exit(0);
    }
}
