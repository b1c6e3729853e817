package org.saltern.jobs;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.saltern.base.HostId;
import org.saltern.base.Problem;

/**
 * A job and where each of its hosts stands, at one moment; without what the hosts returned.
 *
 * @param position the seq of the newest change that is in it, 0 for none; whoever asks later for rows changed since misses nothing
 * @param lines one for each host, by hostname
 */
public record LedgerView(Job job, long position, List<Line> lines) {
    /** One host. See {@link HostRun} for the fields. */
    public record Line(
            HostId host, HostState state, Problem.Text reason, String answer, Integer retcode) {}

    private record Key(HostState state, Problem.Text reason, String answer, Integer retcode) {}

    public LedgerView {
        lines = List.copyOf(lines);
    }

    /** Hosts that stand alike together, the smallest groups first, so that the odd ones out are on top. */
    public static List<AnswerGroup> groups(List<Line> lines) {
        Map<Key, List<HostId>> hosts = new LinkedHashMap<>();
        for (Line line : lines) {
            var key = new Key(line.state(), line.reason(), line.answer(), line.retcode());
            hosts.computeIfAbsent(key, k -> new ArrayList<>()).add(line.host());
        }
        List<AnswerGroup> groups = new ArrayList<>();
        hosts.forEach(
                (key, some) ->
                        groups.add(
                                new AnswerGroup(
                                        key.answer(),
                                        key.state(),
                                        key.retcode(),
                                        key.reason(),
                                        some)));
        groups.sort(Comparator.comparingInt(group -> group.hosts().size()));
        return groups;
    }
}
