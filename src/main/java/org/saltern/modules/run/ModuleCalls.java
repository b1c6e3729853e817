package org.saltern.modules.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import org.saltern.base.Json;
import org.saltern.modules.Context;
import org.saltern.modules.ModuleError;
import org.saltern.sls.jinja.values.Value;
import org.saltern.sls.template.JsonValues;
import org.saltern.sls.template.SaltCallError;
import org.saltern.sls.template.SaltCalls;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Execution functions as templates call them. */
final class ModuleCalls implements SaltCalls {
    private final Context context;

    ModuleCalls(Context context) {
        this.context = context;
    }

    @Override
    public boolean has(String name) {
        return context.modules().find(name).isPresent();
    }

    @Override
    public Object call(String name, List<Value> args, Map<String, Value> kwargs)
            throws SaltCallError {
        List<JsonNode> positional = new ArrayList<>();
        args.forEach(a -> positional.add(JsonValues.toTree(a)));
        ObjectNode keywords = Json.object();
        kwargs.forEach((k, v) -> keywords.set(k, JsonValues.toTree(v)));
        try {
            return context.modules().run(context, name, positional, keywords);
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
