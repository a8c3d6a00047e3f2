/** A simulated exchange, faults, a contract kit and architecture rules for tests. */
// ArchUnit has no module descriptor.
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module dev.countdown.testing {
    requires transitive dev.countdown.application;
    requires com.google.common;
    requires static transitive com.tngtech.archunit;
    requires transitive io.vertx.core;
    requires static transitive org.jspecify;
    requires static transitive org.junit.jupiter.api;

    exports dev.countdown.testing;
    exports dev.countdown.testing.architecture;
    exports dev.countdown.testing.contract;
    exports dev.countdown.testing.simulator;
}
