package rollcall.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import rollcall.plan.HandshakePlan;
import rollcall.tls.Agreed;

/**
 * With what handshakes were measured: what has to be the same before two measurements may be compared.
 *
 * @param facts by name, as {@code engine} → {@code boringssl}; in the order of a report
 */
public record HandshakeSetup(Map<String, String> facts) {
    /** The fact that names Java's version: another one does reference work in another time. */
    static final String JAVA = "java";

    public HandshakeSetup {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    static HandshakeSetup of(HandshakeMeasurement measured, HandshakeFacts facts) {
        HandshakePlan plan = measured.plan();
        Map<String, String> all = new LinkedHashMap<>();
        all.put("target", plan.target());
        all.put("name", plan.name());
        all.put("engine", measured.engine());
        all.put("protocols", String.join(", ", plan.tls().protocols()));
        all.put("resume", plan.tls().resume() ? "on" : "off");
        List<HandshakeKind> kinds = measured.kinds();
        if (!kinds.isEmpty()) {
            Agreed agreed = kinds.get(0).agreed();
            all.put("agreed", agreed.protocol() + " " + agreed.cipher() + ", " + agreed.key());
        }
        all.put("concurrency", String.valueOf(plan.concurrency()));
        all.put("event loops", String.valueOf(facts.loops()));
        all.put("transport", facts.transport());
        all.put("processors", String.valueOf(facts.processors()));
        all.put(JAVA, facts.java());
        all.put("rollcall", facts.version());
        return new HandshakeSetup(all);
    }

    /**
     * What is not the same, a line each: {@code engine: boringssl | jdk}, that of before first. A server of a pipeline has
     * another port each time: its name says whether it is the same.
     */
    List<String> differences(HandshakeSetup before) {
        List<String> lines = new ArrayList<>();
        facts.forEach((name, value) -> {
            String other = before.facts.getOrDefault(name, "not said");
            if (!other.equals(value) && !name.equals("target")) {
                lines.add(name + ": " + other + " | " + value);
            }
        });
        return List.copyOf(lines);
    }
}
