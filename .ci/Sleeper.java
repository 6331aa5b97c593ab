import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;

/**
 * How late this machine wakes a thread that has nothing else to do: sleeps from one due time to the next, 500 a second,
 * for the seconds given, and prints the 99th percentile of the delay in milliseconds. The yardstick beside the schedule
 * lag of a run, which cannot be earlier than the machine lets it (as jHiccup's idle control does).
 */
public final class Sleeper {
    private static final long PERIOD_NANOS = 2_000_000;

    private Sleeper() {}

    public static void main(String[] args) {
        long[] late = new long[Integer.parseInt(args[0]) * 500];
        long due = System.nanoTime();
        for (int i = 0; i < late.length; i++) {
            due += PERIOD_NANOS;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            late[i] = System.nanoTime() - due;
        }
        Arrays.sort(late);
        System.out.printf(Locale.ROOT, "%.3f%n", late[late.length * 99 / 100] / 1e6);
    }
}
