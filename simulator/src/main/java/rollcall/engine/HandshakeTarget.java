package rollcall.engine;

import io.netty.buffer.ByteBufAllocator;
import java.net.InetSocketAddress;
import rollcall.plan.HandshakePlan;
import rollcall.plan.PlanException;
import rollcall.tls.TlsClient;
import rollcall.tls.TlsLayer;

/** One server and one way to secure connections with it: what handshakes are made with. Thread-safe. */
public final class HandshakeTarget implements AutoCloseable {
    private final HandshakePlan plan;
    private final InetSocketAddress address;
    private final TlsClient tls;

    private HandshakeTarget(HandshakePlan plan, InetSocketAddress address, TlsClient tls) {
        this.plan = plan;
        this.address = address;
        this.tls = tls;
    }

    /**
     * Sets the TLS engine up.
     *
     * @param address of the plan's host
     * @throws PlanException when the engine cannot do what the plan says
     */
    public static HandshakeTarget open(HandshakePlan plan, InetSocketAddress address) throws PlanException {
        return new HandshakeTarget(plan, address, TlsClient.create(plan.tls(), System::currentTimeMillis));
    }

    public HandshakePlan plan() {
        return plan;
    }

    /** Where the server listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The TLS engine that is used: the plan's, or the JDK's where BoringSSL does not load. */
    public String engine() {
        return tls.engine().word();
    }

    TlsClient tls() {
        return tls;
    }

    String name() {
        return plan.name();
    }

    boolean resumes() {
        return plan.tls().resume();
    }

    TlsLayer layer(ByteBufAllocator alloc) {
        return tls.layer(alloc, plan.name(), plan.port());
    }

    @Override
    public void close() {
        tls.close();
    }
}
