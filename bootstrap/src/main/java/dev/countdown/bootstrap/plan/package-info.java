/**
 * The command {@code plan}: how often a countdown would fire by mistake, computed and simulated. Start at {@link
 * dev.countdown.bootstrap.plan.PlanCommand}.
 */
@NullMarked
package dev.countdown.bootstrap.plan;

import org.jspecify.annotations.NullMarked;
