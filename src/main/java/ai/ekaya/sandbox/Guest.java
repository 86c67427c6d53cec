package ai.ekaya.sandbox;

/** Code of one package, checked and prepared; immutable, shared by all its runs. */
public interface Guest {
    /** What each run's memory and tables take before the app's first instruction, as its own code declares; 0 where it declares none. */
    long memoryBytesAtStart();
}
