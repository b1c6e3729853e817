package org.saltern.interop;

/** A master of Salt 3006.9, spoken to in protocol 2. */
class AgentAtSalt3006_9Test extends AgentAtRealMasterContract {
    AgentAtSalt3006_9Test() {
        super("3006.9", 2);
    }
}
