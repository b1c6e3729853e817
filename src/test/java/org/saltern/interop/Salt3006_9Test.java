package org.saltern.interop;

import static org.saltern.master.TestMaster.ADA;

import java.time.Duration;
import org.saltern.base.HostId;
import org.saltern.master.TestMaster;

/** Salt 3006.9, which speaks protocol 2 only and takes part as an admitted legacy minion. */
class Salt3006_9Test extends RealMinionContract {
    Salt3006_9Test() {
        super("3006.9");
    }

    @Override
    String wordsOfWaiting() {
        return "Sign-in attempt failed: bad load"; // as a Salt master of protocol 3 answers it
    }

    @Override
    void admit(TestMaster at, HostId host) {
        at.keys.admitLegacy(ADA, host, "replaced next month", Duration.ofDays(30));
    }
}
