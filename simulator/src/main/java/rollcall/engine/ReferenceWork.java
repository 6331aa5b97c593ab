package rollcall.engine;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Random;

/**
 * A known piece of work, mixed as a handshake is: a TCP connection inside this machine with two messages each way, and as
 * much arithmetic as the check of an RSA-2048 signature has. Java and the system alone do it, and nothing
 * that handshakes are made with: when those get slower, this does not. When the processor does, because others use the same
 * core or its memory, this does with them. One thread at a time.
 */
final class ReferenceWork implements AutoCloseable {
    private static final int ROUND_TRIPS = 2;
    private static final int REQUEST_BYTES = 300;
    private static final int RESPONSE_BYTES = 1_500;
    private static final int BITS = 2_048;
    private static final BigInteger EXPONENT = BigInteger.valueOf(65_537);
    /** Inside the machine all is there at once; where a firewall sees to it that it is not, nobody waits for it. */
    private static final int MOST_TRIES = 1_000;

    private final ServerSocketChannel server;
    private final SocketAddress address;
    private final ByteBuffer bytes = ByteBuffer.allocateDirect(RESPONSE_BYTES);
    private final BigInteger modulus;
    private BigInteger number;

    /** @throws IOException when nobody may listen on this machine */
    ReferenceWork() throws IOException {
        Random sameEachTime = new Random(BITS);
        modulus = new BigInteger(BITS, sameEachTime).setBit(BITS - 1).setBit(0);
        number = new BigInteger(BITS - 1, sameEachTime);
        server = ServerSocketChannel.open();
        try {
            server.configureBlocking(false);
            server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            address = server.getLocalAddress();
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /**
     * Does it once, in a third of a millisecond or less.
     *
     * @throws IOException when the connection does not come about
     */
    void run() throws IOException {
        number = number.modPow(EXPONENT, modulus);
        try (SocketChannel near = SocketChannel.open()) {
            near.configureBlocking(false);
            near.connect(address);
            try (SocketChannel far = accept()) {
                far.configureBlocking(false);
                for (int tries = 0; !near.finishConnect(); tries++) {
                    giveUpAfter(tries);
                }
                for (int i = 0; i < ROUND_TRIPS; i++) {
                    pass(near, far, REQUEST_BYTES);
                    pass(far, near, RESPONSE_BYTES);
                }
            }
        }
    }

    private SocketChannel accept() throws IOException {
        for (int tries = 0; ; tries++) {
            SocketChannel accepted = server.accept();
            if (accepted != null) {
                return accepted;
            }
            giveUpAfter(tries);
        }
    }

    private void pass(SocketChannel from, SocketChannel to, int count) throws IOException {
        bytes.clear().limit(count);
        for (int tries = 0; bytes.hasRemaining(); tries++) {
            from.write(bytes);
            giveUpAfter(tries);
        }
        bytes.clear().limit(count);
        for (int tries = 0; bytes.hasRemaining(); tries++) {
            if (to.read(bytes) < 0) {
                throw new IOException("the connection was closed");
            }
            giveUpAfter(tries);
        }
    }

    private static void giveUpAfter(int tries) throws IOException {
        if (tries == MOST_TRIES) {
            throw new IOException("a connection inside this machine takes too long");
        }
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            // nobody listens any more, which is all that was wanted
        }
    }
}
