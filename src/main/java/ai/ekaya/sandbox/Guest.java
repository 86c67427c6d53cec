package ai.ekaya.sandbox;

/** Code of one package, checked and prepared; immutable, shared by all its runs. */
public interface Guest {}
