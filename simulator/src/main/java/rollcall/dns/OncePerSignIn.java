package rollcall.dns;

import java.util.ArrayList;
import java.util.List;

/** One client's memory during one sign-in: no name is asked twice, whatever its TTL, and whatever it came to. */
final class OncePerSignIn implements DnsLookup {
    private final DnsLookup source;
    private final List<DnsAnswer> answers = new ArrayList<>(4);

    OncePerSignIn(DnsLookup source) {
        this.source = source;
    }

    @Override
    public void ask(DnsQuestion question, Taker taker) {
        for (DnsAnswer answer : answers) {
            if (answer.question().equals(question)) {
                taker.answered(answer);
                return;
            }
        }
        source.ask(question, answer -> {
            answers.add(answer);
            taker.answered(answer);
        });
    }
}
