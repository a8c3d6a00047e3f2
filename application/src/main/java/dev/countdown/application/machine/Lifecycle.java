package dev.countdown.application.machine;

import static dev.countdown.application.RenewalPolicy.OnDead.EXPIRE_SOON;

import dev.countdown.application.CloseMode;
import dev.countdown.application.Liveness.Verdict;
import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import java.util.Optional;

/** Whether the keeper guards, lets the orders of a dead strategy expire, or closes; and so, what it wants to send next. */
final class Lifecycle {

    /** Each repeat postpones the firing, so an unacknowledged one is repeated only so often. */
    private static final int MAX_EXPIRE_SOONS = 3;

    private final RenewalPolicy policy;
    private Phase phase = Phase.IDLE;
    private CloseMode closeMode = CloseMode.EXPIRE;
    private Verdict verdict = Verdict.alive();
    private boolean expiring;
    private boolean expiringSoon;
    private boolean shared;
    private int expireSoons;

    Lifecycle(RenewalPolicy policy) {
        this.policy = policy;
    }

    void share() {
        shared = true;
    }

    void require(CloseMode mode) {
        if (shared && mode != CloseMode.EXPIRE) {
            throw new IllegalArgumentException(
                    "close mode of a shared scope must be EXPIRE, because a shorter request would make the claims of the other"
                            + " keepers false: " + mode);
        }
    }

    void start() {
        phase = Phase.RUNNING;
    }

    /** Takes a verdict on the strategy; answers whether it changed. */
    boolean checked(Verdict latest) {
        boolean changed = latest.isAlive() != verdict.isAlive();
        verdict = latest;
        if (changed && !latest.isAlive()) {
            expiring = true;
            expiringSoon = false;
            expireSoons = 0;
        }
        return changed;
    }

    void close(CloseMode mode) {
        closeMode = mode;
        phase = Phase.CLOSING;
        expireSoons = 0;
    }

    void closed() {
        phase = Phase.CLOSED;
    }

    void sent(Timeout timeout) {
        expireSoons += isExpireSoon(timeout) ? 1 : 0;
    }

    /** It never left this process, so it postponed nothing. */
    void unsent(Timeout timeout) {
        expireSoons = Math.max(0, expireSoons - (isExpireSoon(timeout) ? 1 : 0));
    }

    void acknowledged(Timeout timeout) {
        expiringSoon = isExpireSoon(timeout) || (expiringSoon && !timeout.equals(policy.timeout()));
        expiring &= !verdict.isAlive() || !timeout.equals(policy.timeout());
    }

    /** What to send next, if anything. */
    Optional<Timeout> wanted(RequestHistory history, ClockReading now) {
        return switch (phase) {
            case IDLE, CLOSED -> Optional.empty();
            case RUNNING ->
                verdict.isAlive()
                        ? Optional.of(policy.timeout())
                        : expireSoon(policy.onDead() == EXPIRE_SOON, history, now);
            case CLOSING ->
                closeMode == CloseMode.DISARM
                        ? Optional.of(Timeout.DISARM).filter(disarm -> !history.isDisarmCertain())
                        : expireSoon(closeMode == CloseMode.EXPIRE_SOON, history, now);
        };
    }

    boolean isExpireSoon(Timeout timeout) {
        return timeout.equals(Timeout.MINIMUM) && !policy.timeout().equals(Timeout.MINIMUM);
    }

    Phase phase() {
        return phase;
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    boolean isGuarding() {
        return phase == Phase.RUNNING && verdict.isAlive();
    }

    boolean isClosing() {
        return phase == Phase.CLOSING;
    }

    boolean isClosed() {
        return phase == Phase.CLOSED;
    }

    CloseMode closeMode() {
        return closeMode;
    }

    /** From a death of the strategy until it is alive and its own timeout is acknowledged. */
    boolean isExpiring() {
        return expiring;
    }

    String reason() {
        return verdict.reason().orElse(isClosing() ? "closing" : "alive again, but not armed again yet");
    }

    private Optional<Timeout> expireSoon(boolean wished, RequestHistory history, ClockReading now) {
        return Optional.of(Timeout.MINIMUM)
                .filter(minimum -> wished && isExpireSoon(minimum) && !expiringSoon && expireSoons < MAX_EXPIRE_SOONS)
                .filter(minimum -> history.firesLaterThan(minimum, now));
    }
}
