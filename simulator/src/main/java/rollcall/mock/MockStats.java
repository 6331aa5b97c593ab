package rollcall.mock;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.LongAdder;
import org.xbill.DNS.Rcode;
import rollcall.auth.Association.Verdict;
import rollcall.sip.SipMethod;

/** What the pool has seen and said so far. Written from every loop, read by anyone at any time. */
public final class MockStats {
    private final LongAdder[] requests = adders(SipMethod.values().length);
    private final LongAdder[] answers = adders(700);
    /** By response code, 0 to 15, and one place for questions that got no answer. */
    private final LongAdder[] questions = adders(17);

    final LongAdder registered = new LongAdder();
    final LongAdder connectionsOpen = new LongAdder();
    final LongAdder connections = new LongAdder();
    final LongAdder handshakes = new LongAdder();
    final LongAdder handshakeFailures = new LongAdder();
    final LongAdder keepAlives = new LongAdder();
    final LongAdder malformed = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder verified = new LongAdder();
    private final LongAdder badSignatures = new LongAdder();
    private final LongAdder replays = new LongAdder();

    void request(SipMethod method) {
        requests[method.ordinal()].increment();
    }

    void answer(int status) {
        answers[status].increment();
    }

    /** Credentials were judged. */
    void attempt(Verdict verdict) {
        switch (verdict) {
            case ACCEPTED -> accepted.increment();
            case BAD_SIGNATURE -> badSignatures.increment();
            case REFUSED, REPLAYED, CLOCK_SKEW, MALFORMED -> refusals.increment();
        }
    }

    /** The signature of a message was judged. */
    void signature(Verdict verdict) {
        switch (verdict) {
            case ACCEPTED -> verified.increment();
            case REPLAYED -> replays.increment();
            case BAD_SIGNATURE, REFUSED, CLOCK_SKEW, MALFORMED -> badSignatures.increment();
        }
    }

    /** @param rcode what was answered; -1 when nothing was */
    void question(int rcode) {
        questions[rcode < 0 ? 16 : rcode & 15].increment();
    }

    /** Endpoints that are signed in at this moment. */
    public long registered() {
        return registered.sum();
    }

    /** Connections to the SIP ports that are open, TLS and TCP together. */
    public long connectionsOpen() {
        return connectionsOpen.sum();
    }

    /** Connections accepted since the start. */
    public long connections() {
        return connections.sum();
    }

    /** TLS handshakes that succeeded. */
    public long handshakes() {
        return handshakes.sum();
    }

    /** TLS handshakes that failed, whoever gave up. */
    public long handshakeFailures() {
        return handshakeFailures.sum();
    }

    /** Line breaks between messages. */
    public long keepAlives() {
        return keepAlives.sum();
    }

    /** Connections that were closed because what came was not SIP. */
    public long malformed() {
        return malformed.sum();
    }

    /** Credentials that were right. */
    public long accepted() {
        return accepted.sum();
    }

    /** Messages on an established association whose signature was right. */
    public long verified() {
        return verified.sum();
    }

    /** Signatures that were wrong or missing. */
    public long badSignatures() {
        return badSignatures.sum();
    }

    /** Messages that were dropped because they had come before. */
    public long replays() {
        return replays.sum();
    }

    /** Credentials that were wrong, of the registrar's own judgement or by script. */
    public long refusals() {
        return refusals.sum();
    }

    /** Requests with this method. */
    public long requests(SipMethod method) {
        return requests[method.ordinal()].sum();
    }

    /** Answers with this status. */
    public long answers(int status) {
        return answers[status].sum();
    }

    /** DNS questions, answered or not. */
    public long questions() {
        long sum = 0;
        for (LongAdder adder : questions) {
            sum += adder.sum();
        }
        return sum;
    }

    /** How often each method came. */
    public Map<String, Long> requestsByMethod() {
        Map<String, Long> counts = new TreeMap<>();
        for (SipMethod method : SipMethod.values()) {
            if (requests(method) > 0) {
                counts.put(method.name(), requests(method));
            }
        }
        return counts;
    }

    /** How often each status was answered. */
    public Map<Integer, Long> answersByStatus() {
        Map<Integer, Long> counts = new TreeMap<>();
        for (int status = 0; status < answers.length; status++) {
            if (answers(status) > 0) {
                counts.put(status, answers(status));
            }
        }
        return counts;
    }

    /** How often each DNS response code was answered; {@code SILENCE} counts questions without an answer. */
    public Map<String, Long> questionsByAnswer() {
        Map<String, Long> counts = new TreeMap<>();
        for (int rcode = 0; rcode < questions.length; rcode++) {
            if (questions[rcode].sum() > 0) {
                counts.put(rcode == 16 ? "SILENCE" : Rcode.string(rcode), questions[rcode].sum());
            }
        }
        return counts;
    }

    private static LongAdder[] adders(int count) {
        LongAdder[] adders = new LongAdder[count];
        for (int i = 0; i < count; i++) {
            adders[i] = new LongAdder();
        }
        return adders;
    }
}
