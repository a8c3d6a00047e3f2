package dev.countdown.bootstrap.plan;

import dev.countdown.application.RenewalPolicy;
import dev.countdown.domain.Timeout;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** False fires a day against the timeout, one line for each way to choose the interval. */
final class PlanSvg {

    private static final int WIDTH = 720;
    private static final int HEIGHT = 420;
    private static final int LEFT = 70;
    private static final int BOTTOM = 370;
    private static final int TOP = 50;
    private static final int LONGEST = 120;
    private static final int LEAST_EXPONENT = -12;
    private static final int MOST_EXPONENT = 4;
    private static final Map<Integer, String> DASHES = new TreeMap<>(Map.of(2, "2 4", 3, "8 4", 4, "none"));

    private PlanSvg() {}

    static String of(NetworkModel network) {
        StringBuilder svg = new StringBuilder(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" "
                        + "font-size=\"12\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n"
                        + "<text x=\"%d\" y=\"24\" font-size=\"15\">False fires a day against the timeout</text>\n",
                WIDTH,
                HEIGHT,
                LEFT));
        for (int exponent = LEAST_EXPONENT; exponent <= MOST_EXPONENT; exponent += 2) {
            double y = y(Math.pow(10, exponent));
            svg.append(String.format(
                    Locale.ROOT,
                    "<path d=\"M%d %.1fH%d\" stroke=\"#ddd\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">1e%d</text>\n",
                    LEFT,
                    y,
                    WIDTH - 20,
                    LEFT - 8,
                    y + 4,
                    exponent));
        }
        for (int seconds = 20; seconds <= LONGEST; seconds += 20) {
            svg.append(String.format(
                    Locale.ROOT,
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>\n",
                    x(seconds),
                    BOTTOM + 18,
                    seconds));
        }
        int row = 0;
        for (Map.Entry<Integer, String> dash : DASHES.entrySet()) {
            svg.append(curve(network, dash.getKey(), dash.getValue(), TOP + 18 * row++));
        }
        return svg.append("</svg>\n").toString();
    }

    private static String curve(NetworkModel network, int share, String dash, int labelY) {
        StringBuilder points = new StringBuilder();
        for (int seconds = 5; seconds <= LONGEST; seconds++) {
            Duration interval = Duration.ofSeconds(seconds).dividedBy(share);
            RenewalPolicy policy = policy(seconds, interval);
            points.append(String.format(
                    Locale.ROOT, "%.1f,%.1f ", x(seconds), y(new PlannedPolicy(policy, network).perDay())));
        }
        return String.format(
                Locale.ROOT,
                "<polyline points=\"%s\" fill=\"none\" stroke=\"#0b6e4f\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>\n"
                        + "<path d=\"M%d %dh40\" stroke=\"#0b6e4f\" stroke-width=\"2\" stroke-dasharray=\"%s\"/>"
                        + "<text x=\"%d\" y=\"%d\">interval T/%d</text>\n",
                points.toString().strip(),
                dash,
                WIDTH - 190,
                labelY,
                dash,
                WIDTH - 140,
                labelY + 4,
                share);
    }

    private static RenewalPolicy policy(int seconds, Duration interval) {
        return RenewalPolicy.forTimeout(Timeout.ofSeconds(seconds), interval);
    }

    private static double x(double seconds) {
        return LEFT + (WIDTH - 20 - LEFT) * seconds / LONGEST;
    }

    private static double y(double perDay) {
        double exponent = perDay <= 0 ? LEAST_EXPONENT : Math.log10(perDay);
        double clamped = Math.max(LEAST_EXPONENT, Math.min(MOST_EXPONENT, exponent));
        return BOTTOM - (BOTTOM - TOP) * (clamped - LEAST_EXPONENT) / (MOST_EXPONENT - LEAST_EXPONENT);
    }
}
