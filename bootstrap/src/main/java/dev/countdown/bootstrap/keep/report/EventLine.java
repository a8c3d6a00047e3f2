package dev.countdown.bootstrap.keep.report;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Protection;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Acknowledgement;
import java.io.IOException;
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
        return Json.object(json -> write(target, event, json));
    }

    private static void write(Target target, KeeperEvent event, JsonGenerator json) throws IOException {
        Protection now = event.report().protection();
        json.writeStringField("at", event.report().at().toString());
        json.writeStringField("event", event.name());
        if (!target.account().name().isEmpty()) {
            json.writeStringField("account", target.account().name());
        }
        json.writeStringField("scope", event.report().scope().toString());
        json.writeStringField("state", now.state().name());
        json.writeNumberField("protectedForMs", now.protectedFor().toMillis());
        Optional<Acknowledgement> heard = acknowledgement(event);
        if (heard.isPresent()) {
            if (now.continuity().isPresent()) {
                json.writeStringField("continuity", now.continuity().get().name());
            }
            if (heard.get().triggerTime().isPresent()) {
                json.writeNumberField(
                        "triggerTime", heard.get().triggerTime().get().toEpochMilli());
            }
            if (now.roundTrip().isPresent()) {
                json.writeNumberField("rttMs", now.roundTrip().get().toMillis());
            }
        }
        if (!reason(event).isEmpty()) {
            json.writeStringField("reason", reason(event));
        }
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
        if (acknowledgement(event).isPresent()) {
            now.roundTrip().ifPresent(trip -> line.append(", round trip ").append(DurationText.text(trip)));
        }
        return line.append(reason(event).isEmpty() ? "" : ": " + reason(event)).toString();
    }

    public static Optional<Acknowledgement> acknowledgement(KeeperEvent event) {
        if (event instanceof KeeperEvent.Armed armed) {
            return Optional.of(armed.acknowledgement());
        }
        if (event instanceof KeeperEvent.Renewed renewed) {
            return Optional.of(renewed.acknowledgement());
        }
        if (event instanceof KeeperEvent.Lapsed lapsed) {
            return Optional.of(lapsed.acknowledgement());
        }
        return event instanceof KeeperEvent.ExpiringSoon shortened
                ? Optional.of(shortened.acknowledgement())
                : Optional.empty();
    }

    static String reason(KeeperEvent event) {
        if (event instanceof KeeperEvent.Disarmed disarmed && !disarmed.certain()) {
            return "not certain yet: an earlier request may still be applied";
        }
        return event instanceof KeeperEvent.Closed closed && !closed.result().certain()
                ? "not certain before " + settled(closed)
                : event.reason();
    }

    private static Instant settled(KeeperEvent.Closed closed) {
        return closed.report().at().plus(closed.result().settledAfter());
    }
}
