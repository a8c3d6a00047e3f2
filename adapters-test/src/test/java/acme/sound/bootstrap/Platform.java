package acme.sound.bootstrap;

import acme.sound.http.WebVenue;
import acme.sound.store.FileStore;
import dev.countdown.http.StandInForHttp;

/** Wires everything, and reads the clock. */
public record Platform(WebVenue venue, FileStore store, StandInForHttp gateway) {
    long now() {
        return System.nanoTime();
    }
}
