/**
 * State functions: each brings one thing of a machine into the state that is asked for and says what it changed. A state
 * function is a {@link org.saltern.modules.Function} like an execution function; what makes it a state is its answer, a
 * {@link org.saltern.modules.states.StateResult}. Read {@link org.saltern.modules.states.TestStates} first.
 *
 * <p>How to add a module, {@code motd} with one function {@code present}:
 *
 * <ol>
 *   <li>A class {@code MotdStates} with {@code static List<Function> all()}; add it to
 *       {@link org.saltern.modules.states.StateBuiltins}.
 *   <li>Declare {@code Function.named("motd.present").doc("…").takes("name, text=None, **kwargs").runs(MotdStates::present)}.
 *       The first parameter is {@code name}; requisites and other keywords of the state system never arrive. A state
 *       without {@code **kwargs} refuses unknown arguments before it is called.
 *   <li>The body looks first, then asks {@code call.context().test()}: in test mode it changes nothing and answers
 *       {@code StateResult.of(call).would("…").change("motd", old, new).tree()}. Otherwise it acts, checks, and answers
 *       {@code .done("…")} or {@code .failed("…")}. A state that finds everything as asked answers
 *       {@code StateResult.of(call).done("…").tree()} without changes: the second run of any state changes nothing.
 *   <li>Work goes through execution functions, {@code call.context().modules().run(call.context(), "pkg.install", args,
 *       keywords)}, so that another provider can stand behind them, or through {@code call.machine()}. Files of the state
 *       tree: {@code call.context().files()} in {@code call.context().state().environment()}. Templates:
 *       {@code call.context().templates()}.
 *   <li>What {@code watch} calls is the function {@code motd.mod_watch} of the same module; it gets {@code sfun} (the
 *       function that the state named) and all arguments of the state; {@code call.context().state().chunk()} holds
 *       {@code __reqs__}. {@code motd.mod_aggregate} takes {@code low, chunks, running} and answers the changed low chunk.
 *   <li>Throw {@link org.saltern.modules.ModuleError.Failed} for what cannot be done; the runner makes it a failed state.
 * </ol>
 */
package org.saltern.modules.states;
