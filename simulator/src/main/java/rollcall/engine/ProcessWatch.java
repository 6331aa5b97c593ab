package rollcall.engine;

import com.sun.management.GarbageCollectionNotificationInfo;
import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.NotificationEmitter;
import javax.management.openmbean.CompositeData;

/**
 * What this process costs while a run lasts: processor time, memory, open files, pauses of the garbage collector. Asked
 * once a second by whoever drives the run; what the platform does not tell is -1.
 */
public final class ProcessWatch {
    private static final Path STATUS = Path.of("/proc/self/status");

    private final OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    private final AtomicLong gcPauseMaxMillis = new AtomicLong();
    private final long cpuNanosAtStart = system.getProcessCpuTime();
    private volatile long openFilesPeak = -1;
    private volatile long rssBytesPeak = -1;

    /** Begins to watch. */
    public ProcessWatch() {
        for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
            if (collector instanceof NotificationEmitter emitter) {
                emitter.addNotificationListener(
                        (notification, handback) -> {
                            GarbageCollectionNotificationInfo info =
                                    GarbageCollectionNotificationInfo.from((CompositeData) notification.getUserData());
                            gcPauseMaxMillis.accumulateAndGet(info.getGcInfo().getDuration(), Math::max);
                        },
                        notification -> notification
                                .getType()
                                .equals(GarbageCollectionNotificationInfo.GARBAGE_COLLECTION_NOTIFICATION),
                        null);
            }
        }
    }

    /** Takes a sample of what has peaks. */
    public void sample() {
        openFilesPeak = Math.max(openFilesPeak, openFiles());
        rssBytesPeak = Math.max(rssBytesPeak, rssBytes());
    }

    /** Processor time of all threads since the watch began, nanoseconds. */
    public long cpuNanos() {
        return system.getProcessCpuTime() - cpuNanosAtStart;
    }

    /** The longest collection so far, milliseconds. */
    public long gcPauseMaxMillis() {
        return gcPauseMaxMillis.get();
    }

    /** The most open files in any sample; -1 where the platform does not tell. */
    public long openFilesPeak() {
        return openFilesPeak;
    }

    /** The most resident memory in any sample, bytes; -1 where the platform does not tell. */
    public long rssBytesPeak() {
        return rssBytesPeak;
    }

    /** How many files this process may open; Long.MAX_VALUE where the platform does not tell. */
    public static long openFileLimit() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix
                ? unix.getMaxFileDescriptorCount()
                : Long.MAX_VALUE;
    }

    private long openFiles() {
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getOpenFileDescriptorCount() : -1;
    }

    /** Resident memory of this process in bytes; -1 where there is no /proc. */
    public static long rssBytes() {
        try {
            for (String line : Files.readAllLines(STATUS, StandardCharsets.US_ASCII)) {
                if (line.startsWith("VmRSS:")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024; // in kB, proc(5)
                }
            }
        } catch (IOException e) {
            return -1; // not Linux
        }
        return -1;
    }
}
