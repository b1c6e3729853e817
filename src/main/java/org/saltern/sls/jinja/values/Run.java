package org.saltern.sls.jinja.values;

import java.util.Iterator;
import java.util.List;
import java.util.function.Supplier;
import org.saltern.sls.jinja.UndefinedKind;

/** One rendering in progress, as filters, methods and functions see it. */
public interface Run {
    /** Counts one round of a loop; fails beyond a limit of steps or time. */
    void step();

    /** Counts text about to be made; fails when it, or all of it together, is too much. */
    void makes(long characters);

    /** Counts items about to be made; fails when they are too many. */
    void makesItems(long items);

    /** The kind of undefined values of this environment. */
    UndefinedKind undefinedKind();

    /** Whether printed text is escaped where the rendering is now. */
    boolean autoescape();

    /** Applies a filter by its name, as {@code map} does. */
    Value filter(String name, Args args);

    /** Applies a test by its name, as {@code select} does. */
    boolean test(String name, Args args);

    /** Whether there is a filter of this name. */
    boolean hasFilter(String name);

    /** Whether there is a test of this name. */
    boolean hasTest(String name);

    /** {@code value.name} as a template reads it. */
    Value attribute(Value value, String name);

    /** {@code value[key]} as a template reads it. */
    Value item(Value value, Value key);

    /** Calls a value. */
    Value call(Value function, Args args);

    /** What a name stands for where the rendering is now; null when nothing. */
    Value variable(String name);

    /** All variables where the rendering is now. */
    DictValue variables();

    /** The environment's end of line. */
    String newline();

    /** One pass over the items of a value, each counted as a step. */
    Iterator<Value> each(Value value);

    /** The items of a value, each counted as a step. */
    List<Value> list(Value value);

    /** An undefined attribute or element. */
    default Undefined missing(Value owner, Value name) {
        return Undefined.of(undefinedKind(), owner, name);
    }

    /** Something undefined for a reason. */
    default Undefined undefined(String hint) {
        return Undefined.because(undefinedKind(), hint);
    }

    /** Runs something outside the engine: its time is not the template's. */
    <T> T outside(Supplier<T> work);
}
