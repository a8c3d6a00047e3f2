package dev.countdown.bootstrap.probe;

import dev.countdown.application.Scheduler;
import java.time.Duration;

/** The way to the exchange, and the time on our side. For one thread. */
interface Wire {

    /**
     * Sends one request once.
     *
     * @param timestamp the text of its header
     * @return the reply; of status 0 if none came
     */
    Reply send(Call call, String timestamp);

    Scheduler clock();

    void pause(Duration span);
}
