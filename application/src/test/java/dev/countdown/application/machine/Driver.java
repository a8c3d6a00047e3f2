package dev.countdown.application.machine;

import dev.countdown.application.CloseMode;
import dev.countdown.application.ContinuityKey;
import dev.countdown.application.ContinuityRecord;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.Outcome;
import dev.countdown.application.Protection;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Scope;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Drives a heartbeat by hand: the test says when time passes and what the exchange answers. */
final class Driver {

    static final Scope SCOPE = Scope.underlying("BTC_USDT");
    private static final long EPOCH = 1_700_000_000_000L;

    final List<KeeperEvent> events = new ArrayList<>();
    final List<Attempt> sends = new ArrayList<>();
    final List<ContinuityRecord> saves = new ArrayList<>();
    final Heartbeat heartbeat;
    private long monoMillis = 5_000_000;
    private long wallMillis = EPOCH;
    private Verdict verdict = Verdict.alive();
    private Optional<Supplier<TimeAnswer>> exchangeTime = Optional.of(() -> TimeAnswer.of(Optional.empty()));
    private ClockReading askedAt = new ClockReading(0, 0);
    int timesAsked;
    private boolean queues;
    private Effects last;
    private long wakeAt = Long.MAX_VALUE;

    Driver(RenewalPolicy policy) {
        this(policy, 1);
    }

    private Driver(RenewalPolicy policy, double firstPart) {
        this(policy, firstPart, Handover.NONE);
    }

    private Driver(RenewalPolicy policy, double firstPart, Handover inherited) {
        heartbeat = new Heartbeat(SCOPE, policy, inherited, firstPart, now());
        last = take(heartbeat.look(now()));
    }

    static Driver started(int timeoutSeconds) {
        return started(RenewalPolicy.forTimeout(Timeout.ofSeconds(timeoutSeconds)));
    }

    static Driver started(RenewalPolicy policy) {
        return started(new Driver(policy));
    }

    /** One of many, that renews first after this part of the interval. */
    static Driver startedWithFirstPart(RenewalPolicy policy, double firstPart) {
        return started(new Driver(policy, firstPart));
    }

    /** The next keeper of a scope, T = 30 s, on clocks that stand where the first one began. */
    static Driver successor(Handover inherited) {
        return started(new Driver(RenewalPolicy.forTimeout(Timeout.ofSeconds(30)), 1, inherited));
    }

    /** One whose attempts may take 3 s before anything is acknowledged. */
    static Driver cold(RenewalPolicy policy, Handover inherited) {
        Driver driver = new Driver(policy, 1, inherited);
        driver.heartbeat.firstAttempts(Duration.ofSeconds(3));
        return started(driver);
    }

    /** One whose scope other processes keep, too. */
    static Driver shared(int timeoutSeconds) {
        Driver driver = new Driver(RenewalPolicy.ofSeconds(timeoutSeconds));
        driver.heartbeat.shared();
        return started(driver);
    }

    static final ContinuityKey KEY = new ContinuityKey("api.test", "main", SCOPE);

    /** One with a store that has not answered yet; its clocks stand where any other's began, a while later. */
    static Driver recorded(RenewalPolicy policy, long laterMillis, Handover inherited) {
        Driver driver = new Driver(policy, 1, inherited);
        driver.wallMillis += laterMillis;
        driver.heartbeat.recordedAs(KEY);
        return started(driver);
    }

    /** The store answers. */
    Driver loads(Optional<ContinuityRecord> record) {
        take(heartbeat.loaded(now(), LoadedRecord.of(record)));
        return pass(0);
    }

    Driver loadFails(String why) {
        take(heartbeat.loaded(now(), LoadedRecord.failed(why)));
        return pass(0);
    }

    ContinuityRecord lastSave() {
        return saves.get(saves.size() - 1);
    }

    /** The store has written what it was asked to write last. */
    Driver writes() {
        take(heartbeat.saved(now(), lastSave(), ""));
        return this;
    }

    Driver writeFails() {
        take(heartbeat.saved(now(), lastSave(), "the disk is full"));
        return this;
    }

    private static Driver started(Driver driver) {
        driver.take(driver.heartbeat.start(driver.now(), 0));
        driver.pass(0);
        return driver;
    }

    ClockReading now() {
        return new ClockReading(monoMillis * 1_000_000, wallMillis);
    }

    /** Time passes on both clocks; the machine is woken whenever it asked to be. */
    Driver pass(long millis) {
        long end = monoMillis + millis;
        while (wakeAt <= end) {
            step(Math.max(0, wakeAt - monoMillis));
            take(heartbeat.beat(now(), reading()));
        }
        step(end - monoMillis);
        return this;
    }

