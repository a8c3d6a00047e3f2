package dev.countdown.bootstrap.keep.check;

import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.bootstrap.cli.ExitCode;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.http.GateProbe.Answer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What the answer to a question for the exchange's time says: whether it is Gate's, and how far our clock is off. */
final class ExchangeTimes {

    static final String PATH = "/spot/time";

    /** Beyond this the exchange refuses a request that was signed by our clock. */
    private static final Duration WINDOW = Duration.ofSeconds(60);

    private static final Duration WORTH_A_WORD = Duration.ofSeconds(5);

    private ExchangeTimes() {}

    static List<Finding> of(String account, URI base, Answer answer) {
        Optional<Instant> told = answer.isOk() ? told(answer.body()) : Optional.empty();
        if (told.isPresent() && answer.sent().isPresent()) {
            Duration trip = answer.roundTrip();
            Finding answers =
                    Finding.ok(account, base + " answers as Gate does, round trip " + DurationText.text(trip));
            return List.of(answers, clock(account, answer.sent().get(), told.get(), trip));
        }
        return List.of(answer.status() == 0 ? silent(account, base, answer) : stranger(account, base, answer));
    }

    private static Finding silent(String account, URI base, Answer answer) {
        String where = base + " cannot be reached: " + answer.message();
        return answer.sent().isPresent()
                ? Finding.error(account, where + ". Try again; if it stays so, look at the way there", ExitCode.UNKNOWN)
                : Finding.error(
                        account,
                        where
                                + ". Correct base-url, or the name server, route, firewall or certificates of this machine",
                        ExitCode.NOT_APPLIED);
    }

    private static Finding stranger(String account, URI base, Answer answer) {
        boolean ours = answer.status() >= 400 && answer.status() < 500;
        return Finding.error(
                account,
                base + PATH + " does not answer as Gate does: " + answer.said() + ". "
                        + (ours ? "Correct base-url" : "Try again; if it stays so, correct base-url"),
                ours ? ExitCode.NOT_APPLIED : ExitCode.UNKNOWN);
    }

    private static Finding clock(String account, Instant sent, Instant told, Duration trip) {
        Duration half = trip.dividedBy(2);
        Duration ahead = Duration.between(told, sent.plus(half));
        String off = "the clock of this machine is "
                + (ahead.abs().compareTo(half) <= 0
                        ? "right"
                        : DurationText.text(ahead.abs()) + (ahead.isNegative() ? " behind" : " ahead"))
                + ", to within " + DurationText.text(half.plusMillis(1));
        if (ahead.abs().compareTo(WORTH_A_WORD) <= 0) {
            return Finding.ok(account, off);
        }
        return Finding.warning(
                account,
                off + ". keep measures that and its requests are accepted; those of a bot that signs by this clock are "
                        + (ahead.abs().compareTo(WINDOW) > 0 ? "refused" : "refused from 60 s on")
                        + ". Set the clock, such as by NTP");
    }

    private static Optional<Instant> told(String body) {
        try {
            return Optional.ofNullable(Json.members(body).get("server_time"))
                    .filter(text -> text.matches("\\d{13}"))
                    .map(text -> Instant.ofEpochMilli(Long.parseLong(text)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
