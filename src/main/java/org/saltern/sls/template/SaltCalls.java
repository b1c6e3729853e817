package org.saltern.sls.template;

import java.util.List;
import java.util.Map;
import org.saltern.sls.jinja.values.Value;

/** The functions that a template reaches as {@code salt['mod.fun'](…)} or {@code salt.mod.fun(…)}. */
public interface SaltCalls {
    /** Whether there is a function of this name, as in {@code 'mod.fun' in salt}. */
    boolean has(String name);

    /** Whether there is a module of this name, as in {@code salt.mod}; by default each one is taken to exist. */
    default boolean hasModule(String module) {
        return true;
    }

    /**
     * Calls a function.
     *
     * @return a {@link Value}, a Jackson tree, or plain Java data (null, Boolean, Number, String, byte[], List, Set, Map)
     * @throws SaltCallError the function failed; {@code SaltInvocationError} and {@code CommandExecutionError} are reported as
     *     Salt reports them
     */
    Object call(String name, List<Value> args, Map<String, Value> kwargs) throws SaltCallError;

    /** No function at all. */
    SaltCalls NONE =
            new SaltCalls() {
                @Override
                public boolean has(String name) {
                    return false;
                }

                @Override
                public Object call(String name, List<Value> args, Map<String, Value> kwargs)
                        throws SaltCallError {
                    throw new SaltCallError("KeyError", name);
                }
            };
}
