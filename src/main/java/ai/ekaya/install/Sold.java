package ai.ekaya.install;

import java.util.Optional;

/**
 * A package that a project has on trial, or bought.
 *
 * @param version of one of its apps; empty while it has none
 */
public record Sold(String packageId, Optional<String> version) {}
