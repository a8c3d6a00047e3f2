package dev.countdown.testing.simulation;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.application.RenewalPolicy.OnDead;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.LongPredicate;

/** The climate of one run, all of it drawn from its seed: which faults there are, how often, and how grave. */
final class Weather {

    static final long MILLI = 1_000_000;
    static final long SECOND = 1_000_000_000;

    private static final int[] TIMEOUTS = {5, 6, 10, 30, 30, 60, 120, 300, 600};
    private static final long[] WAYS = {MILLI / 2, 10 * MILLI, 40 * MILLI, 100 * MILLI};
    private static final double[] REQUEST_FAULTS = {0, 0.01, 0.05, 0.2, 0.5};
    private static final int[] SPACINGS = {4, 20, 60};

    /** How a reply names the deadline. */
    enum Dating {
        EXACT,
        CUT_WITH_THE_DEADLINE,
        CUT_FOR_SHOW,
        ABSENT,
        PATCHY
    }

    final RenewalPolicy policy;
    final long timeout;
    final long interval;
    final long attempt;
    final long backoff;
    /** How far beyond its deadline a request may be applied. */
    final long lead;

    final long way;
    final Dating dating;
    final boolean inTime;

    /** Whether the gateway can be asked for the exchange's time. */
    final boolean tellsTime;

    final boolean unwatched;
    final boolean watchdog;
    final boolean directExecutor;
    final Duration askEvery;
    private final double requestFaults;
    private final double gatewayFaults;
    final long spacing;
    final long length;

    private final boolean[] kinds = new boolean[Fault.ALL.length];
    private final LongPredicate suppressed;
    private final SplittableRandom random;
    private final Fault[] ofRequest;
    private final Fault[] ofGateway;
    private final Fault[] ofTheMoment;
    private long drawn;

    Weather(SplittableRandom random, long allowedKinds, LongPredicate suppressed) {
        this.random = random;
        this.suppressed = suppressed;
        Timeout t = Timeout.ofSeconds(TIMEOUTS[random.nextInt(TIMEOUTS.length)]);
        OnDead onDead = random.nextInt(3) == 0 ? OnDead.EXPIRE_SOON : OnDead.EXPIRE;
        policy = policy(t).withOnDead(onDead);
        timeout = t.toDuration().toNanos();
        interval = policy.interval().toNanos();
        attempt = policy.attemptDeadline().toNanos();
        backoff = policy.backoff().toNanos();
        lead = new long[] {3 * SECOND, 60 * SECOND, 120 * SECOND}[random.nextInt(3)];
        way = WAYS[random.nextInt(WAYS.length)];
        dating = Dating.values()[random.nextInt(Dating.values().length)];
        inTime = random.nextBoolean();
        tellsTime = random.nextInt(4) > 0;
        unwatched = random.nextInt(4) == 0;
        watchdog = !unwatched && random.nextInt(4) == 0;
        directExecutor = random.nextInt(3) > 0;
        askEvery = t.seconds() <= 10 ? Duration.ofMillis(500) : t.toDuration().dividedBy(15);
        requestFaults = REQUEST_FAULTS[random.nextInt(REQUEST_FAULTS.length)];
        gatewayFaults = random.nextInt(5) < 2 ? 0.15 : 0;
        spacing = interval * SPACINGS[random.nextInt(SPACINGS.length)];
        length = interval * random.nextLong(60, 500);
        double share = 0.1 + 0.6 * random.nextDouble();
        for (Fault fault : Fault.ALL) {
            kinds[fault.ordinal()] = random.nextDouble() < share && (allowedKinds >> fault.ordinal() & 1) == 1;
        }
        kinds[Fault.DEADLINES_CUT.ordinal()] = dating == Dating.CUT_WITH_THE_DEADLINE;
        // Without the exchange's time nobody can tell these from old replies.
        kinds[Fault.EXCHANGE_CLOCK_STEPPED.ordinal()] &= tellsTime;
        kinds[Fault.STEP_BACK.ordinal()] &= tellsTime || !has(Fault.SUSPEND);
        ofRequest = java.util.Arrays.stream(Fault.ALL)
                .filter(f -> f.isOfRequest() && has(f))
                .toArray(Fault[]::new);
        ofGateway = java.util.Arrays.stream(Fault.ALL)
                .filter(f -> f.isOfGateway() && has(f))
                .toArray(Fault[]::new);
        ofTheMoment = java.util.Arrays.stream(Fault.ALL)
                .filter(f -> f.isOfTheMoment() && has(f))
                .toArray(Fault[]::new);
    }

