package org.saltern.sls.jinja.methods;

import java.util.HashSet;
import java.util.Set;
import org.saltern.sls.jinja.values.Bool;
import org.saltern.sls.jinja.values.Bytes;
import org.saltern.sls.jinja.values.DictValue;
import org.saltern.sls.jinja.values.Float;
import org.saltern.sls.jinja.values.Fn;
import org.saltern.sls.jinja.values.Gen;
import org.saltern.sls.jinja.values.Int;
import org.saltern.sls.jinja.values.ListValue;
import org.saltern.sls.jinja.values.None;
import org.saltern.sls.jinja.values.Obj;
import org.saltern.sls.jinja.values.RangeValue;
import org.saltern.sls.jinja.values.SetValue;
import org.saltern.sls.jinja.values.Str;
import org.saltern.sls.jinja.values.TupleValue;
import org.saltern.sls.jinja.values.Undefined;
import org.saltern.sls.jinja.values.Value;

/**
 * The attributes that Python 3.11's objects have and that Jinja2's sandbox keeps from templates. Reading one is a {@code
 * SecurityError} when the result is used, while an attribute that does not exist at all is merely undefined.
 */
final class Hidden {
    private static final Set<String> EVERY =
            Set.of(
                    ("__class__ __delattr__ __dir__ __doc__ __eq__ __format__ __ge__ __getattribute__"
                                    + " __getstate__ __gt__ __hash__ __init__ __init_subclass__ __le__ __lt__ __ne__ __new__"
                                    + " __reduce__ __reduce_ex__ __repr__ __setattr__ __sizeof__ __str__ __subclasshook__")
                            .split(" "));
    private static final Set<String> STR =
            with(
                    "__add__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__ __mul__"
                            + " __rmod__ __rmul__");
    private static final Set<String> LIST =
            with(
                    "__add__ __class_getitem__ __contains__ __delitem__ __getitem__ __iadd__ __imul__"
                            + " __iter__ __len__ __mul__ __reversed__ __rmul__ __setitem__");
    private static final Set<String> TUPLE =
            with(
                    "__add__ __class_getitem__ __contains__ __getitem__ __getnewargs__ __iter__ __len__"
                            + " __mul__ __rmul__");
    private static final Set<String> DICT =
            with(
                    "__class_getitem__ __contains__ __delitem__ __getitem__ __ior__ __iter__ __len__ __or__"
                            + " __reversed__ __ror__ __setitem__");
    private static final Set<String> SET =
            with(
                    "__and__ __class_getitem__ __contains__ __iand__ __ior__ __isub__ __iter__ __ixor__"
                            + " __len__ __or__ __rand__ __ror__ __rsub__ __rxor__ __sub__ __xor__");
    private static final Set<String> INT =
            with(
                    "__abs__ __add__ __and__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__"
                            + " __getnewargs__ __index__ __int__ __invert__ __lshift__ __mod__ __mul__ __neg__ __or__"
                            + " __pos__ __pow__ __radd__ __rand__ __rdivmod__ __rfloordiv__ __rlshift__ __rmod__"
                            + " __rmul__ __ror__ __round__ __rpow__ __rrshift__ __rshift__ __rsub__ __rtruediv__"
                            + " __rxor__ __sub__ __truediv__ __trunc__ __xor__");
    private static final Set<String> FLOAT =
            with(
                    "__abs__ __add__ __bool__ __ceil__ __divmod__ __float__ __floor__ __floordiv__"
                            + " __getformat__ __getnewargs__ __int__ __mod__ __mul__ __neg__ __pos__ __pow__ __radd__"
                            + " __rdivmod__ __rfloordiv__ __rmod__ __rmul__ __round__ __rpow__ __rsub__ __rtruediv__"
                            + " __sub__ __truediv__ __trunc__");
    private static final Set<String> BYTES =
            with(
                    "__add__ __bytes__ __contains__ __getitem__ __getnewargs__ __iter__ __len__ __mod__"
                            + " __mul__ __rmod__ __rmul__");
    private static final Set<String> NONETYPE = with("__bool__");
    private static final Set<String> FUNCTION =
            with(
                    "__annotations__ __builtins__ __call__ __closure__ __code__ __defaults__ __dict__ __get__"
                            + " __globals__ __kwdefaults__ __module__ __name__ __qualname__");
    private static final Set<String> UNDEFINED =
            with(
                    "__add__ __aiter__ __bool__ __call__ __complex__ __div__ __float__ __floordiv__"
                            + " __getattr__ __getitem__ __int__ __iter__ __len__ __mod__ __module__ __mul__ __neg__"
                            + " __pos__ __pow__ __radd__ __rdiv__ __rfloordiv__ __rmod__ __rmul__ __rpow__ __rsub__"
                            + " __rtruediv__ __slots__ __sub__ __truediv__ _fail_with_undefined_error"
                            + " _undefined_exception _undefined_hint _undefined_message _undefined_name _undefined_obj");
    private static final Set<String> BUILTIN =
            with("__call__ __module__ __name__ __qualname__ __self__ __text_signature__");
    private static final Set<String> GENERATOR =
            with("__del__ __iter__ __name__ __next__ __qualname__");
    private static final Set<String> RANGE =
            with("__bool__ __contains__ __getitem__ __iter__ __len__ __reversed__");
    private static final Set<String> OBJECT = with("__dict__ __module__ __weakref__");

    private Hidden() {}

    private static Set<String> with(String more) {
        var all = new HashSet<>(EVERY);
        if (!more.isEmpty()) {
            all.addAll(Set.of(more.split(" ")));
        }
        return Set.copyOf(all);
    }

    /** Whether the value has such an attribute, out of reach. */
    static boolean has(Value value, String name) {
        if (name.startsWith("_")) {
            return of(value).contains(name)
                    || value instanceof Obj o
                            && (o.hidden().contains(name)
                                    || name.equals("__call__") && o.isCallable());
        }
        return value instanceof Obj o && o.hidden().contains(name);
    }

    private static Set<String> of(Value value) {
        return switch (value) {
            case Str ignored -> STR;
            case ListValue ignored -> LIST;
            case TupleValue ignored -> TUPLE;
            case DictValue ignored -> DICT;
            case SetValue ignored -> SET;
            case Int ignored -> INT;
            case Bool ignored -> INT;
            case Float ignored -> FLOAT;
            case Bytes ignored -> BYTES;
            case None ignored -> NONETYPE;
            case Undefined ignored -> UNDEFINED;
            case Fn f -> f.typeName().equals("function") ? FUNCTION : BUILTIN;
            case Gen ignored -> GENERATOR;
            case RangeValue ignored -> RANGE;
            case Obj ignored -> OBJECT;
        };
    }
}
