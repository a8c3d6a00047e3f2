package acme.broken.store;

import dev.countdown.testing.ManualScheduler;

/** Main code that uses a fake. */
public class FakeStore {
    ManualScheduler time() {
        return null;
    }
}
