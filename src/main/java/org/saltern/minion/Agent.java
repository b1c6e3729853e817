package org.saltern.minion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.saltern.base.Closer;
import org.saltern.base.Json;
import org.saltern.base.Problem;
import org.saltern.crypto.KeyFiles;
import org.saltern.crypto.RsaPrivateKey;
import org.saltern.modules.LocalMachine;
import org.saltern.modules.Machine;
import org.saltern.modules.Outcome;
import org.saltern.modules.ProcessWatch;
import org.saltern.modules.exec.Builtins;
import org.saltern.modules.grains.Grains;
import org.saltern.wire.PublishClient;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A minion: makes its key, signs in and keeps trying for ever, runs what its master publishes, returns the results. Works with
 * Saltern's master and with upstream's. Several agents may live in one process.
 */
public final class Agent implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Agent.class);
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy", Locale.ENGLISH);

    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final MinionSettings settings;
    private final RsaPrivateKey key;
    private final Closer closer = new Closer();
    private final Sessions sessions;
    private final Self self;
    private final MasterBus bus;
    private final JobTable table = new JobTable();
    private final Outbox outbox;
    private final JobRunner runner;
    private final PublicationDesk desk;
    private final Line line;
    private final InstantSource clock;
    private final List<Thread> threads = new ArrayList<>();
    private boolean closed;
    private final CountDownLatch ready = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** An agent on this machine that reaches its master over the network. */
    public Agent(MinionSettings settings) {
        this(
                settings,
                Line.zmq(settings.master(), settings.requestPort(), settings.id()),
                LocalMachine::new,
                InstantSource.system());
    }

    /**
     * Makes or loads the key and collects the grains; nothing is sent before {@link #start}.
     *
     * @param machines makes the machine that one job works on
     * @throws Problem.Unavailable the agent's folder cannot be used
     */
    public Agent(
            MinionSettings settings,
            Line line,
            Function<ProcessWatch, Machine> machines,
            InstantSource clock) {
        this.settings = settings;
        this.line = line;
        this.clock = clock;
        key = new KeyFiles(settings.pki(), "minion").loadOrMake(settings.trust().keyBits());
        ObjectNode options = settings.saltOptions();
        Machine machine = machines.apply(ProcessWatch.NONE);
        ObjectNode grains = Grains.collect(machine, options);
        Heard heard = new Heard(settings.cache());
        var pin = new MasterPin(settings.pki(), settings.trust().masterFinger());
        var signIn =
                new SignIn(settings, key, pin, heard, closer.add(line.requests()), offered(grains));
        sessions = new Sessions(signIn, settings.patience());
        Channel returns = closer.add(new Channel(line.requests(), sessions, key, settings, clock));
        Channel files = closer.add(new Channel(line.requests(), sessions, key, settings, clock));
        self =
                new Self(
                        settings.id(),
                        options,
                        () -> Grains.collect(machine, options),
                        files,
                        grains);
        bus = new MasterBus(settings.id(), returns);
        outbox = outbox(returns);
        var tools =
                new JobRunner.Tools(
                        Builtins.modules(),
                        machines,
                        self,
                        new MasterFiles(settings.id(), files),
                        bus,
                        clock);
        runner = new JobRunner(tools, table, outbox::put);
        desk =
                new PublicationDesk(
                        sessions, heard, self, settings.trust().signedOnly(), runner::start);
    }

    private Outbox outbox(Channel channel) {
        try {
            return new Outbox(
                    settings.cache().resolve("returns"),
                    settings.id(),
                    channel,
                    settings.patience().returnRetry());
        } catch (IOException e) {
            throw new Problem.Unavailable(
                    "Cannot make the folder for results: " + e.getMessage(),
                    settings.cache().toString(),
                    "Check the folder's owner and free space.",
                    e);
        }
    }

    /** {@code autosign_grains} names grains; their values go with each sign-in. */
    private ObjectNode offered(ObjectNode grains) {
        ObjectNode offered = Json.object();
        settings.options()
                .path("autosign_grains")
                .forEach(name -> offered.set(name.asText(), grains.path(name.asText())));
        return offered;
    }

    /** The fingerprint of this agent's key, which the operator compares on the master. */
    public String fingerprint() {
        return key.publicKey().fingerprint();
    }

    /** Signs in, subscribes and works, on threads of its own. Called once. */
    public void start() {
        LOG.info(
                "Minion {} signs in at {} port {}; its key is {}",
                settings.id(),
                settings.master(),
                settings.requestPort(),
                fingerprint());
        begin("agent-" + settings.id(), this::live);
    }

    /** Waits until this agent is signed in and takes jobs. @return false when the time ran out */
    public boolean awaitReady(long time, TimeUnit unit) throws InterruptedException {
        return ready.await(time, unit);
    }

    /** Waits until {@link #close} was called. */
    public void awaitEnd() throws InterruptedException {
        ended.await();
    }

    /**
     * Signs in, runs one function on this thread and answers; no job is taken and no result is sent. In place of
     * {@link #start}.
     *
     * @param load the words about the call: {@code fun}, {@code jid} …
     */
    public Outcome call(ObjectNode load, List<JsonNode> arguments) throws InterruptedException {
        sessions.establish();
        fetchPillar();
        return runner.here(load, arguments);
    }

    private void live() throws InterruptedException {
        int said = sessions.establish().publishPort();
        int port = settings.publishPort() == 0 ? said : settings.publishPort();
        PublishClient ear = closer.add(line.publications(port));
        ear.listen(List.of(""), desk);
        fetchPillar();
        announce();
        begin("returns-" + settings.id(), outbox::work);
        begin("publications-" + settings.id(), desk::work);
        LOG.info("Minion {} is ready to receive requests!", settings.id());
        ready.countDown();
        while (true) {
            sessions.awaitLoss();
            sessions.establish();
            LOG.info("Minion {} is signed in again", settings.id());
        }
    }

    private void fetchPillar() throws InterruptedException {
        boolean fetched = false;
        while (!fetched) {
            try {
                fetched = self.refreshPillar();
            } catch (IOException e) {
                LOG.warn("The pillar could not be fetched: {}", e.getMessage());
                TimeUnit.MILLISECONDS.sleep(settings.patience().acceptance().toMillis());
                sessions.establish();
            }
        }
    }

    /** Upstream's start events; without them the master still works, so one try is enough. */
    private void announce() {
        String now =
                ASCTIME.format(ZonedDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()));
        String text = "Minion " + settings.id() + " started at " + now;
        try {
            if (settings.options().path("enable_legacy_startup_events").asBoolean(true)) {
                bus.fire(event("minion_start", text));
            }
            bus.fire(event("salt/minion/" + settings.id() + "/start", text));
        } catch (IOException e) {
            LOG.warn("The master was not told that this minion started: {}", e.getMessage());
        }
    }

    private ObjectNode event(String tag, String text) {
        ObjectNode load = Json.object().put("data", text).put("tag", tag);
        ObjectNode shown = Json.object();
        settings.options()
                .path("start_event_grains")
                .forEach(name -> shown.set(name.asText(), self.grains().path(name.asText())));
        return shown.isEmpty() ? load : load.set("grains", shown);
    }

    /** Work that goes on until it is interrupted. */
    private interface Work {
        void run() throws InterruptedException;
    }

    private void begin(String name, Work work) {
        Thread thread =
                Thread.ofVirtual()
                        .name(name)
                        .unstarted(
                                () -> {
                                    try {
                                        work.run();
                                    } catch (InterruptedException e) {
                                        LOG.debug("{} ends", name);
                                    } catch (RuntimeException e) {
                                        LOG.error("{} ended by a bug; restart the agent", name, e);
                                    }
                                });
        synchronized (threads) {
            if (closed) { // while this agent was just about to become ready
                return;
            }
            threads.add(thread);
            thread.start();
        }
    }

    /**
     * Ends the running jobs and their processes, and leaves; no thread of this agent works on when this returns. Results that are
     * not sent go out at the next start.
     */
    @Override
    public void close() {
        table.endAll();
        List<Thread> working;
        synchronized (threads) {
            closed = true;
            working = List.copyOf(threads);
        }
        working.forEach(Thread::interrupt);
        closer.close();
        working.forEach(Agent::awaitEnd);
        ended.countDown();
    }

    private static void awaitEnd(Thread thread) {
        try {
            if (!thread.join(LONGEST_END)) {
                LOG.error("The thread {} does not end", thread.getName());
            }
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // the caller is in a hurry; the thread ends by itself
        }
    }

    /** Whether no thread of this agent works. */
    boolean isAtRest() {
        synchronized (threads) {
            return threads.stream().noneMatch(Thread::isAlive);
        }
    }
}
