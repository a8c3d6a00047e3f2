/** A small options market maker. */
module com.example.desk {
    requires dev.countdown.http;
    requires io.vertx.core;

    exports com.example.desk.application;
    exports com.example.desk.domain;
    exports com.example.desk.wiring;
}
