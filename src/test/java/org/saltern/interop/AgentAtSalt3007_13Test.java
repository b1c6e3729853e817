package org.saltern.interop;

/** A master of Salt 3007.13, spoken to in protocol 3. */
class AgentAtSalt3007_13Test extends AgentAtRealMasterContract {
    AgentAtSalt3007_13Test() {
        super("3007.13", 3);
    }
}
