package org.saltern.interop;

/** A master of Salt 3006.24, spoken to in protocol 3. */
class AgentAtSalt3006_24Test extends AgentAtRealMasterContract {
    AgentAtSalt3006_24Test() {
        super("3006.24", 3);
    }
}
