package rollcall.tls;

import io.netty.internal.tcnative.SSL;
import io.netty.internal.tcnative.SSLSession;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * Sessions to be resumed, by server. A ticket of TLS 1.3 is offered once (RFC 8446 §C.4), the newest first; a session of
 * an older version again and again, until a newer one takes its place. Thread-safe.
 */
final class BoringSslSessions implements AutoCloseable {
    /** A server on TLS 1.3 sends two tickets a handshake, each about 2 KiB of native memory here. */
    private static final int MOST = 4096;

    private final Map<String, Stack> servers = new HashMap<>();
    private int kept;
    private boolean closed;

    private static final class Stack {
        long[] sessions = new long[4];
        int size;
        boolean singleUse;
    }

    /** Offers a session to this server, if one is known, in the handshake that is about to begin. */
    synchronized void offer(long ssl, String server) {
        Stack known = servers.get(server);
        if (known == null || known.size == 0) {
            return;
        }
        long session = known.sessions[known.size - 1];
        SSL.setSession(ssl, session); // takes a reference of its own
        if (known.singleUse) {
            known.size--;
            kept--;
            SSLSession.free(session);
        }
    }

    /** Takes a session over; false when it was not, for there are enough. */
    synchronized boolean keep(String server, long session) {
        Stack known = servers.computeIfAbsent(server, name -> new Stack());
        boolean singleUse = SSLSession.shouldBeSingleUse(session);
        if (!singleUse || !known.singleUse) {
            free(known); // of an older version, or the server has changed its mind about versions
        }
        if (closed || kept == MOST) {
            return false;
        }
        known.singleUse = singleUse;
        if (known.size == known.sessions.length) {
            known.sessions = Arrays.copyOf(known.sessions, 2 * known.size);
        }
        known.sessions[known.size++] = session;
        kept++;
        return true;
    }

    private void free(Stack known) {
        for (int i = 0; i < known.size; i++) {
            SSLSession.free(known.sessions[i]);
        }
        kept -= known.size;
        known.size = 0;
    }

    @Override
    public synchronized void close() {
        closed = true;
        servers.values().forEach(this::free);
        servers.clear();
    }
}
