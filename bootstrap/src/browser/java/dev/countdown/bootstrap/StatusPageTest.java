package dev.countdown.bootstrap;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The page in Debian's Chromium; screenshots go to {@code target/screenshots}. */
class StatusPageTest extends SimulatorTest {

    private static final Path SHOTS = Path.of("target", "screenshots");
    private static final LocatorAssertions.HasTextOptions SOON =
            new LocatorAssertions.HasTextOptions().setTimeout(Cli.PATIENCE.toMillis());

    private final List<String> console = new CopyOnWriteArrayList<>();
    private Process bot;
    private Cli cli;
    private Playwright playwright;
    private Browser browser;
    private Page page;

    @BeforeEach
    void open() throws IOException {
        bot = new ProcessBuilder("sleep", "600").start();
        cli = Cli.start(
                baseUri,
                "keep",
                "--timeout",
                "10",
                "--interval",
                "1s",
                "--pid",
                String.valueOf(bot.pid()),
                "--http",
                "0",
                "--allow-acknowledge");
        String url = cli.awaitErr("status page at").replaceAll(".*(http://\\S+)", "$1");
        cli.awaitOut("armed");
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of("/usr/bin/chromium"))
                        .setArgs(List.of("--no-sandbox")));
        page = browser.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                console.add(message.text());
            }
        });
        page.onPageError(console::add);
        page.navigate(url);
    }

    @AfterEach
    void close() {
        browser.close();
        playwright.close();
        cli.close();
        bot.destroyForcibly();
    }

    @Test
    void everyStateIsShownInWordsAndNothingStaleAsLive() {
        assertThat(state()).hasText("● Armed", SOON);
        assertThat(page.locator("#summary")).hasText("1 of 1 armed");
        shoot("armed");
        cli.signal("STOP");
        assertThat(state()).hasText("? Unknown", SOON);
        assertThat(page.locator("#lost")).isVisible();
        shoot("no-word");
        Await.until("fired", () -> !exchange.firings().isEmpty());
        cli.signal("CONT");
        assertThat(state()).hasText("◆ Lapsed", SOON);
        assertThat(page.locator("#lost")).isHidden();
        shoot("lapsed");
        page.locator("button").click();
        assertThat(state()).hasText("● Armed", SOON);
        assertThat(page.locator("#said")).containsText("all: ");
        shoot("acknowledged");
        simulator.faults("{\"dropBefore\":1}");
        assertThat(state()).hasText("▲ At risk", SOON);
        shoot("at-risk");
        simulator.faults("{}");
        assertThat(state()).not().hasText("▲ At risk", SOON);
        bot.destroyForcibly();
        assertThat(state()).hasText("■ Withheld", SOON);
        shoot("withheld");
        assertThat(console).isEmpty();
        cli.close();
        assertThat(state()).hasText("? Unknown", SOON);
        shoot("killed");
    }

    @Test
    void aFiringIsShown() {
        assertThat(state()).hasText("● Armed", SOON);
        bot.destroyForcibly();
        assertThat(state()).hasText("✖ Fired", SOON);
        shoot("fired");
        assertThat(console).isEmpty();
    }

    private Locator state() {
        return page.locator(".state");
    }

    private void shoot(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String shade = scheme.name().toLowerCase(java.util.Locale.ROOT);
            for (Map.Entry<String, Integer> width :
                    Map.of("wide", 1200, "phone", 360).entrySet()) {
                page.setViewportSize(width.getValue(), 700);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve(name + "-" + shade + "-" + width.getKey() + ".png")));
            }
        }
    }
}
