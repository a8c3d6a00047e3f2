package acme.twoclocks;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Calendar;
import java.util.Date;
import java.util.GregorianCalendar;
import java.util.function.LongSupplier;

/** Reads clocks in several ways, one class each; those whose names begin with Given are given the time. */
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

class GivenDay {
    Calendar at(int year) {
        return new GregorianCalendar(year, 0, 1);
    }
}

class ByCalendar {
    Calendar now() {
        return new GregorianCalendar();
    }
}

class BySource {
    InstantSource source() {
        return InstantSource.system();
    }
}
