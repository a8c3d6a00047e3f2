/** What all commands share: keys and connection options, durations, JSON, streams and signals, exit codes. */
@NullMarked
package dev.countdown.bootstrap.cli;

import org.jspecify.annotations.NullMarked;
