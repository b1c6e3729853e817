package org.saltern.bench;

/** A row of the table: what is measured, in which unit, what must be reached and what is aimed at (issue 3). */
enum Measure {
    START("process start to first sign-in accepted, s", "2.5", "1.5"),
    IDLE("memory (PSS) idle, MB", "200", "128"),
    FIRST_SIGN_INS("CPU-seconds per 1,000 first sign-ins, just started", "", ""),
    MEMORY("memory (PSS) with all minions connected, MB", "300", "200"),
    COLD("CPU-seconds per 1,000 test.ping returns, first 10 s", "1.0", "0.5"),
    WARM("CPU-seconds per 1,000 test.ping returns, warm", "0.25", "0.12"),
    RATE("returns/s, committed", "6,000", "12,000"),
    ONE("one test.ping, heard to acknowledged, p50 ms", "4", "1.5"),
    EVENTS("events/s from minions", "10,000", "20,000"),
    EVENTS_CPU("CPU-seconds per 1,000 events", "", ""),
    WARM_SIGN_INS("CPU-seconds per 1,000 first sign-ins, warm", "2.0", "1.2"),
    GONE("'*' with one host gone: the others after, s", "at once", ""),
    MANY("'*' on many minions: all acknowledged after, s", "completes", "2"),
    MANY_AGAIN("the next one, s", "completes", ""),
    MANY_MEMORY("memory (PSS) after all sign-ins, MB", "flat", "flat");

    private final String text;
    private final String must;
    private final String aim;

    Measure(String text, String must, String aim) {
        this.text = text;
        this.must = must;
        this.aim = aim;
    }

    String text() {
        return text;
    }

    String must() {
        return must;
    }

    String aim() {
        return aim;
    }
}
