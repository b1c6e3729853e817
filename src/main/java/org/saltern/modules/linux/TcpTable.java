package org.saltern.modules.linux;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** TCP connections as the kernel lists them in /proc/net/tcp and tcp6. */
public final class TcpTable {
    /** An established connection. */
    public record Connection(String local, int localPort, String remote, int remotePort) {}

    private static final String ESTABLISHED = "01";
    private static final int MAPPED = 12;

    private TcpTable() {}

    public static List<Connection> established(Proc proc) {
        var out = new ArrayList<Connection>();
        for (String file : List.of("/proc/net/tcp", "/proc/net/tcp6")) {
            for (String line : proc.lines(file)) {
                String[] f = line.strip().split("\\s+");
                if (f.length > 3 && f[3].equals(ESTABLISHED)) {
                    out.add(new Connection(address(f[1]), port(f[1]), address(f[2]), port(f[2])));
                }
            }
        }
        return out;
    }

    private static int port(String field) {
        return Integer.parseInt(field.substring(field.indexOf(':') + 1), 16);
    }

    /** Words of four bytes, each in the processor's order. */
    private static String address(String field) {
        byte[] raw = HexFormat.of().parseHex(field.substring(0, field.indexOf(':')));
        ByteBuffer words = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        ByteBuffer out = ByteBuffer.allocate(raw.length);
        while (words.hasRemaining()) {
            out.putInt(words.getInt());
        }
        byte[] bytes = out.array();
        boolean mapped =
                bytes.length > 4
                        && bytes[MAPPED - 1] == -1
                        && bytes[MAPPED - 2] == -1
                        && bytes[0] == 0;
        return Addresses.shortened(
                Addresses.text(
                        mapped
                                ? java.util.Arrays.copyOfRange(bytes, MAPPED, bytes.length)
                                : bytes));
    }
}
