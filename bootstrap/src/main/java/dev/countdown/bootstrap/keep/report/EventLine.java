package dev.countdown.bootstrap.keep.report;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.target.Target;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** A keeper's event as one line, for people or for programs. */
public final class EventLine {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private EventLine() {}

    public static String json(Target target, KeeperEvent event) {
        Protection now = event.report().protection();
        Json json = new Json()
                .put("at", event.report().at().toString())
                .put("event", event.name())
                .put("account", given(target.account().name()))
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
        return json.put("reason", given(event.reason())).toString();
    }

    private static Optional<String> given(String text) {
        return Optional.of(text).filter(any -> !any.isEmpty());
    }

    public static String text(Target target, KeeperEvent event) {
        Protection now = event.report().protection();
        StringBuilder line = new StringBuilder(TIME.format(event.report().at()))
                .append(' ')
                .append(target.name())
                .append(' ')
                .append(event.name());
        if (now.state() != KeeperState.CLOSED) {
            line.append(", ").append(now.state());
        }
        if (!now.protectedFor().isZero()) {
            line.append(", protected for ").append(DurationText.text(now.protectedFor()));
        }
        if (event.acknowledged().isPresent()) {
            now.roundTrip().ifPresent(trip -> line.append(", round trip ").append(DurationText.text(trip)));
        }
        return line.append(event.reason().isEmpty() ? "" : ": " + event.reason())
                .toString();
    }

    /** The same as {@link #text}, with its state in colour. */
    public static String coloured(Target target, KeeperEvent event) {
        KeeperState state = event.report().protection().state();
        return text(target, event).replaceFirst("\\b" + state + "\\b", LiveRows.coloured(state, state.name()));
    }
}
