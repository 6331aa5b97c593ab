package rollcall.dns;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.SRVRecord;

/**
 * The hosts of one SRV name in a client's order: three of one priority with weights, one of another. Yardstick: shuffled
 * and sorted by the library, weights left aside.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class SrvOrderBenchmark {
    private final List<SRVRecord> records = List.of(
            record(0, 10, "fe1.example.com."),
            record(0, 10, "fe2.example.com."),
            record(0, 20, "fe3.example.com."),
            record(10, 0, "backup.example.com."));
    private final Random random = new Random(1);
    private long draw;

    private static SRVRecord record(int priority, int weight, String host) {
        Name service = Name.fromConstantString("_sipinternaltls._tcp.example.com.");
        return new SRVRecord(service, DClass.IN, 300, priority, weight, 5061, Name.fromConstantString(host));
    }

    @Benchmark
    public List<SRVRecord> rollcall() {
        return SrvOrder.order(records, draw++);
    }

    @Benchmark
    public List<SRVRecord> shuffledAndSorted() {
        List<SRVRecord> ordered = new ArrayList<>(records);
        Collections.shuffle(ordered, random);
        ordered.sort(Comparator.comparingInt(SRVRecord::getPriority));
        return ordered;
    }
}
