/**
 * The rules of layering: {@link dev.countdown.testing.architecture.HexagonRules}. It needs ArchUnit.
 */
@NullMarked
package dev.countdown.testing.architecture;

import org.jspecify.annotations.NullMarked;
