package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.bootstrap.cli.DurationText;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * A plan as a picture: two panels above one axis of timeouts, how often the switch fires by mistake, and how long orders stand
 * after a death, with the chosen timeout marked in both. It is drawn for a light page or a dark one.
 */
final class PlanSvg {

    private static final int WIDTH = 930;
    private static final int HEIGHT = 640;
    private static final int LEFT = 190;
    private static final int RIGHT = 690;
    private static final int FIRES_TOP = 110;
    private static final int FIRES_BOTTOM = 350;
    private static final int EXPOSURE_TOP = 420;
    private static final int EXPOSURE_BOTTOM = 570;

    /** From the right end of the panels to the words of the legend. */
    private static final int TEXT = 56;

    private static final int POINTS = 240;
    private static final int SHORTEST = 5;
    private static final int USUAL_END = 60;

    /** Beyond the timeout that fires by mistake less than once a year, so that it is seen. */
    private static final double MORE = 1.2;

    private static final int DEFAULT_SHARE = 4;
    private static final double ONCE_A_YEAR = 1 / PlanReport.DAYS_PER_YEAR;

    private static final String HEAD = """
            <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %1$d %2$d" font-family="sans-serif" font-size="13">
            <style>
            .page{fill:#fff}.text{fill:#1f2328}.quiet{fill:#59636e}.grid{stroke:#d8dee4}
            .curve{stroke:#0969da;fill:none;stroke-width:2}.year{stroke:#59636e;stroke-dasharray:1 3}
            .chosen{stroke:#bc4c00;stroke-width:1.5}.dot{fill:#bc4c00}
            .value,.goal{stroke:#fff;stroke-width:4;paint-order:stroke}
            .value{fill:#bc4c00;font-weight:bold}.goal{fill:#59636e}
            @media (prefers-color-scheme:dark){
            .page{fill:#0d1117}.text{fill:#e6edf3}.quiet{fill:#9198a1}.grid{stroke:#30363d}
            .curve{stroke:#58a6ff}.year{stroke:#9198a1}.chosen{stroke:#f0883e}.dot{fill:#f0883e}
            .value,.goal{stroke:#0d1117}.value{fill:#f0883e}.goal{fill:#9198a1}}
            </style>
            <rect class="page" width="%1$d" height="%2$d"/>
            """;

    private final StringBuilder svg = new StringBuilder();
    private final PlannedPolicy plan;
    private final PlanAxis timeouts;
    private final PlanAxis fires;
    private final PlanAxis exposures;

    private PlanSvg(PlannedPolicy plan) {
        this.plan = plan;
        double chosen = plan.policy().timeout().seconds();
        double rare = plan.rareEnough()
                .map(each -> each.policy().timeout().seconds() * MORE)
                .orElse(0.0);
        timeouts = PlanAxis.upTo(Math.max(Math.max(USUAL_END, rare), 2 * chosen), LEFT, RIGHT);
        List<Double> rates = new ArrayList<>(List.of(plan.perDay(), ONCE_A_YEAR));
        for (int share = 2; share <= DEFAULT_SHARE; share++) {
            int each = share;
            seconds().forEach(timeout -> rates.add(planned(timeout, each).perDay()));
        }
        fires = PlanAxis.around(rates, FIRES_BOTTOM, FIRES_TOP);
        double longest = seconds(planned((int) timeouts.most(), DEFAULT_SHARE).exposureIfStuck());
        exposures = PlanAxis.upTo(longest, EXPOSURE_BOTTOM, EXPOSURE_TOP);
    }

    static String of(PlannedPolicy plan) {
        return new PlanSvg(plan).draw();
    }

    private String draw() {
        add(HEAD, WIDTH, HEIGHT);
        text("text", LEFT, 28, "start", "font-size=\"17\"", "False fires against exposure, for each timeout");
        text("quiet", LEFT, 48, "start", "", "network: " + plan.network().text());
        marks();
        panel("How often the switch fires by mistake (mean, logarithmic)", FIRES_TOP);
        panel("How long orders stand after a death, in seconds", EXPOSURE_TOP);
        text("text", (LEFT + RIGHT) / 2, EXPOSURE_BOTTOM + 42, "middle", "", "timeout, in seconds");
        onceAYear();
        for (int share = 2; share <= DEFAULT_SHARE; share++) {
            int each = share;
            String dash = dash(DEFAULT_SHARE - share);
            curve(fires, dash, timeout -> planned(timeout, each).perDay());
            legend(FIRES_TOP + 20 * (share - 1), dash, "renewed every timeout / " + share);
        }
        curve(
                exposures,
                dash(0),
                timeout -> seconds(planned(timeout, DEFAULT_SHARE).exposure()));
        legend(EXPOSURE_TOP + 20, dash(0), "usually");
        text("value", RIGHT + TEXT, EXPOSURE_TOP + 40, "start", "", DurationText.text(plan.exposure()));
        curve(
                exposures,
                dash(1),
                timeout -> seconds(planned(timeout, DEFAULT_SHARE).exposureIfStuck()));
        legend(EXPOSURE_TOP + 70, dash(1), "last request is stuck");
        text("value", RIGHT + TEXT, EXPOSURE_TOP + 90, "start", "", DurationText.text(plan.exposureIfStuck()));
        chosen();
        return svg.append("</svg>\n").toString();
    }

