package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.CloseMode;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.cli.Moment;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** A keeper's event as one line, for people or for programs. */
record EventLine(EventWords words) {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    /** Where the countdown runs out, or the orders that it guarded are gone. */
    private static final Set<KeeperState> NOT_PROTECTED =
            EnumSet.of(KeeperState.LAPSED, KeeperState.EXPIRING, KeeperState.DISARMING, KeeperState.CLOSED);

    String json(Target target, KeeperEvent event) {
        Protection now = event.report().protection();
        Json json = new Json()
                .put("at", event.report().at().toString())
                .put("event", event.name())
                .putText("account", target.account().name())
                .put("market", target.market().toString())
                .put("scope", event.report().scope().toString())
                .put("state", now.state().name())
                .put("protectedForMs", now.protectedFor());
        event.acknowledged()
                .ifPresent(heard -> json.put("continuity", now.continuity().map(Enum::name))
                        .put("triggerTime", heard.triggerTime().map(Instant::toEpochMilli))
                        .put("rttMs", now.roundTrip()));
        if (event instanceof KeeperEvent.Armed armed) {
            json.put("earlierOrders", armed.earlierOrders().name());
        }
        if (event instanceof KeeperEvent.Lapsed lapsed) {
            json.put("lapse", lapsed.lapse());
        }
        return json.put(
                        "firesBy",
                        firesAfter(event)
                                .map(left -> event.report().at().plus(left).toEpochMilli()))
                .putText("reason", words.reason(event))
                .toString();
    }

    String text(Target target, KeeperEvent event) {
        Protection now = event.report().protection();
        StringBuilder line = new StringBuilder(TIME.format(event.report().at()))
                .append(' ')
                .append(target.name())
                .append(' ')
                .append(words.head(event));
        if (!now.protectedFor().isZero() && !NOT_PROTECTED.contains(now.state())) {
            line.append(", protected for ").append(DurationText.text(now.protectedFor()));
        }
        firesAfter(event)
                .ifPresent(left -> line.append(", the switch fires by ")
                        .append(Moment.latest(event.report().at(), left, target.policy())));
        if (event.acknowledged().isPresent()) {
            now.roundTrip().ifPresent(trip -> line.append(", round trip ").append(DurationText.text(trip)));
        }
        if (event instanceof KeeperEvent.Lapsed lapsed) {
            line.append(", lapse ").append(lapsed.lapse());
        }
        if (event instanceof KeeperEvent.Fired) {
            line.append(": its orders are gone");
        }
        String reason = words.reason(event);
        line.append(reason.isEmpty() ? "" : ": " + reason);
        if (event instanceof KeeperEvent.Lapsed lapsed) {
            line.append(words.cure(target, lapsed));
        }
        return line.toString();
    }

    /** The same as {@link #text}, with its state in colour. */
    String coloured(Target target, KeeperEvent event) {
        KeeperState state = event.report().protection().state();
        return text(target, event).replaceFirst("\\b" + state + "\\b", LiveRows.coloured(state, state.name()));
    }

    /** Where nothing is renewed any more; empty if it has fired, or may never fire. */
    private static Optional<Duration> firesAfter(KeeperEvent event) {
        if (event instanceof KeeperEvent.Closed closed) {
            return Optional.of(closed.result().settledAfter())
                    .filter(left ->
                            closed.result().certain() && closed.result().mode() != CloseMode.DISARM && !left.isZero());
        }
        return event instanceof KeeperEvent.Expiring || event instanceof KeeperEvent.ExpiringSoon
                ? event.report().protection().certainlyFiredAfter().filter(left -> !left.isZero())
                : Optional.empty();
    }
}
