package acme.broken.store;

import acme.broken.bootstrap.Platform;

/** An adapter that knows who wires it. */
public class RestartingStore {
    Platform platform() {
        return null;
    }
}
