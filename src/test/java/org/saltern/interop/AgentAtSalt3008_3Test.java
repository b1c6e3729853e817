package org.saltern.interop;

/** A master of Salt 3008.3, spoken to in protocol 3. */
class AgentAtSalt3008_3Test extends AgentAtRealMasterContract {
    AgentAtSalt3008_3Test() {
        super("3008.3", 3);
    }
}
