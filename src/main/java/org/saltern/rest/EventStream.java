package org.saltern.rest;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** One open {@code /events}. Written by the thread that hears events and by the one that keeps it open. */
final class EventStream {
    private static final int HEARTBEAT_SECONDS = 15;

    private final Caller caller;
    private final HttpServletResponse response;
    private final ReentrantLock writing = new ReentrantLock();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean finished;

    EventStream(Caller caller, HttpServletResponse response) {
        this.caller = caller;
        this.response = response;
    }

    Caller caller() {
        return caller;
    }

    /** Sends the head and the first line, so that the client knows it is connected. */
    void begin() throws IOException {
        response.setStatus(200);
        response.setContentType("text/event-stream;charset=utf-8");
        response.setHeader("Cache-Control", "no-cache");
        response.setHeader("X-Accel-Buffering", "no");
        write("retry: 400\n");
    }

    /** Sends a text; nothing once {@link #finish} was called. */
    void write(String text) throws IOException {
        writing.lock();
        try {
            if (finished) {
                return;
            }
            OutputStream out = response.getOutputStream();
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            writing.unlock();
        }
    }

    /** Returns once {@link #end} was called, or {@code live} says no; sends a comment now and then to notice a lost client. */
    void keepOpen(BooleanSupplier live) throws IOException, InterruptedException {
        while (!ended.await(HEARTBEAT_SECONDS, TimeUnit.SECONDS) && live.getAsBoolean()) {
            write(": keepalive\n");
        }
    }

    /** Asks the thread that keeps the stream open to end it. */
    void end() {
        ended.countDown();
    }

    /** Nothing is written from now on: the response goes back to the server, and listeners may still be under way. */
    void finish() {
        writing.lock();
        try {
            finished = true;
        } finally {
            writing.unlock();
        }
    }
}