    private RenewalPolicy policy(Timeout t) {
        if (random.nextInt(4) > 0) {
            return RenewalPolicy.forTimeout(t);
        }
        Duration interval = t.toDuration().multipliedBy(random.nextInt(5, 45)).dividedBy(100);
        return RenewalPolicy.forTimeout(t, interval);
    }

    boolean has(Fault fault) {
        return kinds[fault.ordinal()];
    }

    /** Whether the exchange's time is told whenever it is asked for and the network works. */
    boolean alwaysTellsTime() {
        return tellsTime && !has(Fault.GATEWAY_TELLS_NO_TIME);
    }

    /** Whether the timers of this host always run on time. */
    boolean isPunctual() {
        return !has(Fault.PAUSE) && !has(Fault.SUSPEND) && !has(Fault.TIMERS_BLOCKED) && !has(Fault.LATE_TIMER);
    }

    /** Whether every request is answered, so that by when it can be applied is known and never assumed. */
    boolean saysHowLongEachMayApply() {
        return ofGateway.length == 0
                && !has(Fault.ANSWERED_FOR_ANOTHER)
                && !has(Fault.REPLAYED)
                && !has(Fault.ONE_OLD_REPLY)
                && !has(Fault.LAGGING_REPLIES)
                && !has(Fault.EXCHANGE_CLOCK_STEPPED)
                && !has(Fault.STEP_FORWARD)
                && !has(Fault.SUSPEND);
    }

    Fault ofGateway(boolean rare) {
        return draw(ofGateway, rare ? 2 * gatewayFaults : gatewayFaults);
    }

    Fault ofRequest(boolean rare) {
        return draw(ofRequest, rare ? Math.min(0.7, 4 * requestFaults) : requestFaults);
    }

    Fault ofTheMoment() {
        return draw(ofTheMoment, 1);
    }

    /** Whether something happens that has this chance, and is not left out of a shrunk history. */
    boolean happens(Fault fault, double chance) {
        return has(fault) && random.nextDouble() < chance && !suppressed.test(drawn++);
    }

    private Fault draw(Fault[] faults, double chance) {
        if (faults.length == 0 || random.nextDouble() >= chance) {
            return null;
        }
        Fault fault = faults[random.nextInt(faults.length)];
        return suppressed.test(drawn++) ? null : fault;
    }

    /** How many faults were drawn so far, left out or not. */
    long drawn() {
        return drawn;
    }

    /** An exponentially distributed span of this mean. */
    long span(long mean) {
        return (long) (-Math.log(1 - random.nextDouble()) * mean);
    }

    /** How long a fault lasts: mostly about what the switch allows, sometimes far longer. */
    long duration() {
        return span(new long[] {timeout / 10, timeout / 2, timeout, 3 * timeout}[random.nextInt(4)]) + MILLI;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        text.append(policy)
                .append(", lead ")
                .append(lead / SECOND)
                .append(" s, way ")
                .append(way / MILLI);
        text.append(" ms, trigger times ").append(dating).append(directExecutor ? ", direct executor" : "");
        text.append(unwatched ? ", unwatched" : watchdog ? ", watchdog" : ", probe")
                .append(", faults");
        for (Fault fault : Fault.ALL) {
            text.append(has(fault) ? " " + fault : "");
        }
        return text.toString();
    }
}
