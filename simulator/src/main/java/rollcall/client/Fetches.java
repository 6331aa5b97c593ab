package rollcall.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import rollcall.outcome.Stage;
import rollcall.plan.WebPlan;
import rollcall.web.AddressBook;
import rollcall.web.GroupExpansion;
import rollcall.web.WebErrand;
import rollcall.web.WebResult;
import rollcall.web.WebUrl;

/**
 * What one client is fetching from the web: at most one errand a stage. A session has this only while something is under
 * way, because thousands are held that fetch nothing.
 */
final class Fetches {
    private static final Logger LOG = LoggerFactory.getLogger(Fetches.class);

    private final ClientSession session;
    private final LoopKit kit;
    private final Endpoint endpoint;
    private final List<WebFetch> underWay = new ArrayList<>(2);

    Fetches(ClientSession session, LoopKit kit, Endpoint endpoint) {
        this.session = session;
        this.kit = kit;
        this.endpoint = endpoint;
    }

    void begin(Stage stage, WebUrl url) {
        WebFetch fetch = new WebFetch(session, this, kit, endpoint, errand(stage, url));
        underWay.add(fetch);
        session.note("fetching ", fetch.errand().request().url());
        session.lookUp(url.host(), fetch);
    }

    private WebErrand errand(Stage stage, WebUrl url) {
        WebPlan plan = Objects.requireNonNull(kit.rules().session().web());
        if (stage == Stage.GROUPS) {
            return new GroupExpansion(
                    url, plan.groups().get(endpoint.user % plan.groups().size()));
        }
        Instant now = Instant.ofEpochSecond(kit.scratch().wallNanos.getAsLong() / 1_000_000_000L);
        int today = AddressBook.day(now);
        int have = plan.addressBook() == WebPlan.Book.DELTA ? today - 1 : -1;
        return new AddressBook(url, today, have, plan.partBytes());
    }

    /** An errand that nobody has abandoned is over. */
    void ended(WebFetch fetch, WebResult result) {
        forget(fetch);
        session.note(
                result.fault() == null ? "fetched " : result.fault() + " ",
                result.fault() == null ? result.detail() + ", " + result.bytes() + " bytes" : result.detail());
        try {
            session.machine().onFetched(fetch.errand().stage(), result, session.now());
        } catch (RuntimeException defect) {
            LOG.error("an answer from the web broke the client; please report this", defect);
            session.machine().onDefect(defect.toString(), session.now());
        }
    }

    /** Ends in silence what was begun for this stage. */
    void abandon(Stage stage) {
        for (WebFetch each : List.copyOf(underWay)) {
            if (each.errand().stage() == stage) {
                each.abandon();
                forget(each);
            }
        }
    }

    private void forget(WebFetch fetch) {
        underWay.remove(fetch);
        if (underWay.isEmpty()) {
            session.nothingToFetch();
        }
    }

    /** Ends everything in silence. */
    void abandon() {
        underWay.forEach(WebFetch::abandon);
        underWay.clear();
    }
}
