package org.saltern.jobs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.saltern.base.HostId;
import org.saltern.base.Jid;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Returns that were acknowledged while the database was away: on disk, until they are in the database. Taking one twice stores it
 * once, because a return that is known already is not stored again.
 */
final class SpilledReturns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SpilledReturns.class);

    private final Spill spill;
    private final AnswerReader answers;
    private final Runnable requireSpace;

    /** A return and the place behind it. */
    record Waiting(Change.Returned change, Spill.Entry entry) {}

    /** @param requireSpace throws when the disk is too full */
    SpilledReturns(Spill spill, AnswerReader answers, Runnable requireSpace) {
        this.requireSpace = requireSpace;
        this.spill = spill;
        this.answers = answers;
    }

    /**
     * Opens the file, which may hold returns of an earlier run.
     *
     * @throws Problem.Unavailable it cannot be read or made
     */
    static SpilledReturns open(Path file, long most, AnswerReader answers, Runnable requireSpace) {
        try {
            return new SpilledReturns(new Spill(file, most), answers, requireSpace);
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    Problem.text(
                            "The file for returns that wait for the database cannot be used: {0}",
                            Problem.shown(String.valueOf(e.getMessage()))),
                    file.toString(),
                    Problem.text("Let the user that runs Saltern read and write it."),
                    e);
        }
    }

    /** On the disk itself when this returns. */
    void add(List<Change.Returned> returns) throws IOException {
        requireSpace.run();
        List<byte[]> records = new ArrayList<>(returns.size());
        returns.forEach(one -> records.add(bytes(one.answer())));
        spill.append(records);
    }

    /** The oldest that are not in the database yet, as many as fit. */
    List<Waiting> oldest(int number, int bytes) throws IOException {
        List<Waiting> waiting = new ArrayList<>();
        for (Spill.Entry entry : spill.oldest(number, bytes)) {
            waiting.add(new Waiting(new Change.Returned(answer(entry.bytes())), entry));
        }
        return waiting;
    }

    /** They are in the database, up to and with this one. */
    void done(Waiting last) throws IOException {
        spill.forget(last.entry());
    }

    /** It cannot be stored: keeps it for a person to look at. */
    void setAside(Waiting waiting) throws IOException {
        spill.setAside(waiting.entry());
    }

    /** None of them can be read any more: keeps the file under another name. */
    void abandon() {
        try {
            LOG.error("What could not be read is in {}", spill.abandon());
        } catch (IOException e) {
            LOG.error("The file of returns that wait for the database is beyond use", e);
        }
    }

    boolean isEmpty() {
        return spill.isEmpty();
    }

    long bytes() {
        return spill.bytes();
    }

    @Override
    public void close() {
        try {
            spill.close();
        } catch (IOException e) {
            LOG.warn("The file of returns that wait for the database could not be closed", e);
        }
    }

    private static byte[] bytes(Answer answer) {
        ObjectNode load = answer.load().deepCopy();
        load.set("return", Content.read(answer.content().bytes(), answer.content().varying()));
        ObjectNode record = Json.object().put("host", answer.host().value());
        record.put("jid", answer.jid().value()).set("load", load);
        return Trees.write(record).getBytes(StandardCharsets.UTF_8);
    }

    private Answer answer(byte[] bytes) {
        ObjectNode record = (ObjectNode) Trees.read(bytes);
        var host = new HostId(record.get("host").textValue());
        return answers.read(host, (ObjectNode) record.get("load"))
                .as(new Jid(record.get("jid").textValue()));
    }
}
