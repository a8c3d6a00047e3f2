package dev.countdown.testing.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The rules of nodes and bots, each left out, are noticed; and so are the bugs of a single keeper that apply in shared mode. */
class GuardGardenTest {

    private static final List<PlantedBug> RULES = List.of(
            PlantedBug.of(
                    "a proof counts from the reply",
                    "domain/Proof",
                    "Optional.of(new Proof(asked, guarded,",
                    "Optional.of(new Proof(heard, guarded,"),
            PlantedBug.of("a gap is not latched", "application/ProofGate", "if (gap) {", "if (false) {"),
            PlantedBug.of(
                    "a pet counts from its arrival",
                    "application/NodePets",
                    "pet.echo().ifPresent(session::echoed);",
                    "session.counted = new Reply(lastEcho, now);"),
            PlantedBug.of(
                            "digest and timeout are ignored",
                            "application/ScopeReply",
                            ".distinct().count() <= 1",
                            ".distinct().count() >= 0")
                    .and("application/ProofGate", "!other.timeout().equals(timeout)", "false"),
            PlantedBug.of(
                            "after a change of the timeout a proof counts at once",
                            "application/Settling",
                            "known == null || known.left(now) < 0;",
                            "known == null || known.left(now) != 0;")
                    .and("application/GuardedScope", "settlingMs == 0", "settlingMs >= 0"),
            PlantedBug.of(
                    "nobody tells of a timeout that was changed",
                    "application/Settling",
                    "known == null ? 0 : ",
                    "known == null || now != null ? 0 : "),
            PlantedBug.of(
                            "nobody believes what others tell of a timeout that was changed",
                            "application/ProofGate",
                            "if (settling.extend(heard, told",
                            "if (false && settling.extend(heard, told")
                    .and("application/GuardedScope", "settlingMs == 0", "settlingMs >= 0"),
            PlantedBug.of(
                            "a node says how long it is unbroken after its claim",
                            "application/Snapshot",
                            "left > 0 ? unbrokenFor(now) : Duration.ZERO",
                            "unbrokenFor(now)")
                    .and("domain/Proof", "return guarded > 0 ? ", "return guarded > -9 ? "),
            PlantedBug.of(
                    "a node is unbroken since its first send",
                    "application/RequestHistory",
                    "unbrokenSince = acknowledged.heard().monotonicNanos();",
                    "unbrokenSince = acknowledged.sent().monotonicNanos();"),
            PlantedBug.of(
                    "a gap leaves a node unbroken",
                    "application/RequestHistory",
                    "newest.isEmpty() || verdict.filter(Continuity.UNBROKEN::equals).isEmpty()",
                    "newest.isEmpty()"),
            PlantedBug.of(
                    "a node renews too late",
                    "application/RenewalSchedule",
                    "long regular = interval - now",
                    "long regular = 5 * interval - now"),
            PlantedBug.of(
                    "a shared keeper says fired",
                    "application/RequestHistory",
                    "shared ? certain.withoutLatest() : certain",
                    "certain"),
            PlantedBug.of(
                    "a shared keeper says broken",
                    "application/RequestHistory",
                    "provesFiring && (shared || !later.isZero())",
                    "provesFiring && !later.isZero()"));

    /** Of the bugs of a single keeper, those whose harm does not depend on what a shared keeper never does or says. */
    private static final Set<String> OF_ONE = Set.of(
            "the window is counted from the reply",
            "deadlines cut to whole seconds are ignored",
            "ARMED is cached",
            "only the monotonic clock is read",
            "continuity from the local monotonic clock",
            "a dead strategy is renewed",
            "liveness is asked when the timer is set");

    @Test
    void everyRuleFitsTheSources() {
        assertThat(RULES).allSatisfy(bug -> assertThat(PatchedLoader.plant(bug)).isNotEmpty());
        assertThat(BugGarden.BUGS).extracting(PlantedBug::name).containsAll(OF_ONE);
    }

    @Test
    @Tag("thorough")
    void everyRuleThatIsLeftOutIsNoticed() {
        List<PlantedBug> all = new ArrayList<>(RULES);
        BugGarden.BUGS.stream().filter(bug -> OF_ONE.contains(bug.name())).forEach(all::add);
        List<String> rows = all.parallelStream()
                .filter(bug -> bug.name().contains(System.getProperty("guard.bug", "")))
                .map(bug -> {
                    String row = String.format("%-60s %s", caught(bug), bug.name());
                    System.out.println(row);
                    return row;
                })
                .toList();
        assertThat(rows).allMatch(row -> Character.isDigit(row.charAt(0)));
    }

    @SuppressWarnings("unchecked")
    private static String caught(PlantedBug bug) {
        try {
            Object hunt = new PatchedLoader(bug)
                    .loadClass(GuardHunt.class.getName())
                    .getDeclaredConstructor()
                    .newInstance();
            String found = ((LongFunction<String>) hunt).apply(Long.getLong("guard.seeds", 300));
            return found.isEmpty() ? "never" : found;
        } catch (ReflectiveOperationException | IllegalArgumentException misfit) {
            return "never: " + misfit.getMessage();
        }
    }
}
