package dev.countdown.bootstrap.keep.status;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.KeeperEvent;
import dev.countdown.application.KeeperState;
import dev.countdown.application.Liveness;
import dev.countdown.application.Protection;
import dev.countdown.application.Scheduler;
import dev.countdown.bootstrap.cli.Json;
import dev.countdown.bootstrap.keep.report.EventWords;
import dev.countdown.bootstrap.keep.report.LiveTableTest;
import dev.countdown.bootstrap.keep.report.TargetHistory;
import dev.countdown.bootstrap.keep.target.RunningKeepers;
import dev.countdown.bootstrap.keep.target.Target;
import dev.countdown.domain.Acknowledgement;
import dev.countdown.domain.Continuity;
import dev.countdown.domain.Countdown;
import dev.countdown.domain.Timeout;
import dev.countdown.testing.InMemoryExchange;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The fields of each countdown in {@code /api/countdowns} are those of the README's table. */
class StatusFeedTest {

    private static final Pattern FIELD = Pattern.compile("(?m)^\\| `(\\w+)` \\| (always|sometimes) \\|");

    private final Target target = LiveTableTest.row(1, KeeperState.ARMED).target();
    private final TargetHistory history = new TargetHistory(EventWords.OF_KEEP);
    private final StatusFeed feed = new StatusFeed(
            new RunningKeepers(each -> InMemoryExchange.on(Scheduler.system()).gateway(), Liveness.UNWATCHED),
            history,
            Scheduler.system(),
            Liveness.UNWATCHED,
            true);

    @Test
    void aCountdownThatNothingIsKnownOfHasThoseThatAreAlwaysThere() throws IOException {
        assertThat(fields(Protection.builder(KeeperState.ARMING).build())).isEqualTo(documented("always"));
    }

    @Test
    void oneThatLapsedHasThemAll() throws IOException {
        history.heard(target, event(KeeperState.ARMED, Continuity.UNBROKEN));
        history.heard(target, event(KeeperState.LAPSED, Continuity.BROKEN));
        Protection lapsed = Protection.builder(KeeperState.LAPSED)
                .certainlyFiredAfter(Optional.of(Duration.ofSeconds(31)))
                .continuity(Optional.of(Continuity.BROKEN))
                .openLapse(OptionalLong.of(1))
                .build();
        assertThat(fields(lapsed)).isEqualTo(documented("always|sometimes"));
    }

    @Test
    void whyNothingIsAcknowledgedIsSaidWhileTheClaimHolds() {
        KeeperEvent.Report report = new KeeperEvent.Report(
                Instant.EPOCH,
                target.scope(),
                Protection.builder(KeeperState.ARMED).build());
        history.heard(target, new KeeperEvent.Unknown(report, "no reply"));
        assertThat(feed.json(target, report.protection()).toString()).contains("\"reason\":\"\"");
        Protection silent =
                Protection.builder(KeeperState.ARMED).consecutiveFailures(1).build();
        assertThat(feed.json(target, silent).toString()).contains("\"reason\":\"no reply\"");
    }

    private KeeperEvent event(KeeperState state, Continuity continuity) {
        KeeperEvent.Report report = new KeeperEvent.Report(
                Instant.EPOCH, target.scope(), Protection.builder(state).build());
        return new KeeperEvent.Lapsed(
                report, Acknowledgement.of(Countdown.arm(target.scope(), Timeout.ofSeconds(30))), 1, continuity);
    }

    private Set<String> fields(Protection now) throws IOException {
        Set<String> printed =
                new HashSet<>(Json.members(feed.json(target, now).toString()).keySet());
        printed.add("roundTripsMs"); // which is no plain member
        return printed;
    }

    private static Set<String> documented(String when) throws IOException {
        String table = Files.readString(Path.of("README.md"))
                .split("\\| field of a countdown ")[1]
                .split("\n\n")[0];
        return FIELD.matcher(table)
                .results()
                .filter(row -> row.group(2).matches(when))
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
    }
}
