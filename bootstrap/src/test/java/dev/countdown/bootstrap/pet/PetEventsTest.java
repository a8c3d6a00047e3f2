package dev.countdown.bootstrap.pet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countdown.application.Scheduler;
import dev.countdown.guard.GuardEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PetEventsTest {

    private static final String SCOPE = "main/all";

    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();

    private PetEvents events(boolean quiet) {
        return new PetEvents("mm-1", false, quiet, out::add, err::add, Scheduler.system());
    }

    private static void tellAll(PetEvents events) {
        events.tell(new GuardEvent.NodeLost("https://a:1", "gone"));
        events.tell(new GuardEvent.NodeHeard("https://a:1"));
        events.tell(new GuardEvent.DigestsDiffer(SCOPE, Map.of("https://a:1", "x", "https://b:1", "y")));
        events.tell(new GuardEvent.DigestsAgree(SCOPE));
        events.tell(new GuardEvent.NotRequired(SCOPE));
        events.tell(new GuardEvent.Lapsed(SCOPE, 1));
        events.open(SCOPE);
        events.shut(SCOPE, "why");
        events.open(SCOPE);
        events.dead("hangs");
        events.alive();
        events.tell(new GuardEvent.LookupFailed("no such name"));
        events.tell(new GuardEvent.NodesChanged(List.of("https://a:1")));
    }

    @Test
    void whatEndsATroubleIsToldWhereTheTroubleWas() {
        tellAll(events(false));
        assertThat(err)
                .hasSize(13)
                .contains(
                        "countdown: https://a:1 hears the bot",
                        "countdown: main/all: the nodes agree again in its timeout and its bots",
                        "countdown: main/all: orders may be placed",
                        "countdown: the nodes are petted",
                        "countdown: the nodes are now https://a:1");
        assertThat(out).hasSize(13);
    }

    @Test
    void nothingButTroubleIsToldQuietly() {
        tellAll(events(true));
        assertThat(err).hasSize(7);
        assertThat(out).hasSize(7);
    }

    @Test
    void whatWasNeverWrongIsNotTold() {
        PetEvents events = events(false);
        events.alive();
        events.tell(new GuardEvent.NodeHeard("https://a:1"));
        events.tell(new GuardEvent.NodeLost("https://b:1", "gone"));
        events.tell(new GuardEvent.NodeHeard("https://a:1"));
        assertThat(err).containsExactly("countdown: https://b:1: gone");
    }
}
