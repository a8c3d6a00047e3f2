package acme.twoclocks;

import java.time.Clock;
import java.time.Instant;
import java.util.Date;
import java.util.function.LongSupplier;

/** Reads clocks in several ways, one class each; the last two are given the time. */
class Clocks {}

class ByCall {
    long now() {
        return System.currentTimeMillis();
    }
}

class ByReference {
    LongSupplier now() {
        return System::nanoTime;
    }
}

class ByInstant {
    Instant now() {
        return Instant.now();
    }
}

class ByDate {
    Date now() {
        return new Date();
    }
}

class ByClock {
    Clock clock() {
        return Clock.systemUTC();
    }
}

class GivenClock {
    Instant now(Clock clock) {
        return Instant.now(clock);
    }
}

class GivenMillis {
    Date at(long millis) {
        return new Date(millis);
    }
}
