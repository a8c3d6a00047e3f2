package dev.countdown.application;

import static dev.countdown.application.RenewalPolicy.OnDead.HASTEN;

import dev.countdown.domain.ClockReading;
import dev.countdown.domain.Timeout;
import java.util.Optional;

/** What the keeper is after: to guard, to let a dead strategy's orders go, or to close. */
final class Intent {

    /** Each repeat postpones the firing, so an unacknowledged one is repeated only so often. */
    private static final int MAX_HASTENS = 3;

    private enum Phase {
        IDLE,
        RUNNING,
        CLOSING,
        CLOSED
    }

    private final RenewalPolicy policy;
    private Phase phase = Phase.IDLE;
    private CloseMode closeMode = CloseMode.LEAVE;
    private Optional<String> dead = Optional.empty();
    private boolean withheld;
    private boolean hastened;
    private int hastens;

    Intent(RenewalPolicy policy) {
        this.policy = policy;
    }

    void start() {
        phase = Phase.RUNNING;
    }

    /** Takes a verdict on the strategy; answers whether it changed. */
    boolean heed(Optional<String> failure) {
        boolean changed = failure.isPresent() != dead.isPresent();
        dead = failure;
        if (changed && dead.isPresent()) {
            withheld = true;
            hastened = false;
            hastens = 0;
        }
        return changed;
    }

    void close(CloseMode mode) {
        closeMode = mode;
        phase = Phase.CLOSING;
        hastens = 0;
    }

    void closed() {
        phase = Phase.CLOSED;
    }

    void sent(Timeout timeout) {
        hastens += isHasten(timeout) ? 1 : 0;
    }

    /** It never left this process, so it postponed nothing. */
    void unsent(Timeout timeout) {
        hastens = Math.max(0, hastens - (isHasten(timeout) ? 1 : 0));
    }

    void acknowledged(Timeout timeout) {
        hastened = isHasten(timeout) || (hastened && !timeout.equals(policy.timeout()));
        withheld &= dead.isPresent() || !timeout.equals(policy.timeout());
    }

    /** What to send next, if anything. */
    Optional<Timeout> wanted(Knowledge known, ClockReading now) {
        return switch (phase) {
            case IDLE, CLOSED -> Optional.empty();
            case RUNNING ->
                dead.isEmpty() ? Optional.of(policy.timeout()) : hasten(policy.onDead() == HASTEN, known, now);
            case CLOSING ->
                closeMode == CloseMode.CANCEL
                        ? Optional.of(Timeout.CANCEL).filter(cancel -> !known.isCancelCertain())
                        : hasten(closeMode == CloseMode.HASTEN, known, now);
        };
    }

    boolean isHasten(Timeout timeout) {
        return timeout.equals(Timeout.MINIMUM) && !policy.timeout().equals(Timeout.MINIMUM);
    }

    boolean isIdle() {
        return phase == Phase.IDLE;
    }

    boolean isRunning() {
        return phase == Phase.RUNNING;
    }

    boolean isGuarding() {
        return phase == Phase.RUNNING && dead.isEmpty();
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

    String reason() {
        return dead.orElse(isClosing() ? "closing" : "alive again, but not armed again yet");
    }

    /** The state as far as neither the clock nor a reply decides it; {@code ARMED} where they do. */
    KeeperState settled() {
        return switch (phase) {
            case IDLE -> KeeperState.IDLE;
            case CLOSED -> KeeperState.CLOSED;
            case CLOSING -> closeMode == CloseMode.CANCEL ? KeeperState.CANCELLING : KeeperState.WITHHELD;
            case RUNNING -> withheld ? KeeperState.WITHHELD : KeeperState.ARMED;
        };
    }

    private Optional<Timeout> hasten(boolean wished, Knowledge known, ClockReading now) {
        return Optional.of(Timeout.MINIMUM)
                .filter(minimum -> wished && isHasten(minimum) && !hastened && hastens < MAX_HASTENS)
                .filter(minimum -> known.firesLaterThan(minimum, now));
    }
}
