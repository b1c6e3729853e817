package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntConsumer;
import org.saltern.base.Json;
import org.saltern.base.Tuple;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.modules.Modules;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Value;
import org.saltern.sls.template.JsonValues;
import org.saltern.sls.template.SaltCallError;
import org.saltern.sls.template.SaltCalls;

/** Execution functions as templates call them. */
final class ModuleCalls implements SaltCalls {
    private static final Set<String> IN_PLACE =
            Set.of("defaults.merge", "defaults.update", "slsutil.update");

    private final Context context;
    private final IntConsumer retcodes;

    /** @param retcodes hears the exit code of each call that sets one, as upstream's whole process does */
    ModuleCalls(Context context, IntConsumer retcodes) {
        this.context = context.with(Json.object()); // a call from a template is no publication
        this.retcodes = retcodes;
    }

    @Override
    public boolean has(String name) {
        return context.modules().find(name).isPresent();
    }

    @Override
    public boolean hasModule(String module) {
        return context.modules().functions().stream().anyMatch(f -> f.module().equals(module));
    }

    /** Upstream's functions change the map that the template has; the template goes on with it. */
    private static boolean changesItsArgument(String name, List<Value> args, ObjectNode keywords) {
        return IN_PLACE.contains(name)
                && !args.isEmpty()
                && args.get(0) instanceof DictValue
                && keywords.path("in_place").asBoolean(true);
    }

    private static Value written(Value argument, JsonNode answer) {
        DictValue map = (DictValue) argument;
        answer.properties().forEach(e -> map.put(e.getKey(), JsonValues.ofTree(e.getValue())));
        return map;
    }

    /** A value as the function would have answered it in Python. */
    private static Object python(JsonNode answer) {
        boolean tuples = answer instanceof Tuple;
        for (JsonNode inner : answer) {
            tuples |= inner instanceof Tuple;
        }
        if (!tuples) {
            return answer;
        }
        if (answer instanceof Tuple) {
            List<Value> items = new ArrayList<>();
            answer.forEach(item -> items.add(JsonValues.ofTree(item)));
            return new TupleValue(items);
        }
        var map = new LinkedHashMap<String, Object>();
        answer.properties().forEach(e -> map.put(e.getKey(), python(e.getValue())));
        return map;
    }

    @Override
    public Object call(String name, List<Value> args, Map<String, Value> kwargs)
            throws SaltCallError {
        List<JsonNode> positional = new ArrayList<>();
        args.forEach(a -> positional.add(JsonValues.toTree(a)));
        ObjectNode keywords = Json.object();
        kwargs.forEach((k, v) -> keywords.set(k, JsonValues.toTree(v)));
        try {
            Modules.Answer made = context.modules().answer(context, name, positional, keywords);
            if (made.retcode() != 0) {
                retcodes.accept(made.retcode());
            }
            return changesItsArgument(name, args, keywords)
                    ? written(args.get(0), made.value())
                    : python(made.value());
        } catch (InterruptedException e) {
            Thread.currentThread()
                    .interrupt(); // the job was killed: the run stops before its next state
            throw new SaltCallError("KeyboardInterrupt", "The job was killed", e);
        } catch (ModuleError.BadRequest e) {
            throw new SaltCallError("SaltInvocationError", e.getMessage(), e);
        } catch (ModuleError.BadArguments e) {
            throw new SaltCallError("TypeError", e.getMessage(), e);
        } catch (ModuleError e) {
            throw new SaltCallError("CommandExecutionError", e.getMessage(), e);
        } catch (IOException e) {
            throw new SaltCallError("OSError", e.getMessage(), e);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new SaltCallError(e.getClass().getSimpleName(), e.getMessage(), e);
        }
    }
}
