package org.saltern.web;

import java.util.List;
import org.saltern.base.HostId;
import org.saltern.base.Problem;
import org.saltern.jobs.HostRun;
import org.saltern.jobs.HostState;

/** What a job's page shows of its hosts, in one of four ways. */
public sealed interface JobBody {
    /** Hosts that stand alike together, the odd ones out first. */
    record Answers(List<Group> groups) implements JobBody {}

    /** Each host, those to look at first first. */
    record Hosts(List<Row> rows) implements JobBody {}

    /** Each host as it is stored. */
    record Raw(List<RawRow> rows) implements JobBody {}

    /**
     * Hosts that stand alike.
     *
     * @param id of its element on the page
     * @param hosts how many
     * @param some the first of them by name
     * @param isUsual whether most hosts that answered gave this answer, so that others are compared with it
     * @param difference from the usual answer; null for none to show
     * @param url the address that lists just these hosts
     */
    record Group(
            String id,
            HostState state,
            Integer retcode,
            Problem.Text reason,
            int hosts,
            List<HostId> some,
            Answer answer,
            boolean isUsual,
            Difference difference,
            String url) {}

    /**
     * One host.
     *
     * @param progress output sent ahead while it runs, empty for none
     */
    record Row(HostRun run, Answer answer, String progress, boolean isOpen) {
        Row opened() {
            return new Row(run, answer, progress, true);
        }

        /** The id of its element on the page. */
        public String id() {
            return "host-"
                    + Integer.toHexString(run.host().hashCode())
                    + "-"
                    + run.host().value().length();
        }
    }

    /** One host's return as JSON; {@code isCut} when there is more. */
    record RawRow(HostRun run, String text, boolean isCut) {}

    /**
     * Hosts against states: a column for the hosts on which every state ended alike.
     *
     * @param columns those with failures first
     * @param moreColumns how many more there are
     * @param unread hosts with an answer of their own beyond those that are looked at
     */
    record Matrix(List<Column> columns, List<StateRow> rows, int moreColumns, int unread)
            implements JobBody {
        /** How many states are in order on all hosts. */
        public long quiet() {
            return rows.stream().filter(StateRow::isQuiet).count();
        }
    }

    /** @param url the address that lists just these hosts; empty when they gave too many different answers to be named */
    record Column(int hosts, HostId first, String url) {}

    /** One state; an outcome for each column, null where the hosts do not have it. */
    record StateRow(String id, String name, String function, List<StateResult.Outcome> cells) {
        public boolean isQuiet() {
            return cells.stream().allMatch(cell -> cell == StateResult.Outcome.OK);
        }
    }
}
