package dev.countdown.http;

/** What one run showed. */
record Figures(double callsPerSecond, double p50Micros, double bytesPerCall, double cpuMicrosPerCall) {

    String line() {
        return callsPerSecond + " " + p50Micros + " " + bytesPerCall + " " + cpuMicrosPerCall;
    }

    static Figures parse(String line) {
        String[] parts = line.strip().split(" ");
        return new Figures(
                Double.parseDouble(parts[0]),
                Double.parseDouble(parts[1]),
                Double.parseDouble(parts[2]),
                Double.parseDouble(parts[3]));
    }
}
