package ai.ekaya.catalog;

import ai.ekaya.pack.AppPackage;

/**
 * A package out of a catalog that passed every check.
 *
 * @param catalog the catalog's name
 * @param trust how far it is trusted on this server
 * @param zip its exact bytes
 */
public record CatalogPackage(
        String catalog, CatalogApp app, CatalogVersion version, TrustLevel trust, byte[] zip, AppPackage appPackage) {}
