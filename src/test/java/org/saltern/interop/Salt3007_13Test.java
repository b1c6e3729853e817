package org.saltern.interop;

/** Salt 3007.13. */
class Salt3007_13Test extends RealMinionContract {
    Salt3007_13Test() {
        super("3007.13");
    }
}
