/**
 * The rules of a gateway as tests. A platform extends {@link
 * dev.countdown.testing.contract.CountdownGatewayContract} for a gateway of its own. It needs JUnit.
 */
@NullMarked
package dev.countdown.testing.contract;

import org.jspecify.annotations.NullMarked;
