package dev.countdown.testing;

import dev.countdown.application.Scheduler;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way to the exchange and back, with the faults of a plan: what {@link UnreliableGateway} and the simulator share. Safe
 * for use by many threads.
 */
public final class FaultyLine {

    private final Scheduler scheduler;
    private final Consumer<Boolean> restart;
    private final Queue<Held> held = new ArrayDeque<>();
    private FaultPlan plan;
    private Duration silence = Duration.ZERO;
    private long silentSince;

    /**
     * A line on which nothing travels yet.
     *
     * @param scheduler the time of the line and of what lies at its end
     * @param plan which request meets which faults
     * @param restart restarts the exchange; is told whether to keep the timers
     */
    public FaultyLine(Scheduler scheduler, FaultPlan plan, Consumer<Boolean> restart) {
        this.scheduler = scheduler;
        this.plan = plan;
        this.restart = restart;
    }

    /** One request on this line. Each method but {@code apply} is called at most once, and at most one of them. */
    public interface Passenger {

        /**
         * Reaches the exchange now; once more if it is duplicated. Later {@link #answered} may be called.
         *
         * @param duplicate whether it was applied before
         * @param afterwards to be run once it was applied
         */
        void apply(boolean duplicate, Runnable afterwards);

        /**
         * What {@code apply} brought about comes back.
         *
         * @param ofReply what the reply meets; it is whole if that is nothing
         */
        void answered(List<Fault> ofReply);

        /**
         * Is refused, and does not reach the exchange.
         *
         * @param refusal how
         */
        void refused(Fault.Refuse refusal);

        /**
         * Is one request too many, and does not reach the exchange.
         *
         * @param throttle until when
         */
        void throttled(Fault.Throttle throttle);

        /**
         * Whether something on the way has an earlier reply to answer with.
         *
         * @return true if so
         */
        boolean canBeReplayed();

        /** Is answered with that one and does not reach the exchange. */
        void replayed();

        /**
         * Nothing will come back.
         *
         * @param how for a log
         */
        void lost(String how);
    }

    /** The time of the line and of what lies at its end. */
    Scheduler scheduler() {
        return scheduler;
    }

    /**
     * Changes the faults from the next request on; a silence ends.
     *
     * @param next which request meets which faults
     */
    public synchronized void plan(FaultPlan next) {
        plan = next;
        silence = Duration.ZERO;
    }

    private synchronized FaultPlan plan() {
        return plan;
    }

    /**
     * Sends a request on its way.
     *
     * @param passenger the request
     */
    public void carry(Passenger passenger) {
        FaultPlan inForce = plan();
        RequestFaults trip = new RequestFaults(inForce.next());
        trip.find(Fault.Restart.class).ifPresent(fault -> restart.accept(fault.keepTimers()));
        trip.find(Fault.Silence.class).ifPresent(fault -> fallSilent(fault, inForce));
        if (isSilent()) {
            passenger.lost("silence");
        } else if (trip.has(Fault.LoseBefore.class)) {
            passenger.lost("lost before");
        } else {
            after(trip.before(), () -> arrive(trip, passenger));
        }
    }

    private void arrive(RequestFaults trip, Passenger passenger) {
        if (trip.has(Fault.Replay.class) && passenger.canBeReplayed()) {
            after(trip.after(), passenger::replayed);
        } else if (trip.find(Fault.Refuse.class).isPresent()) {
            after(
                    trip.after(),
                    () -> passenger.refused(trip.find(Fault.Refuse.class).orElseThrow()));
        } else if (trip.find(Fault.Throttle.class).isPresent()) {
            after(
                    trip.after(),
                    () -> passenger.throttled(trip.find(Fault.Throttle.class).orElseThrow()));
        } else if (trip.find(Fault.Reorder.class).isPresent()) {
            hold(
                    () -> apply(trip, passenger),
                    trip.find(Fault.Reorder.class).orElseThrow().atMost());
        } else {
            apply(trip, passenger);
            release();
        }
    }

    private void apply(RequestFaults trip, Passenger passenger) {
        passenger.apply(false, () -> {
            if (trip.has(Fault.LoseAfter.class)) {
                passenger.lost("lost after");
            } else {
                after(trip.after(), () -> passenger.answered(trip.ofReply()));
            }
        });
        trip.find(Fault.Duplicate.class)
                .ifPresent(fault -> after(fault.later(), () -> passenger.apply(true, () -> {})));
    }

    private void hold(Runnable application, Duration atMost) {
        Held request = new Held(application);
        synchronized (this) {
            held.add(request);
            request.timer = scheduler.schedule(atMost, () -> letGo(request));
        }
    }

    private void letGo(Held request) {
        synchronized (this) {
            if (!held.remove(request)) {
                return;
            }
        }
        request.application.run();
    }

    private void release() {
        List<Held> released;
        synchronized (this) {
            released = List.copyOf(held);
            held.clear();
            released.forEach(Held::cancelTimer);
        }
        released.forEach(request -> request.application.run());
    }

    /** A plan that was replaced while it was asked falls silent no more. */
    private synchronized void fallSilent(Fault.Silence fault, FaultPlan of) {
        if (plan == of) {
            silence = fault.span();
            silentSince = scheduler.nanoTime();
        }
    }

    private synchronized boolean isSilent() {
        if (Duration.ofNanos(scheduler.nanoTime() - silentSince).compareTo(silence) >= 0) {
            silence = Duration.ZERO;
        }
        return !silence.isZero();
    }

    private void after(Duration delay, Runnable task) {
        if (delay.isZero()) {
            task.run();
        } else {
            scheduler.schedule(delay, task);
        }
    }

    /** A request that waits for another to overtake it. */
    private static final class Held {
        private final Runnable application;
        private Scheduler.@Nullable Timer timer;

        Held(Runnable application) {
            this.application = application;
        }

        void cancelTimer() {
            if (timer != null) {
                timer.cancel();
            }
        }
    }
}
