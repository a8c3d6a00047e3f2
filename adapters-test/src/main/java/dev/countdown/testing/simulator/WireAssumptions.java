package dev.countdown.testing.simulator;

import dev.countdown.testing.ExchangeMarket;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * What the simulator's HTTP looks like where Gate does not say, or contradicts itself. <strong>These are
 * assumptions</strong>; nothing here was tried against the live exchange:
 *
 * <ul>
 *   <li>a trigger time is a string, as in Gate's example, though the schema says integer; for a timeout of 0 it is 0;
 *   <li>every reply carries {@code X-In-Time}, {@code X-Out-Time} and a trace id, and {@code GET /spot/time} exists;
 *   <li>a request that is too old is refused with 403, as seen in 2026 (401 in 2022);
 *   <li>a key without permission is refused with 403;
 *   <li>the labels of {@link BodyFault}, each with 400;
 *   <li>the window of the rate limits slides, and a 429 says when it ends in {@code X-Gate-RateLimit-Reset-Timestamp}, not
 *       in {@code Retry-After};
 *   <li>a Timestamp that is no number is refused with 400 {@code INVALID_PARAM_VALUE};
 *   <li>a countdown request that has a name which its market does not have is refused, not applied without the name;
 *   <li>cancelling an order that is finished is refused with 400 {@code ORDER_FINISHED}; on spot with {@code ORDER_CLOSED}
 *       if it was filled, else with {@code ORDER_CANCELLED}.
 * </ul>
 *
 * Immutable. It may get further parts: start with {@link #DEFAULTS}, and change what you need.
 */
public final class WireAssumptions {

    /** How a trigger time is written. */
    public enum TriggerTimeAs {
        /** {@code {"triggerTime":"1660039145000"}}. */
        STRING,
        /** {@code {"triggerTime":1660039145000}}. */
        NUMBER,
        /** {@code {}}. */
        ABSENT
    }

    /** What the headers of a reply say of the exchange's clock. */
    public enum TimeHeaders {
        /** {@code X-In-Time} and {@code X-Out-Time} in microseconds, and a trace id. */
        EXACT,
        /** {@code Date}, whole seconds, and no trace id. */
        DATE,
        /** Nothing. */
        NONE
    }

    /** All as assumed. */
    public static final WireAssumptions DEFAULTS = new WireAssumptions(new Parts());

    private final Parts parts;

    private WireAssumptions(Parts parts) {
        this.parts = parts;
    }

    /** Changed only before the assumptions that hold it are made. */
    private static final class Parts {
        private TriggerTimeAs triggerTimeAs = TriggerTimeAs.STRING;
        private TimeHeaders timeHeaders = TimeHeaders.EXACT;
        private boolean serverTime = true;
        private int expiredStatus = 403;
        private int permissionStatus = 403;
        private boolean refusesForeignNames = true;
        private Map<BodyFault, String> labels = Map.of();
        private Optional<RateLimit> countdowns = Optional.of(RateLimit.OTHERS);
        private Optional<RateLimit> orders = Optional.of(RateLimit.ORDERS);
    }

    private WireAssumptions with(Consumer<Parts> change) {
        Parts copy = new Parts();
        copy.triggerTimeAs = parts.triggerTimeAs;
        copy.timeHeaders = parts.timeHeaders;
        copy.serverTime = parts.serverTime;
        copy.expiredStatus = parts.expiredStatus;
        copy.permissionStatus = parts.permissionStatus;
        copy.refusesForeignNames = parts.refusesForeignNames;
        copy.labels = parts.labels;
        copy.countdowns = parts.countdowns;
        copy.orders = parts.orders;
        change.accept(copy);
        return new WireAssumptions(copy);
    }

    /**
     * How a trigger time is written.
     *
     * @return the form
     */
    public TriggerTimeAs triggerTimeAs() {
        return parts.triggerTimeAs;
    }

    /**
     * What a reply says of the exchange's clock.
     *
     * @return which headers
     */
    public TimeHeaders timeHeaders() {
        return parts.timeHeaders;
    }

    /**
     * Whether {@code GET /spot/time} exists.
     *
     * @return false if it is answered with 404
     */
    public boolean serverTime() {
        return parts.serverTime;
    }

    /**
     * The status of a request that is too old.
     *
     * @return of HTTP
     */
    public int expiredStatus() {
        return parts.expiredStatus;
    }

    /**
     * The status of a request whose key may not do that.
     *
     * @return of HTTP
     */
    public int permissionStatus() {
        return parts.permissionStatus;
    }

    /**
     * Whether a countdown request is refused that has a name which its market does not have, such as an underlying on spot.
     *
     * @return false if the name is ignored, so that the countdown is one of all orders
     */
    public boolean refusesForeignNames() {
        return parts.refusesForeignNames;
    }

    /**
     * How often a user may ask for a countdown, list orders, and read one, each on its own, in each market.
     *
     * @return empty for as often as he likes
     */
    public Optional<RateLimit> countdowns() {
        return parts.countdowns;
    }

    /**
     * How often a user may cancel orders in each market, and place those of options.
     *
     * @return empty for as often as he likes
     */
    public Optional<RateLimit> orders() {
        return parts.orders;
    }

    /**
     * How often a user may place orders in a market; on spot, in each pair.
     *
     * @param market where
     * @return empty for as often as he likes
     */
    public Optional<RateLimit> placements(ExchangeMarket market) {
        return parts.orders.map(limited -> switch (market) {
            case OPTIONS -> limited;
            case FUTURES_USDT, FUTURES_BTC -> RateLimit.FUTURES_PLACEMENTS;
            case SPOT -> RateLimit.SPOT_PLACEMENTS;
        });
    }

    /**
     * The same with trigger times written in another way.
     *
     * @param form how
     * @return a copy
     */
    public WireAssumptions withTriggerTimeAs(TriggerTimeAs form) {
        return with(copy -> copy.triggerTimeAs = Objects.requireNonNull(form, "form"));
    }

    /**
     * The same with other time headers.
     *
     * @param headers what a reply says of the exchange's clock
     * @return a copy
     */
    public WireAssumptions withTimeHeaders(TimeHeaders headers) {
        return with(copy -> copy.timeHeaders = Objects.requireNonNull(headers, "headers"));
    }

    /**
     * The same with or without {@code GET /spot/time}.
     *
     * @param exists whether it exists
     * @return a copy
     */
    public WireAssumptions withServerTime(boolean exists) {
        return with(copy -> copy.serverTime = exists);
    }

    /**
     * The same with another status for requests that are too old.
     *
     * @param status such as 401
     * @return a copy
     */
    public WireAssumptions withExpiredStatus(int status) {
        return with(copy -> copy.expiredStatus = status);
    }

    /**
     * The same with another status for keys that may not do what was asked.
     *
     * @param status such as 401
     * @return a copy
     */
    public WireAssumptions withPermissionStatus(int status) {
        return with(copy -> copy.permissionStatus = status);
    }

    /**
     * The same, but a name that a market does not have is refused or ignored in a countdown request.
     *
     * @param refused false to ignore it
     * @return a copy
     */
    public WireAssumptions withForeignNamesRefused(boolean refused) {
        return with(copy -> copy.refusesForeignNames = refused);
    }

    /**
     * The same with another label for a faulty body.
     *
     * @param fault what is wrong with it
     * @param label what to call it
     * @return a copy
     */
    public WireAssumptions withLabel(BodyFault fault, String label) {
        EnumMap<BodyFault, String> changed = new EnumMap<>(BodyFault.class);
        changed.putAll(parts.labels);
        changed.put(Objects.requireNonNull(fault, "fault"), Objects.requireNonNull(label, "label"));
        return with(copy -> copy.labels = Map.copyOf(changed));
    }

    /**
     * The same with another limit for countdowns, and for listing and reading orders.
     *
     * @param limit how often a user may do each of them
     * @return a copy
     */
    public WireAssumptions withCountdownLimit(RateLimit limit) {
        return with(copy -> copy.countdowns = Optional.of(Objects.requireNonNull(limit, "limit")));
    }

    /**
     * The same without any rate limit.
     *
     * @return a copy
     */
    public WireAssumptions withoutRateLimits() {
        return with(copy -> {
            copy.countdowns = Optional.empty();
            copy.orders = Optional.empty();
        });
    }

    String label(BodyFault fault) {
        return parts.labels.getOrDefault(fault, fault.assumedLabel());
    }
}
