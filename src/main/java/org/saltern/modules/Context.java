package org.saltern.modules;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.InstantSource;

/**
 * What a function may use during one call. The agent makes one per job.
 *
 * @param machine where it works; one per job, so that the job can be killed with what it started
 * @param minion the minion it is: options, grains, pillar
 * @param job the publication's fields ({@code jid}, {@code fun}, {@code arg}, {@code tgt}, {@code tgt_type},
 *     {@code ret}, {@code user} …); empty when nothing was published
 * @param progress hears output while it arrives
 * @param jobs the jobs that run now, and the power to end them
 * @param files the master's file server
 * @param master everything else of the master: events, mine
 * @param modules the functions, for those that call or describe others
 * @param state the state run that the call is part of; {@link StateScope#NONE} outside of one
 * @param templates renders {@code template: jinja}
 */
public record Context(
        Machine machine,
        Minion minion,
        ObjectNode job,
        Output progress,
        RunningJobs jobs,
        FileClient files,
        MasterLink master,
        InstantSource clock,
        Modules modules,
        StateScope state,
        Templates templates) {
    /** A call outside of a state run. */
    public Context(
            Machine machine,
            Minion minion,
            ObjectNode job,
            Output progress,
            RunningJobs jobs,
            FileClient files,
            MasterLink master,
            InstantSource clock,
            Modules modules) {
        this(
                machine,
                minion,
                job,
                progress,
                jobs,
                files,
                master,
                clock,
                modules,
                StateScope.NONE,
                Templates.NONE);
    }

    /** This context with another registry of functions. */
    public Context with(Modules registry) {
        return new Context(
                machine, minion, job, progress, jobs, files, master, clock, registry, state,
                templates);
    }

    /** This context with other words about the job. */
    public Context with(ObjectNode otherJob) {
        return new Context(
                machine, minion, otherJob, progress, jobs, files, master, clock, modules, state,
                templates);
    }

    /** This context inside a state run. */
    public Context with(StateScope scope) {
        return new Context(
                machine, minion, job, progress, jobs, files, master, clock, modules, scope,
                templates);
    }

    /** This context with a minion that has other options, grains or pillar. */
    public Context with(Minion other) {
        return new Context(
                machine, other, job, progress, jobs, files, master, clock, modules, state,
                templates);
    }

    /** This context with a renderer of templates. */
    public Context with(Templates renderer) {
        return new Context(
                machine, minion, job, progress, jobs, files, master, clock, modules, state,
                renderer);
    }

    public ObjectNode grains() {
        return minion.grains();
    }

    public ObjectNode options() {
        return minion.options();
    }

    public ObjectNode pillar() {
        return minion.pillar();
    }

    /** Whether nothing may be changed: Salt's {@code test=True}. In a state run the run decides, else the options. */
    public boolean test() {
        return state == StateScope.NONE
                ? Values.isTrue(minion.options().path("test"))
                : state.test();
    }
}
