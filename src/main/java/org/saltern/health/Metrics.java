package org.saltern.health;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.FunctionTimer;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.jvm.ClassLoaderMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Numbers about this process in Prometheus' text form. Nothing is counted here: each number is asked for when it is read. Names get the
 * prefix {@code saltern_}; those of the JVM and the process have Micrometer's usual names.
 */
public final class Metrics implements AutoCloseable {
    private final PrometheusMeterRegistry registry =
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    /** What numbers are asked of; Micrometer itself holds them weakly. */
    private final List<Object> kept = new CopyOnWriteArrayList<>();

    private final JvmGcMetrics collections = new JvmGcMetrics();

    private record Timed(LongSupplier count, LongSupplier nanos) {}

    /** With the numbers of the JVM and the process. */
    public Metrics() {
        new JvmMemoryMetrics().bindTo(registry);
        new JvmThreadMetrics().bindTo(registry);
        new ClassLoaderMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        new FileDescriptorMetrics().bindTo(registry);
        new UptimeMetrics().bindTo(registry);
        collections.bindTo(registry);
    }

    /**
     * A number that goes up and down.
     *
     * @param labels names and values in turn
     */
    public void gauge(String name, String help, DoubleSupplier value, String... labels) {
        Gauge.builder("saltern." + name, value, DoubleSupplier::getAsDouble)
                .description(help)
                .tags(Tags.of(labels))
                .strongReference(true)
                .register(registry);
    }

    /** A number that only goes up; its name ends in {@code _total} where it is read. */
    public void counter(String name, String help, LongSupplier value, String... labels) {
        kept.add(value);
        FunctionCounter.builder("saltern." + name, value, LongSupplier::getAsLong)
                .description(help)
                .tags(Tags.of(labels))
                .register(registry);
    }

    /** How often something was done and how long that took together; read as {@code _seconds_count} and {@code _seconds_sum}. */
    public void timer(
            String name, String help, LongSupplier count, LongSupplier nanos, String... labels) {
        var both = new Timed(count, nanos);
        kept.add(both);
        FunctionTimer.builder(
                        "saltern." + name,
                        both,
                        timed -> timed.count().getAsLong(),
                        timed -> timed.nanos().getAsLong(),
                        TimeUnit.NANOSECONDS)
                .description(help)
                .tags(Tags.of(labels))
                .register(registry);
    }

    /** All numbers as they are now. */
    public String text() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
