package dev.countdown.bootstrap.keep.status;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Somebody who looks at a status page in Debian's Chromium; screenshots go to {@code target/screenshots}. */
final class Viewer implements AutoCloseable {

    private static final Path SHOTS = Path.of("target", "screenshots");

    private final List<String> console = new CopyOnWriteArrayList<>();
    private final Playwright playwright;
    private final Browser browser;
    private final Page page;

    Viewer(String url) {
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

    Page page() {
        return page;
    }

    /** What the browser complained of. */
    List<String> console() {
        return console;
    }

    Locator state() {
        return page.locator(".state");
    }

    /** What stands beside a label. */
    Locator figure(String label) {
        return page.locator("dt:text-is('" + label + "') + dd");
    }

    void shoot(String name) {
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            String shade = scheme.name().toLowerCase(Locale.ROOT);
            Map.of("wide", 1200, "phone", 360).forEach((width, pixels) -> {
                page.setViewportSize(pixels, 700);
                page.screenshot(new Page.ScreenshotOptions()
                        .setFullPage(true)
                        .setPath(SHOTS.resolve(name + "-" + shade + "-" + width + ".png")));
            });
        }
    }

    @Override
    public void close() {
        browser.close();
        playwright.close();
    }
}
