/** The countdown gateway over HTTP, and keepers as metrics. */
// Micrometer has no module descriptor.
@SuppressWarnings("requires-automatic")
module dev.countdown.http {
    requires transitive dev.countdown.application;
    requires transitive io.vertx.core;
    requires com.fasterxml.jackson.core;
    requires com.google.common;
    requires io.vertx.web.client;
    requires io.vertx.web.common;
    requires static micrometer.core; // not transitive: the compiler would ask for it where a platform has no metrics
    requires static transitive org.jspecify;

    exports dev.countdown.guard;
    exports dev.countdown.http;
    exports dev.countdown.metrics;
    exports dev.countdown.store;
}
