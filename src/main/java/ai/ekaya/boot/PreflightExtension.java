package ai.ekaya.boot;

import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.spi.BeforeBeanDiscovery;
import jakarta.enterprise.inject.spi.Extension;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Names missing features before any bean is looked at: without some of them the container cannot deploy the WAR, and would then
 * only tell of a class that it did not find. Nothing here may need more than CDI.
 */
public final class PreflightExtension implements Extension {
    private static final Logger LOG = LoggerFactory.getLogger(PreflightExtension.class);

    void nameWhatIsMissing(@Observes BeforeBeanDiscovery event) {
        Preflight.missing().forEach(sentence -> LOG.error("Ekaya Apps cannot start: {}", sentence));
    }
}
