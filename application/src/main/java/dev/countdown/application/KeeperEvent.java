package dev.countdown.application;

import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Scope;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Something that a keeper did or learned. Each says what holds right after it. Immutable. */
public sealed interface KeeperEvent {

    /**
     * When and where it happened, and what holds right after it.
     *
     * @param at on the wall clock
     * @param scope of the keeper
     * @param protection right after the event
     */
    record Report(Instant at, Scope scope, Protection protection) {}

    /**
     * When and where it happened.
     *
     * @return the report that every event carries
     */
    Report report();

    /** What kind of event it is: for a {@code switch}, logs and metrics. The order means nothing. */
    enum Kind {
        /** {@link Arming}. */
        ARMING(Arming.class),
        /** {@link Armed}. */
        ARMED(Armed.class),
        /** {@link Renewed}. */
        RENEWED(Renewed.class),
        /** {@link Refused}. */
        REFUSED(Refused.class),
        /** {@link Failed}. */
        FAILED(Failed.class),
        /** {@link Unknown}. */
        UNKNOWN(Unknown.class),
        /** {@link AtRisk}. */
        AT_RISK(AtRisk.class),
        /** {@link Fired}. */
        FIRED(Fired.class),
        /** {@link Lapsed}. */
        LAPSED(Lapsed.class),
        /** {@link Recovered}. */
        RECOVERED(Recovered.class),
        /** {@link Expiring}. */
        EXPIRING(Expiring.class),
        /** {@link ExpiringSoon}. */
        EXPIRING_SOON(ExpiringSoon.class),
        /** {@link Disarming}. */
        DISARMING(Disarming.class),
        /** {@link Disarmed}. */
        DISARMED(Disarmed.class),
        /** {@link Unrecorded}. */
        UNRECORDED(Unrecorded.class),
        /** {@link Skipped}. */
        SKIPPED(Skipped.class),
        /** {@link Closed}. */
        CLOSED(Closed.class);

        private static final Map<Class<?>, Kind> BY_TYPE =
                Stream.of(values()).collect(Collectors.toUnmodifiableMap(kind -> kind.type, kind -> kind));

        private final Class<? extends KeeperEvent> type;
        private final String text = name().toLowerCase(Locale.ROOT);

        Kind(Class<? extends KeeperEvent> type) {
            this.type = type;
        }

        /**
         * The kind in logs and JSON, such as {@code at_risk}. It does not change when a class is renamed or its name is cut.
         *
         * @return lower case, words joined by underscores
         */
        public String text() {
            return text;
        }
    }

    /**
     * What kind of event it is.
     *
     * @return the kind
     */
    default Kind kind() {
        return Objects.requireNonNull(Kind.BY_TYPE.get(getClass()));
    }

    /**
     * The event's name in logs and JSON, such as {@code at_risk}.
     *
     * @return the text of its kind
     */
    default String name() {
        return kind().text();
    }

    /**
     * The acknowledgement that it tells of: that of {@link Armed}, {@link Renewed}, {@link Lapsed} and {@link ExpiringSoon}.
     *
     * @return empty for any other event
     */
    default Optional<Acknowledgement> acknowledged() {
        if (this instanceof Armed armed) {
            return Optional.of(armed.acknowledgement());
        }
        if (this instanceof Renewed renewed) {
            return Optional.of(renewed.acknowledgement());
        }
        if (this instanceof Lapsed lapsed) {
            return Optional.of(lapsed.acknowledgement());
        }
        return this instanceof ExpiringSoon soon ? Optional.of(soon.acknowledgement()) : Optional.empty();
    }

    /**
     * Why it happened, where there is something to say.
     *
     * @return for people; empty if the name says it all
     */
    default String reason() {
        return "";
    }

    /**
     * The keeper started; nothing is acknowledged yet.
     *
     * @param report when and where
     */
    record Arming(Report report) implements KeeperEvent {}

    /**
     * The first acknowledgement: the orders are guarded from now on, unless the report's state says otherwise.
     *
     * @param report when and where
     * @param acknowledgement what the exchange said
     */
    record Armed(Report report, Acknowledgement acknowledgement) implements KeeperEvent {

        /**
         * What is known of the orders that stood before this keeper.
         *
         * @return what the record of the process before proves, if there is one
         */
        public EarlierOrders earlierOrders() {
            Protection now = report.protection();
            if (now.openLapse().isPresent()) {
                return EarlierOrders.LAPSED;
            }
            return now.continuity().map(proven -> EarlierOrders.GUARDED).orElse(EarlierOrders.NOT_KNOWN);
        }

