package org.saltern.jobs;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.saltern.base.Jid;

/**
 * The ledgers that somebody looks at, kept in memory: a page that is drawn four times a second, or by five hundred watchers, reads
 * only the rows that changed. 200,000 rows at most are kept, those looked at last. Thread-safe.
 */
final class LedgerViews {
    private static final int MOST_ROWS = 200_000;
    private static final Comparator<LedgerView.Line> BY_HOST =
            Comparator.comparing(LedgerView.Line::host);

    /** A line and the seq of its row. */
    record Numbered(LedgerView.Line line, long seq) {}

    private record Kept(long position, List<LedgerView.Line> lines) {}

    private final Stores stores;

    /** The one that was looked at last is last. */
    private final Map<Jid, Kept> all = new LinkedHashMap<>(16, 0.75f, true);

    private int rows;

    LedgerViews(Stores stores) {
        this.stores = stores;
    }

    /** Empty when there is no such job. */
    Optional<LedgerView> of(Jid jid) {
        Kept before = kept(jid);
        Optional<LedgerView> now =
                stores.atOneMoment(
                        h -> stores.jobs().find(h, jid).map(job -> view(h, job, before)));
        keep(jid, now.map(view -> new Kept(view.position(), view.lines())).orElse(null));
        return now;
    }

    private LedgerView view(Handle h, Job job, Kept before) {
        if (before != null) {
            List<Numbered> news = stores.runs().lines(h, job.jid(), before.position());
            if (news.isEmpty()) {
                return new LedgerView(job, before.position(), before.lines());
            }
            List<LedgerView.Line> lines = new ArrayList<>(before.lines());
            if (news.stream().allMatch(one -> replace(lines, one.line()))) {
                return new LedgerView(job, last(news), lines);
            }
        }
        List<Numbered> whole = stores.runs().lines(h, job.jid(), -1);
        return new LedgerView(
                job, last(whole), whole.stream().map(Numbered::line).sorted(BY_HOST).toList());
    }

    private static boolean replace(List<LedgerView.Line> lines, LedgerView.Line line) {
        int at = Collections.binarySearch(lines, line, BY_HOST);
        if (at >= 0) {
            lines.set(at, line);
        }
        return at >= 0;
    }

    private static long last(List<Numbered> lines) {
        return lines.stream().mapToLong(Numbered::seq).max().orElse(0);
    }

    private synchronized Kept kept(Jid jid) {
        return all.get(jid);
    }

    private synchronized void keep(Jid jid, Kept now) {
        Kept before = all.get(jid);
        if (now != null && before != null && before.position() >= now.position()) {
            return;
        }
        if (before != null) {
            forget(jid);
        }
        if (now != null && now.lines().size() <= MOST_ROWS) {
            all.put(jid, now);
            rows += now.lines().size();
        }
        while (rows > MOST_ROWS) {
            forget(all.keySet().iterator().next());
        }
    }

    private void forget(Jid jid) {
        rows -= all.remove(jid).lines().size();
    }
}