    /** Time passes, but the machine's own thread does not run. */
    Driver pause(long millis) {
        step(millis);
        return this;
    }

    Driver suspend(long millis) {
        wallMillis += millis;
        return this;
    }

    /** From now on attempts wait for their turn; the test says when that comes, by using their permits. */
    Driver queues() {
        queues = true;
        return this;
    }

    Driver beat() {
        take(heartbeat.beat(now(), reading()));
        return this;
    }

    Driver dies(String why) {
        verdict = Verdict.dead(why);
        return beat();
    }

    Driver revives() {
        verdict = Verdict.alive();
        return beat();
    }

    Driver ack() {
        return ack(lastSend());
    }

    Driver ack(Attempt attempt) {
        return reply(attempt, new Outcome.Applied(Acknowledgement.of(attempt.countdown())));
    }

    /** With the trigger time of an exchange whose clock is the wall clock and that applied it just now. */
    Driver ackNow(Attempt attempt) {
        Instant end = Instant.ofEpochMilli(wallMillis)
                .plus(attempt.countdown().timeout().toDuration());
        return reply(attempt, new Outcome.Applied(Acknowledgement.of(attempt.countdown(), end)));
    }

    Driver reply(Attempt attempt, Outcome reply) {
        take(heartbeat.heard(now(), attempt, reply));
        return this;
    }

    /** The exchange's clock stands so far ahead of the wall clock, for who asks it. */
    Driver exchangeTime(long millisAhead) {
        exchangeTime = Optional.of(() -> TimeAnswer.of(Optional.of(Instant.ofEpochMilli(wallMillis + millisAhead))));
        return this;
    }

    /** Who asks for the exchange's time does not get it now. */
    Driver exchangeTimeFails() {
        exchangeTime = Optional.of(() -> TimeAnswer.FAILED);
        return this;
    }

    /** Who asks for the exchange's time gets no answer. */
    Driver noExchangeTime() {
        exchangeTime = Optional.empty();
        return this;
    }

    /** The answer to the last question for the exchange's time, which was asked when the last reply came. */
    Driver takeTime(long millisAhead) {
        take(heartbeat.timeAnswered(
                now(),
                askedAt,
                lastSend().deadline().span(),
                TimeAnswer.of(Optional.of(Instant.ofEpochMilli(wallMillis + millisAhead)))));
        return this;
    }

    /** With the trigger time of an exchange whose clock shows this many milliseconds more than the wall clock. */
    Driver ackBy(long millisAhead) {
        Instant end = Instant.ofEpochMilli(wallMillis + millisAhead)
                .plus(lastSend().countdown().timeout().toDuration());
        return reply(
                lastSend(), new Outcome.Applied(Acknowledgement.of(lastSend().countdown(), end)));
    }

    Driver close(CloseMode mode) {
        take(heartbeat.close(now(), mode));
        return this;
    }

    Driver reconciled(long lapse) {
        take(heartbeat.reconciled(now(), lapse));
        return this;
    }

    Attempt lastSend() {
        return sends.get(sends.size() - 1);
    }

    Protection protection() {
        return last.snapshot().protection(now());
    }

    KeeperState state() {
        return protection().state();
    }

    boolean mayQuote() {
        return last.snapshot().mayQuote(now().monotonicNanos(), now().wallMillis(), 0);
    }

    List<String> names() {
        return events.stream().map(KeeperEvent::name).toList();
    }

    Optional<Duration> wakeAfter() {
        return last.wakeAfter();
    }

    private LivenessReading reading() {
        return new LivenessReading(verdict, Duration.ofMillis(500));
    }

    private void send(Attempt attempt) {
        sends.add(attempt);
        if (!queues) {
            attempt.permit().use();
        }
    }

    private void step(long millis) {
        monoMillis += millis;
        wallMillis += millis;
    }

    private Effects take(Effects effects) {
        last = effects;
        wakeAt = effects.wakeAfter()
                .map(wait -> monoMillis + (wait.toNanos() + 999_999) / 1_000_000)
                .orElse(Long.MAX_VALUE);
        events.addAll(effects.events());
        effects.send().ifPresent(this::send);
        effects.save().ifPresent(saves::add);
        if (effects.askTime().isPresent()) {
            timesAsked++;
            askedAt = now();
            exchangeTime.ifPresent(answer -> take(
                    heartbeat.timeAnswered(now(), askedAt, lastSend().deadline().span(), answer.get())));
        }
        return effects;
    }
}
