package rollcall.dns;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Time-outs of one length: a list in the order of their start, and one timer for its head. */
final class Deadlines {
    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final long lengthNanos;
    private final Consumer<DnsQuery> expired;

    private @Nullable DnsQuery first;
    private @Nullable DnsQuery last;
    private boolean armed;

    Deadlines(EventLoop loop, LongSupplier nanoClock, long lengthNanos, Consumer<DnsQuery> expired) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.lengthNanos = lengthNanos;
        this.expired = expired;
    }

    void start(DnsQuery query, long nowNanos) {
        query.dueNanos = nowNanos + lengthNanos;
        query.timed = true;
        query.earlier = last;
        query.later = null;
        if (last == null) {
            first = query;
        } else {
            last.later = query;
        }
        last = query;
        if (!armed) {
            arm(lengthNanos);
        }
    }

    void stop(DnsQuery query) {
        if (!query.timed) {
            return;
        }
        query.timed = false;
        DnsQuery earlier = query.earlier;
        DnsQuery later = query.later;
        query.earlier = null;
        query.later = null;
        if (earlier == null) {
            first = later;
        } else {
            earlier.later = later;
        }
        if (later == null) {
            last = earlier;
        } else {
            later.earlier = earlier;
        }
    }

    private void arm(long nanos) {
        armed = true;
        var unused = loop.schedule(this::ring, nanos, TimeUnit.NANOSECONDS);
    }

    private void ring() {
        armed = false;
        long now = nanoClock.getAsLong();
        for (DnsQuery head = first; head != null; head = first) {
            long left = head.dueNanos - now;
            if (left > 0) {
                if (!armed) {
                    arm(left);
                }
                return;
            }
            stop(head);
            expired.accept(head);
        }
    }
}
