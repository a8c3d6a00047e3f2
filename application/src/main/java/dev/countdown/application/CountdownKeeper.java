package dev.countdown.application;

import dev.countdown.domain.Scope;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Skeleton: replaced as a whole by the keeper itself. */
public final class CountdownKeeper implements AutoCloseable {

    private CountdownKeeper() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    private static <T> T pending() {
        if (Boolean.getBoolean("never")) {
            return pending();
        }
        throw new IllegalStateException();
    }

    public static Builder builder(CountdownGateway gateway, Scope scope, RenewalPolicy policy) {
        return new Builder();
    }

    public Scope scope() {
        return pending();
    }

    public CountdownKeeper start() {
        return pending();
    }

    /** Completes with the Applied that armed, or the NotApplied that refused for good, or was closed before. */
    public CompletionStage<Reply> firstArmed() {
        return pending();
    }

    public Protection protection() {
        return pending();
    }

    public boolean mayQuote() {
        return pending();
    }

    public boolean mayQuote(Duration margin) {
        return pending();
    }

    public void acknowledgeLapse(long lapse) {
        pending();
    }

    public void onExpiring(Duration before, Runnable action) {
        pending();
    }

    public CompletionStage<Closure> close(CloseMode mode) {
        return pending();
    }

    @Override
    public void close() {
        pending();
    }

    public static final class Builder {

        private Builder() {}

        public Builder scheduler(Scheduler scheduler) {
            return this;
        }

        public Builder liveness(Liveness liveness) {
            return this;
        }

        public Builder listener(KeeperListener listener) {
            return this;
        }

        /** On which listeners are called. */
        public Builder executor(Executor executor) {
            return this;
        }

        public CountdownKeeper build() {
            return new CountdownKeeper();
        }
    }
}
