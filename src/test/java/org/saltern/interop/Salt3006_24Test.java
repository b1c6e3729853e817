package org.saltern.interop;

/** Salt 3006.24. */
class Salt3006_24Test extends RealMinionContract {
    Salt3006_24Test() {
        super("3006.24");
    }
}
