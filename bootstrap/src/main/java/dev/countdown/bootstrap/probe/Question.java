package dev.countdown.bootstrap.probe;

import java.util.List;

/** One question to the exchange; it needs no order. */
interface Question {

    /** Asks until it is answered, or will not be. */
    List<TopicFinding> ask(Conversation with, Subject about);
}
