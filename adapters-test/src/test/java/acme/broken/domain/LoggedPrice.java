package acme.broken.domain;

import org.assertj.core.api.Assertions;

/** A domain that uses a library. */
public class LoggedPrice {
    void log() {
        Assertions.useRepresentation(null);
    }
}
