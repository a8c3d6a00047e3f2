package dev.countdown.testing.simulator;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

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
 *   <li>cancelling an order that is finished is refused with 400 {@code ORDER_FINISHED}.
 * </ul>
 *
 * Immutable.
 *
 * @param triggerTimeAs how a trigger time is written
 * @param timeHeaders what a reply says of the exchange's clock
 * @param serverTime whether {@code GET /spot/time} exists; else it is answered with 404
 * @param expiredStatus of a request that is too old
 * @param permissionStatus of a request whose key may not do that
 * @param labels of faulty bodies, where they differ from what is assumed
 * @param countdowns how often a user may ask for a countdown, list orders, and read one, each on its own; empty for as
 *     often as he likes
 * @param orders how often a user may place, and cancel, orders; empty for as often as he likes
 */
public record WireAssumptions(
        TriggerTimeAs triggerTimeAs,
        TimeHeaders timeHeaders,
        boolean serverTime,
        int expiredStatus,
        int permissionStatus,
        Map<BodyFault, String> labels,
        Optional<RateLimit> countdowns,
        Optional<RateLimit> orders) {

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
    public static final WireAssumptions DEFAULTS = new WireAssumptions(
            TriggerTimeAs.STRING,
            TimeHeaders.EXACT,
            true,
            403,
            403,
            Map.of(),
            Optional.of(RateLimit.OTHERS),
            Optional.of(RateLimit.ORDERS));

    /**
     * Copies the labels.
     *
     * @param triggerTimeAs how a trigger time is written
     * @param timeHeaders what a reply says of the exchange's clock
     * @param serverTime whether {@code GET /spot/time} exists; else it is answered with 404
     * @param expiredStatus of a request that is too old
     * @param permissionStatus of a request whose key may not do that
     * @param labels of faulty bodies, where they differ from what is assumed
     * @param countdowns how often a user may ask for a countdown, list orders, and read one, each on its own; empty for
     *     as often as he likes
     * @param orders how often a user may place, and cancel, orders; empty for as often as he likes
     */
    public WireAssumptions {
        labels = Map.copyOf(labels);
    }

    /**
     * The same with trigger times written in another way.
     *
     * @param form how
     * @return a copy
     */
    public WireAssumptions withTriggerTimeAs(TriggerTimeAs form) {
        return new WireAssumptions(
                form, timeHeaders, serverTime, expiredStatus, permissionStatus, labels, countdowns, orders);
    }

    /**
     * The same with other time headers.
     *
     * @param headers what a reply says of the exchange's clock
     * @return a copy
     */
    public WireAssumptions withTimeHeaders(TimeHeaders headers) {
        return new WireAssumptions(
                triggerTimeAs, headers, serverTime, expiredStatus, permissionStatus, labels, countdowns, orders);
    }

    /**
     * The same with or without {@code GET /spot/time}.
     *
     * @param exists whether it exists
     * @return a copy
     */
    public WireAssumptions withServerTime(boolean exists) {
        return new WireAssumptions(
                triggerTimeAs, timeHeaders, exists, expiredStatus, permissionStatus, labels, countdowns, orders);
    }

    /**
     * The same with another status for requests that are too old.
     *
     * @param status such as 401
     * @return a copy
     */
    public WireAssumptions withExpiredStatus(int status) {
        return new WireAssumptions(
                triggerTimeAs, timeHeaders, serverTime, status, permissionStatus, labels, countdowns, orders);
    }

    /**
     * The same with another status for keys that may not do what was asked.
     *
     * @param status such as 401
     * @return a copy
     */
    public WireAssumptions withPermissionStatus(int status) {
        return new WireAssumptions(
                triggerTimeAs, timeHeaders, serverTime, expiredStatus, status, labels, countdowns, orders);
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
        changed.putAll(labels);
        changed.put(fault, label);
        return new WireAssumptions(
                triggerTimeAs, timeHeaders, serverTime, expiredStatus, permissionStatus, changed, countdowns, orders);
    }

    /**
     * The same with another limit for countdowns, and for listing and reading orders.
     *
     * @param limit how often a user may do each of them
     * @return a copy
     */
    public WireAssumptions withCountdownLimit(RateLimit limit) {
        return new WireAssumptions(
                triggerTimeAs,
                timeHeaders,
                serverTime,
                expiredStatus,
                permissionStatus,
                labels,
                Optional.of(limit),
                orders);
    }

    /**
     * The same without any rate limit.
     *
     * @return a copy
     */
    public WireAssumptions withoutRateLimits() {
        return new WireAssumptions(
                triggerTimeAs,
                timeHeaders,
                serverTime,
                expiredStatus,
                permissionStatus,
                labels,
                Optional.empty(),
                Optional.empty());
    }

    String label(BodyFault fault) {
        return labels.getOrDefault(fault, fault.assumedLabel());
    }
}
