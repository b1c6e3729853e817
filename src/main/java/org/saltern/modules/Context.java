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
        Modules modules) {
    Context with(Modules registry) {
        return new Context(machine, minion, job, progress, jobs, files, master, clock, registry);
    }

    /** This context with other words about the job. */
    public Context with(ObjectNode otherJob) {
        return new Context(
                machine, minion, otherJob, progress, jobs, files, master, clock, modules);
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
}
