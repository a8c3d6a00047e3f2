package dev.countdown.bootstrap.keep.status;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import dev.countdown.bootstrap.Await;
import dev.countdown.bootstrap.Cli;
import dev.countdown.bootstrap.SimulatorTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What one who looks at the page sees, and one who listens hears. */
class StatusPageTest extends SimulatorTest {

    private final List<AutoCloseable> open = new ArrayList<>();
    private Process bot;
    private Cli cli;
    private Viewer viewer;

    @BeforeEach
    void startBot() throws IOException {
        PlaywrightAssertions.setDefaultAssertionTimeout(Cli.PATIENCE.toMillis());
        bot = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
        bot.destroyForcibly();
    }

    private void look(String... more) {
        lookEach("1s", more);
    }

    private void lookEach(String interval, String... more) {
        List<String> line = new ArrayList<>(List.of("keep", "--timeout", "10", "--interval", interval));
        line.addAll(List.of("--pid", String.valueOf(bot.pid()), "--http", "0", "--allow-reconciled"));
        line.addAll(List.of(more));
        cli = Cli.start(baseUri, line.toArray(String[]::new));
        open.add(cli);
        viewer = new Viewer("http://127.0.0.1:" + cli.statusPort() + "/");
        open.add(0, viewer);
    }

    @Test
    void aNodeIsSpokenOfAsANode(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "a-token-of-this-test");
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));
        Path file = Files.writeString(folder.resolve("guard.toml"), """
                timeout = 30
                [guard]
                listen = "127.0.0.1:0"
                token-file = "%s"
                [account.main]
                [[account.main.keep]]
                scope = "all"
                bots = ["mm-1"]
                """.formatted(token));
        cli = Cli.start(baseUri, "guard", "--config", file.toString(), "--http", "0");
        open.add(cli);
        viewer = new Viewer("http://127.0.0.1:" + cli.statusPort() + "/");
        open.add(0, viewer);
        assertThat(viewer.state()).hasText("\u25D4 Waiting");
        assertThat(find("#verdict")).hasText("Not all bots are heard: this node has armed nothing yet");
    }

    @Test
    void everyStateIsShownInWordsAndNothingStaleAsLive() {
        look();
        assertThat(viewer.state()).hasText("● Armed");
        assertThat(find("#verdict")).hasText("The orders are guarded");
        viewer.shoot("armed");
        cli.signal("STOP");
        assertThat(viewer.state()).hasText("? Unknown");
        assertThat(find("#verdict")).hasText("No word from countdown");
        viewer.shoot("no-word");
        Await.until("fired", () -> !exchange.firings().isEmpty());
        String lapse = goOnInALapse();
        assertThat(find("#verdict")).hasText("The switch fired, or may have: reconcile");
        assertThat(viewer.figure("Last firing")).containsText(" to ");
        viewer.shoot("lapsed");
        find("button").click();
        assertThat(viewer.state()).hasText("● Armed");
        assertThat(find(".answer")).hasText(lapse + " is reconciled.");
        viewer.shoot("reconciled");
        simulator.faults("{\"dropBefore\":1}");
        assertThat(viewer.state()).hasText("▲ At risk");
        assertThat(find(".reason")).containsText("no reply");
        assertThat(find(".unanswered")).containsText("without an acknowledgement");
        assertThat(find(".todo")).containsText("the switch fires by ");
        assertThat(find(".answer")).isEmpty();
        viewer.shoot("at-risk");
        assertThat(find("#verdict")).hasText("The switch may have fired");
        simulator.faults("{}");
        assertThat(viewer.state()).not().hasText("▲ At risk");
        bot.destroyForcibly();
        assertThat(viewer.state()).hasText("■ Expiring");
        viewer.shoot("expiring");
        assertThat(viewer.console()).isEmpty();
        cli.close();
        assertThat(viewer.state()).hasText("? Unknown");
        assertThat(viewer.figure("Certainly fired after")).hasText("–");
        viewer.shoot("killed");
    }

    @Test
    void aFiringIsShown() {
        look();
        assertThat(viewer.state()).hasText("● Armed");
        bot.destroyForcibly();
        assertThat(viewer.state()).hasText("✖ Fired");
        assertThat(find(".reason")).containsText("process " + bot.pid());
        assertThat(find("#verdict")).hasText("The switch fired: the orders are gone");
        assertThat(viewer.page().evaluate("latestBy(1001) === clock(2000) && latestBy(2000) === clock(2000)"))
                .as("what happens at the latest then is not said a moment too early")
                .isEqualTo(true);
        viewer.shoot("fired");
        assertThat(viewer.console()).isEmpty();
    }

    @Test
    void whatBecameOfAnAcknowledgementIsShownAndSaid() {
        look();
        assertThat(viewer.state()).hasText("● Armed");
        cli.signal("STOP");
        Await.until("fired", () -> !exchange.firings().isEmpty());
        String lapse = goOnInALapse();
        viewer.page()
                .route(
                        "**/api/reconciled",
                        route -> route.fulfill(new Route.FulfillOptions()
                                .setStatus(404)
                                .setContentType("text/plain; charset=utf-8")
                                .setBody("no such lapse\n")));
        find("button").click();
        assertThat(find(".answer")).hasText(lapse + " is not reconciled: no such lapse");
        assertThat(find("#said")).hasText("all: " + lapse + " is not reconciled: no such lapse");
        viewer.shoot("not-reconciled");
        viewer.page().unroute("**/api/reconciled");
        viewer.page().route("**/api/reconciled", Route::abort);
        find("button").click();
        assertThat(find(".answer"))
                .hasText("No answer: " + lapse.toLowerCase(Locale.ROOT) + " may be reconciled or not.");
        assertThat(viewer.state()).hasText("◆ Lapsed");
    }

    @Test
    void allThatChangesAtOnceIsSaid() {
        look("--underlying", "BTC_USDT", "--contract", "BTC_USDT-20261225-70000-C");
        assertThat(find("#verdict")).hasText("All 2 scopes are guarded");
        viewer.shoot("several");
        cli.signal("STOP");
        assertThat(find("#said")).containsText("underlying:BTC_USDT: Unknown. ");
        assertThat(find("#said")).containsText("contract:BTC_USDT-20261225-70000-C: Unknown. ");
    }

    /** Such as that of a machine that slept, and a wall clock that was set back. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "const then = performance.now(); performance.now = () => then;",
                "const now = Date.now; Date.now = () => now() - 3600000;"
            })
    void oneClockAloneMakesNothingLive(String fault) {
        look();
        assertThat(viewer.state()).hasText("● Armed");
        cli.signal("STOP");
        viewer.page().evaluate("() => { " + fault + " }");
        assertThat(viewer.state()).hasText("? Unknown");
        assertThat(find("#verdict")).hasText("No word from countdown");
    }

    @Test
    void noRoundTripIsDrawnBeforeThereIsAny() {
        simulator.faults("{\"dropBefore\":1}");
        look();
        assertThat(viewer.state()).hasText("◔ Arming");
        assertThat(find(".trips")).isHidden();
        viewer.shoot("arming");
        simulator.faults("{}");
        assertThat(viewer.figure("Renewals")).not().hasText("0");
        assertThat(find(".trips")).isVisible();
    }

    @Test
    void attemptsWithoutAnAnswerShowWhileTheClaimStillHolds() {
        look();
        assertThat(viewer.state()).hasText("● Armed");
        simulator.faults("{\"dropBefore\":1}");
        assertThat(find("#next")).hasText("1 of 1 get no acknowledgement now");
        assertThat(viewer.state()).hasText("● Armed");
        viewer.shoot("unanswered");
    }

    @Test
    void ofFortyScopesWhatIsWrongComesFirstAndIsOpen() {
        String[] scopes = IntStream.range(0, 40)
                .mapToObj(i -> List.of("--underlying", "COIN" + i + "_USDT"))
                .flatMap(List::stream)
                .toArray(String[]::new);
        lookEach("4s", scopes);
        assertThat(find("#verdict")).hasText("All 40 scopes are guarded");
        assertThat(find("details[open]")).hasCount(0);
        viewer.shoot("forty");
        assertThat(viewer.page().evaluate("document.documentElement.scrollWidth <= innerWidth"))
                .isEqualTo(true);
        viewer.page()
                .evaluate(
                        "one => { latest.countdowns.find(c => c.scope.includes('COIN7_')).state = one; show(); }",
                        "LAPSED");
        assertThat(viewer.page().evaluate("document.querySelector('#list li .name').textContent"))
                .isEqualTo("underlying:COIN7_USDT");
    }

    @Test
    void theFirstPaintHasItsData() {
        look();
        assertThat(viewer.state()).hasText("● Armed");
        viewer.page().route("**/events", Route::abort);
        viewer.page().reload();
        assertThat(find(".name")).hasText("all");
    }

    /** Returns which; a request that was under way at the stop makes two of it. */
    private String goOnInALapse() {
        cli.signal("CONT");
        cli.awaitOut("renewed, LAPSED");
        assertThat(viewer.state()).hasText("◆ Lapsed");
        return find("button").textContent().replaceAll("\\D*(\\d+)", "Lapse $1");
    }

    private Locator find(String selector) {
        return viewer.page().locator(selector);
    }
}