        @Override
        public String reason() {
            return earlierOrders().reason();
        }
    }

    /**
     * A later acknowledgement that opened no lapse.
     *
     * @param report when and where
     * @param acknowledgement what the exchange said
     */
    record Renewed(Report report, Acknowledgement acknowledgement) implements KeeperEvent {}

    /**
     * The exchange refused an attempt; it had no effect.
     *
     * @param report when and where
     * @param reply the refusal
     */
    record Refused(Report report, Outcome.NotApplied reply) implements KeeperEvent {
        @Override
        public String reason() {
            return reply.reason();
        }
    }

    /**
     * An attempt never left this process.
     *
     * @param report when and where
     * @param reply why
     */
    record Failed(Report report, Outcome.NotApplied reply) implements KeeperEvent {
        @Override
        public String reason() {
            return reply.reason();
        }
    }

    /**
     * An attempt ended without proof: it may have been applied, or may yet be, or never.
     *
     * @param report when and where
     * @param reason why
     */
    record Unknown(Report report, String reason) implements KeeperEvent {}

    /**
     * The orders may be unguarded, or soon will be.
     *
     * @param report when and where
     * @param reason why
     */
    record AtRisk(Report report, String reason) implements KeeperEvent {}

    /**
     * An acknowledgement without proof that the switch had not fired before it. The order gate stays shut until the
     * platform has reconciled this very lapse.
     *
     * @param report when and where
     * @param acknowledgement what the exchange said
     * @param lapse the number for {@code reconciled}
     * @param continuity {@link Continuity#BROKEN} if the firing is proven; {@link Continuity#UNBROKEN} where the lapse is one that
     *     was open when the process before ended
     */
    record Lapsed(Report report, Acknowledgement acknowledgement, long lapse, Continuity continuity)
            implements KeeperEvent {
        @Override
        public String reason() {
            return switch (continuity) {
                case BROKEN -> "the switch fired; orders are gone";
                case UNKNOWN -> "the switch may have fired; reconcile the orders";
                case UNBROKEN -> "a lapse of before the restart is still open; reconcile the orders";
            };
        }
    }

    /**
     * The switch has certainly fired: the orders are gone.
     *
     * @param report when and where
     */
    record Fired(Report report) implements KeeperEvent {}

    /**
     * The state is {@link KeeperState#EXPIRING} now.
     *
     * @param report when and where
     * @param reason why the strategy is not alive, or what else is the reason
     */
    record Expiring(Report report, String reason) implements KeeperEvent {}

    /**
     * The exchange acknowledged the minimum timeout that was sent for a dead strategy or a close.
     *
     * @param report when and where
     * @param acknowledgement what the exchange said
     */
    record ExpiringSoon(Report report, Acknowledgement acknowledgement) implements KeeperEvent {}

    /**
     * The orders are guarded again: the strategy may quote.
     *
     * @param report when and where
     */
    record Recovered(Report report) implements KeeperEvent {}

    /**
     * A disarm is under way and not yet certain.
     *
     * @param report when and where
     */
    record Disarming(Report report) implements KeeperEvent {}

    /**
     * The exchange acknowledged a disarm.
     *
     * @param report when and where
     * @param certain whether no arm that was sent before can still be applied
     */
    record Disarmed(Report report, boolean certain) implements KeeperEvent {
        @Override
        public String reason() {
            return certain ? "" : "not certain yet: an earlier request may still be applied";
        }
    }

    /**
     * Events that a blocked listener left no room for.
     *
     * @param report when and where the first of them happened
     * @param count how many
     */
    record Skipped(Report report, long count) implements KeeperEvent {
        @Override
        public String reason() {
            return count + " events were dropped because the listener blocks";
        }
    }

    /**
     * The store of the keeper failed. Told once, and once more only after a record was written again. Until then a request that is
     * shorter than a recorded one is not sent: it would make a later claim false.
     *
     * @param report when and where
     * @param reason what failed
     */
    record Unrecorded(Report report, String reason) implements KeeperEvent {}

    /**
     * The keeper is closed; the last event.
     *
     * @param report when and where
     * @param result what is certain
     */
    record Closed(Report report, CloseResult result) implements KeeperEvent {
        @Override
        public String reason() {
            return result.certain()
                    ? ""
                    : "not certain: what it sent may be pending until "
                            + report.at().plus(result.settledAfter());
        }
    }
}
