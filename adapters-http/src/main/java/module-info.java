/** The countdown gateway over HTTP. */
module dev.countdown.http {
    requires transitive dev.countdown.application;
    requires transitive io.vertx.core;
    requires com.fasterxml.jackson.core;
    requires com.google.common;
    requires io.vertx.web.client;
    requires io.vertx.web.common;
    requires static transitive org.jspecify;

    exports dev.countdown.http;
}
