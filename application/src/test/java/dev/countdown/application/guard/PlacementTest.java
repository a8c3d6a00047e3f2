package dev.countdown.application.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** The weights that every language must find are in {@code placement-vectors.json}. */
class PlacementTest {

    private static List<String> nodes(int count, int salt) {
        return IntStream.range(0, count)
                .mapToObj(i -> "https://10." + (salt & 255) + ".0." + i + ":9465")
                .toList();
    }

    private static List<String> scopes(int count, int salt) {
        return IntStream.range(0, count)
                .mapToObj(i -> "desk-" + i % 40 + "/underlying:U" + salt + "_" + i)
                .toList();
    }

    @Test
    void ofFewNodesAllKeepAScope() {
        List<String> nodes = nodes(3, 0);
        assertThat(Placement.keepers("main/all", nodes, 3)).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(Placement.keepers("main/all", nodes, 9)).containsExactlyInAnyOrderElementsOf(nodes);
        assertThat(Placement.keepers("main/all", List.of(), 3)).isEmpty();
        assertThatThrownBy(() -> Placement.keepers("main/all", nodes, 0)).hasMessage("copies must be at least 1: 0");
    }

    @Test
    void aNodeThatIsNamedTwiceCountsOnce() {
        List<String> twice = new ArrayList<>(nodes(2, 0));
        twice.addAll(nodes(2, 0));
        assertThat(Placement.keepers("main/all", twice, 3)).hasSize(2);
    }

    @Property(tries = 50)
    void theOrderOfTheListDoesNotMatter(
            @ForAll @IntRange(min = 1, max = 30) int count,
            @ForAll @IntRange(min = 1, max = 5) int copies,
            @ForAll int salt) {
        List<String> shuffled = new ArrayList<>(nodes(count, salt));
        java.util.Collections.shuffle(shuffled, new Random(salt));
        for (String scope : scopes(20, salt)) {
            assertThat(Placement.keepers(scope, shuffled, copies))
                    .isEqualTo(Placement.keepers(scope, nodes(count, salt), copies))
                    .hasSize(Math.min(count, copies))
                    .doesNotHaveDuplicates();
        }
    }

    /** Of a fair draw, 99.9999 % of the nodes lie within five standard deviations. */
    @Property(tries = 10)
    void theScopesAreSpreadEvenly(@ForAll @IntRange(min = 4, max = 25) int count, @ForAll int salt) {
        int scopes = 4_000;
        Map<String, Integer> kept = new HashMap<>();
        scopes(scopes, salt)
                .forEach(scope -> Placement.keepers(scope, nodes(count, salt), 3)
                        .forEach(node -> kept.merge(node, 1, Integer::sum)));
        double share = 3.0 / count;
        double deviation = Math.sqrt(scopes * share * (1 - share));
        assertThat(kept).hasSize(count);
        assertThat(kept.values())
                .allSatisfy(each -> assertThat((double) each).isCloseTo(scopes * share, within(5 * deviation)));
    }

    /** A node that comes takes scopes over, and one that goes leaves its own to others: nothing else moves. */
    @Property(tries = 30)
    void onlyTheScopesOfTheNodeThatComesOrGoesMove(
            @ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll @IntRange(min = 1, max = 5) int copies,
            @ForAll int salt) {
        List<String> without = nodes(count, salt);
        List<String> with = nodes(count + 1, salt);
        String node = with.get(count);
        for (String scope : scopes(100, salt)) {
            List<String> before = Placement.keepers(scope, without, copies);
            List<String> after = Placement.keepers(scope, with, copies);
            Set<String> gone = new HashSet<>(before);
            after.forEach(gone::remove);
            assertThat(gone).hasSizeLessThanOrEqualTo(1);
            if (after.contains(node)) {
                assertThat(after.stream().filter(each -> !each.equals(node))).isSubsetOf(before);
            } else {
                assertThat(after).isEqualTo(before);
            }
        }
    }

    /** Why a list may change in fewer nodes than copies at a time. */
    @Property(tries = 100)
    void aChangeOfFewerNodesThanCopiesLeavesEachScopeAKeeper(
            @ForAll @IntRange(min = 1, max = 20) int common,
            @ForAll @IntRange(min = 0, max = 4) int removed,
            @ForAll @IntRange(min = 0, max = 4) int added,
            @ForAll @IntRange(min = 1, max = 5) int copies,
            @ForAll int salt) {
        List<String> all = nodes(common + removed + added, salt);
        List<String> before = all.subList(0, common + removed);
        List<String> after = new ArrayList<>(all.subList(0, common));
        after.addAll(all.subList(common + removed, all.size()));
        int least = Math.min(common, copies - Math.max(removed, added));
        for (String scope : scopes(20, salt)) {
            Set<String> stay = new HashSet<>(Placement.keepers(scope, before, copies));
            stay.retainAll(Placement.keepers(scope, after, copies));
            assertThat(stay).hasSizeGreaterThanOrEqualTo(Math.max(0, least));
        }
    }
}
