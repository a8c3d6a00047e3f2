/**
 * Keepers and fleets as metrics. Needs Micrometer, which a platform brings along; start at {@link
 * dev.countdown.metrics.CountdownMetrics}.
 */
@NullMarked
package dev.countdown.metrics;

import org.jspecify.annotations.NullMarked;
