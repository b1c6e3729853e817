package org.saltern.interop;

/** Salt 3008.3. */
class Salt3008_3Test extends RealMinionContract {
    Salt3008_3Test() {
        super("3008.3");
    }
}
