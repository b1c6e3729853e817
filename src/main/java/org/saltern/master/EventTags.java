package org.saltern.master;

import java.util.Optional;
import java.util.Set;
import org.saltern.base.HostId;
import org.saltern.base.Jid;

/**
 * Confines the event tags that minions choose (S-24). A minion may use upstream's tags about itself and any tag of its own that
 * looks like nothing of the master's; whatever else it says is filed under {@code salt/minion/<id>/}.
 */
final class EventTags {
    private static final int LONGEST = 512;
    private static final Set<String> PLAIN = Set.of("minion_start", "minion_ping", "_salt_error");
    private static final Set<String> RESERVED =
            Set.of("salt", "saltern", "key", "minion", "syndic");

    private EventTags() {}

    /** A piece of a running function's output. */
    record Progress(Jid jid, long n) {}

    /** The tag to publish under; empty when it is too long or holds control characters. */
    static Optional<String> confined(HostId host, String tag) {
        if (tag.isBlank()
                || tag.length() > LONGEST
                || tag.codePoints().anyMatch(EventTags::isControl)) {
            return Optional.empty();
        }
        return Optional.of(isItsOwn(host, tag) ? tag : "salt/minion/" + host + "/" + tag);
    }

    /** What {@code salt/job/<jid>/prog/<id>/<n>} of this very host says. */
    static Optional<Progress> progress(HostId host, String tag) {
        String[] part = tag.split("/", -1);
        boolean own =
                part.length == 6
                        && tag.startsWith("salt/job/")
                        && Jid.isValid(part[2])
                        && part[3].equals("prog")
                        && part[4].equals(host.value())
                        && part[5].matches("[0-9]{1,9}");
        return own
                ? Optional.of(new Progress(new Jid(part[2]), Long.parseLong(part[5])))
                : Optional.empty();
    }

    private static boolean isItsOwn(HostId host, String tag) {
        String[] part = tag.split("/", -1);
        if (part.length == 1 && PLAIN.contains(tag)) {
            return true;
        }
        if (part[0].equals("salt")) {
            return part.length > 3 && isAbout(host, part);
        }
        return !RESERVED.contains(part[0]) && !part[0].startsWith("_") && !Jid.isValid(part[0]);
    }

    private static boolean isAbout(HostId host, String[] part) {
        return switch (part[1]) {
            case "minion", "beacon" -> part[2].equals(host.value());
            case "state_result" ->
                    part.length > 4 && Jid.isValid(part[2]) && part[3].equals(host.value());
            default -> false;
        };
    }

    private static boolean isControl(int c) {
        return Character.isISOControl(c)
                || Character.getType(c) == Character.FORMAT
                || Character.getType(c) == Character.SURROGATE;
    }
}