    private void marks() {
        for (double mark : timeouts.marks()) {
            line("grid", timeouts.at(mark), FIRES_TOP, timeouts.at(mark), FIRES_BOTTOM);
            line("grid", timeouts.at(mark), EXPOSURE_TOP, timeouts.at(mark), EXPOSURE_BOTTOM);
            text("quiet", timeouts.at(mark), EXPOSURE_BOTTOM + 20, "middle", "", PlanReport.number(mark));
            text("quiet", timeouts.at(mark), FIRES_BOTTOM + 20, "middle", "", PlanReport.number(mark));
        }
        marks(fires, PlanReport::often);
        marks(exposures, mark -> PlanReport.number(mark) + " s");
    }

    private void marks(PlanAxis upright, DoubleFunction<String> label) {
        for (double mark : upright.marks()) {
            line("grid", LEFT, upright.at(mark), RIGHT, upright.at(mark));
            text("quiet", LEFT - 10, upright.at(mark) + 4, "end", "", label.apply(mark));
        }
    }

    private void panel(String title, int top) {
        text("text", LEFT, top - 14, "start", "font-weight=\"bold\"", title);
    }

    private void onceAYear() {
        double y = fires.at(ONCE_A_YEAR);
        line("year", LEFT, y, RIGHT, y);
        text("goal", RIGHT - 6, y - 5, "end", "", "once a year");
    }

    private void chosen() {
        RenewalPolicy policy = plan.policy();
        double x = timeouts.at(policy.timeout().seconds());
        line("chosen", x, FIRES_TOP, x, FIRES_BOTTOM);
        line("chosen", x, EXPOSURE_TOP, x, EXPOSURE_BOTTOM);
        dot(x, fires.at(plan.perDay()));
        dot(x, exposures.at(seconds(plan.exposure())));
        dot(x, exposures.at(seconds(plan.exposureIfStuck())));
        text("value", x + 10, fires.at(plan.perDay()) - 8, "start", "", PlanReport.often(plan.perDay()));
        dot(RIGHT + 30, FIRES_TOP - 4);
        String interval = DurationText.text(policy.interval());
        text("text", RIGHT + TEXT, FIRES_TOP, "start", "", "chosen: " + policy.timeout() + ", every " + interval);
    }

    private void dot(double x, double y) {
        add("<circle class=\"dot\" cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>\n", x, y);
    }

    private void curve(PlanAxis axis, String dash, ToDoubleFunction<Integer> of) {
        StringBuilder points = new StringBuilder();
        seconds()
                .forEach(timeout ->
                        points.append(format("%.1f,%.1f ", timeouts.at(timeout), axis.at(of.applyAsDouble(timeout)))));
        add(
                "<polyline class=\"curve\" stroke-dasharray=\"%s\" points=\"%s\"/>\n",
                dash, points.toString().strip());
    }

    private void legend(int y, String dash, String text) {
        add("<path class=\"curve\" stroke-dasharray=\"%s\" d=\"M%d %dh32\"/>\n", dash, RIGHT + 14, y - 4);
        text("text", RIGHT + TEXT, y, "start", "", text);
    }

    private void line(String kind, double x1, double y1, double x2, double y2) {
        add("<path class=\"%s\" fill=\"none\" d=\"M%.1f %.1fL%.1f %.1f\"/>\n", kind, x1, y1, x2, y2);
    }

    private void text(String kind, double x, double y, String anchor, String more, String text) {
        add(
                "<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>\n",
                kind, x, y, anchor, more, text);
    }

    private void add(String format, Object... values) {
        svg.append(format(format, values));
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static String dash(int number) {
        return List.of("none", "8 4", "2 4").get(number);
    }

    private IntStream seconds() {
        int most = (int) timeouts.most();
        int step = Math.max(1, most / POINTS);
        return IntStream.iterate(SHORTEST, each -> each > 0 && each <= most, each -> each + step);
    }

    private PlannedPolicy planned(int timeout, int share) {
        Duration interval = Duration.ofSeconds(timeout).dividedBy(share);
        return new PlannedPolicy(
                RenewalPolicy.forTimeout(Timeout.ofSeconds(timeout), interval)
                        .withGranularity(plan.policy().granularity()),
                plan.network());
    }

    private static double seconds(Duration span) {
        return span.toMillis() / 1000.0;
    }
}
