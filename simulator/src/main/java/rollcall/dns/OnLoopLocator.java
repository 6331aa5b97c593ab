package rollcall.dns;

import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.outcome.Fault;

/** The door to a look-up that lives on one event loop: callers come from any thread and are answered on their own. */
final class OnLoopLocator implements Locator {
    private static final Logger LOG = LoggerFactory.getLogger(OnLoopLocator.class);

    private final EventLoop loop;
    private final DnsLookup lookup;
    private final Discovery discovery;
    private final AddressLookup addresses;
    private final boolean remembersSignIn;
    private final Runnable close;

    /**
     * @param remembersSignIn whether each sign-in has a memory of its own
     * @param close what ends the look-up, on its loop
     */
    OnLoopLocator(
            EventLoop loop,
            DnsLookup lookup,
            Discovery discovery,
            AddressLookup addresses,
            boolean remembersSignIn,
            Runnable close) {
        this.loop = loop;
        this.lookup = lookup;
        this.discovery = discovery;
        this.addresses = addresses;
        this.remembersSignIn = remembersSignIn;
        this.close = close;
    }

    @Override
    public Locator forSignIn() {
        return remembersSignIn
                ? new OnLoopLocator(loop, new OncePerSignIn(lookup), discovery, addresses, false, () -> {})
                : this;
    }

    @Override
    public void locate(String domain, long random, Executor caller, Located answer) {
        Located taker = new LocatedAtCaller(caller, answer);
        if (loop.inEventLoop()) {
            discovery.locate(lookup, domain, random, taker);
        } else {
            loop.execute(() -> discovery.locate(lookup, domain, random, taker));
        }
    }

    @Override
    public void resolve(String host, Executor caller, Resolved answer) {
        Resolved taker = new ResolvedAtCaller(caller, answer);
        if (loop.inEventLoop()) {
            addresses.resolve(lookup, host, taker);
        } else {
            loop.execute(() -> addresses.resolve(lookup, host, taker));
        }
    }

    @Override
    public void close() {
        onLoop(close);
    }

    private void onLoop(Runnable task) {
        if (loop.inEventLoop()) {
            task.run();
        } else {
            loop.execute(task);
        }
    }

    /** Tells the caller there; what the caller does wrong is logged here, and does not reach others who wait. */
    private void tell(Executor caller, Runnable telling) {
        if (caller != loop) {
            caller.execute(telling);
            return;
        }
        try {
            telling.run();
        } catch (RuntimeException e) {
            LOG.error("an answer could not be used", e);
        }
    }

    private final class LocatedAtCaller implements Located {
        private final Executor caller;
        private final Located answer;

        LocatedAtCaller(Executor caller, Located answer) {
            this.caller = caller;
            this.answer = answer;
        }

        @Override
        public void located(List<Target> targets) {
            tell(caller, () -> answer.located(targets));
        }

        @Override
        public void notLocated(Fault fault, String detail) {
            tell(caller, () -> answer.notLocated(fault, detail));
        }
    }

    private final class ResolvedAtCaller implements Resolved {
        private final Executor caller;
        private final Resolved answer;

        ResolvedAtCaller(Executor caller, Resolved answer) {
            this.caller = caller;
            this.answer = answer;
        }

        @Override
        public void resolved(List<InetAddress> found) {
            tell(caller, () -> answer.resolved(found));
        }

        @Override
        public void notResolved(Fault fault, String detail) {
            tell(caller, () -> answer.notResolved(fault, detail));
        }
    }
}
