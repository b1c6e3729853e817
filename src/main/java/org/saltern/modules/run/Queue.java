package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.Values;

/** One state run at a time on a minion, unless the call says otherwise. Facts: salt/modules/state.py, {@code _check_queue}. */
final class Queue {
    private static final DateTimeFormatter JID =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSSSSS");
    private static final DateTimeFormatter SHOWN =
            DateTimeFormatter.ofPattern("yyyy, MMM dd HH:mm:ss.SSSSSS", Locale.ENGLISH);

    private final Context context;

    Queue(Context context) {
        this.context = context;
    }

    /**
     * What stands in the way of another state run, in Salt's words; empty when nothing does.
     *
     * @param queue true: wait until the others ended; a number: wait unless so many wait or run already
     */
    ArrayNode conflicts(JsonNode queue, boolean concurrent) throws InterruptedException {
        JsonNode wanted = queue.isNull() ? context.options().path("state_queue") : queue;
        if (concurrent) {
            return Json.array();
        }
        boolean mayWait =
                (wanted.isBoolean() && wanted.booleanValue())
                        || (wanted.isIntegralNumber() && others(false).size() < wanted.intValue());
        if (mayWait) {
            while (!others(true).isEmpty()) {
                TimeUnit.SECONDS.sleep(1);
            }
            return Json.array();
        }
        return running(concurrent);
    }

    /** The state runs that go on beside this call, each as a sentence. */
    ArrayNode running(boolean concurrent) {
        ArrayNode out = Json.array();
        if (!concurrent) {
            others(false).forEach(job -> out.add(sentence(job)));
        }
        return out;
    }

    /** @param before only those that began before this one */
    private List<ObjectNode> others(boolean before) {
        String own = context.job().path("jid").asText();
        return context.jobs().running().stream()
                .filter(job -> isStateRun(job.path("fun")))
                .filter(job -> !job.path("jid").asText().equals(own))
                .filter(job -> !before || job.path("jid").asText().compareTo(own) < 0)
                .toList();
    }

    private static boolean isStateRun(JsonNode function) {
        if (function.isArray()) {
            for (JsonNode one : function) {
                if (isStateRun(one)) {
                    return true;
                }
            }
        }
        return function.asText().startsWith("state.");
    }

    private static String sentence(ObjectNode job) {
        return "The function \""
                + Values.asText(job.path("fun"))
                + "\" is running as PID "
                + job.path("pid").asText()
                + " and was started at "
                + started(job.path("jid").asText())
                + " with jid "
                + job.path("jid").asText();
    }

    private static String started(String jid) {
        try {
            return SHOWN.format(LocalDateTime.parse(jid, JID));
        } catch (DateTimeParseException e) {
            return ""; // upstream says nothing for a jid that is no time
        }
    }
}
