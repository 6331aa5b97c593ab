package rollcall.report;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import rollcall.outcome.Fault;
import rollcall.outcome.LogonRecord;
import rollcall.outcome.Stage;
import rollcall.plan.Account;
import rollcall.plan.Accounts;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientKind;
import rollcall.plan.ClientProfile;
import rollcall.plan.ClientProfiles;
import rollcall.plan.DnsPlan;
import rollcall.plan.GuardPlan;
import rollcall.plan.LimitPlan;
import rollcall.plan.MockPlan;
import rollcall.plan.Phase;
import rollcall.plan.Plan;
import rollcall.plan.PlanException;
import rollcall.plan.SessionPlan;
import rollcall.plan.TargetPlan;
import rollcall.plan.Threshold;
import rollcall.plan.Thresholds;
import rollcall.plan.TlsPlan;

/** Runs that never happened: a scripted clock and tallies to which lives are told. */
final class Runs {
    static final long MS = 1_000_000;
    static final long SECOND = 1_000_000_000;
    /** The clock does not start at 0, so that a forgotten subtraction shows. */
    static final long EPOCH = 77 * SECOND;

    static final GeneratorHealth HEALTHY =
            new GeneratorHealth(List.of(), 0.4123, 0.31, 0, 2.1, 4, 5_012, 212_400_000, 14_200);
    static final GeneratorHealth EXHAUSTED = new GeneratorHealth(
            List.of("1 client in 100 started more than 180 ms late; lower the rate or use a machine with more cores"),
            1.9,
            180.4,
            730,
            95.2,
            61,
            5_012,
            412_400_000,
            54_200);

    final Tallies tallies;
    private final LogonRecord logon = new LogonRecord();
    private long now = EPOCH;
    private int arrival;

    Runs(int loops) {
        this(loops, 1);
    }

    private Runs(int loops, int kinds) {
        tallies = new Tallies(loops, false, kinds, EPOCH, () -> now);
    }

    Runs at(long millis) {
        now = EPOCH + millis * MS;
        return this;
    }

    /** Starts the next client, due now, {@code lagMillis} late; its record is passed to what follows. */
    LogonRecord start(Tally tally, long lagMillis) {
        logon.begin(arrival, user(arrival), now, now + lagMillis * MS);
        logon.server("pool.example.test:5061");
        arrival++;
        tally.started(logon);
        return logon;
    }

    private static final Stage[] WITHOUT_TICKET = {
        Stage.DNS, Stage.CONNECT, Stage.TLS, Stage.REGISTER, Stage.CHALLENGE, Stage.AUTHENTICATE
    };

    /** A whole life that signs in, with these times in the stages from DNS on, without Kerberos, and leaves. */
    void signIn(int loop, long lagMillis, double... stageMillis) {
        Tally tally = tallies.loop(loop);
        LogonRecord record = start(tally, lagMillis);
        long at = record.startNanos();
        for (int i = 0; i < stageMillis.length; i++) {
            long nanos = Math.round(stageMillis[i] * MS);
            if (nanos > 0) {
                record.spent(WITHOUT_TICKET[i], nanos);
                at += nanos;
            }
        }
        record.signedIn(at);
        tally.signedIn(record);
    }

    void lose(int loop, Fault fault, String detail) {
        logon.fault(Stage.HOLD, fault, detail);
        tallies.loop(loop).lost(logon);
    }

    void end(int loop) {
        logon.end(now);
        tallies.loop(loop).ended(logon);
    }

    void fail(int loop, Stage stage, Fault fault, String detail) {
        Tally tally = tallies.loop(loop);
        LogonRecord record = start(tally, 0);
        record.spent(Stage.DNS, MS);
        record.fault(stage, fault, detail);
        tally.failed(record);
        tally.ended(record);
    }

    Summary summary(Plan plan, RunFacts facts, GeneratorHealth health) {
        return Summary.of(plan, facts, tallies, health);
    }

    static String user(int arrival) {
        String number = "000" + (arrival + 1);
        return "user" + number.substring(number.length() - 4) + "@example.test";
    }

    static RunFacts facts(long planned, long open, @Nullable String stoppedBy) {
        return facts(planned, open, stoppedBy, 0);
    }

    static RunFacts facts(long planned, long open, @Nullable String stoppedBy, long canaryNanos) {
        return new RunFacts(
                Instant.parse("2026-11-21T08:59:30.250Z"),
                12_345 * MS,
                10 * SECOND,
                canaryNanos,
                planned,
                open,
                stoppedBy,
                "epoll",
                2,
                "boringssl",
                "1.0");
    }

    /** A run of 1,000 clients in which somebody or something intervened. */
    static RunFacts facts(List<RateChange> changes, @Nullable Breach breach) {
        RunFacts facts = facts(1_000, 0, breach == null ? null : breach.sentence());
        return new RunFacts(
                facts.startedAt(),
                facts.durationNanos(),
                facts.loadNanos(),
                facts.canaryNanos(),
                facts.planned(),
                facts.open(),
                facts.stoppedBy(),
                facts.transport(),
                facts.loops(),
                facts.tlsEngine(),
                facts.version(),
                changes,
                breach);
    }

    static RunFacts facts(long planned) {
        return facts(planned, 0, null);
    }

    static Plan plan(String... thresholds) {
        try {
            List<Threshold> parsed = new ArrayList<>();
            for (String threshold : thresholds) {
                parsed.add(Thresholds.parse(threshold));
            }
            TargetPlan mock = new TargetPlan.Mock(new MockPlan(
                    "example.test", 5_000, MockPlan.Auth.NONE, false, 0, 600, "rsa", List.of(), "127.0.0.1", 0, 0, 0));
            AuthPlan auth = new AuthPlan(AuthPlan.Scheme.NONE);
            ClientProfile profile = ClientProfiles.named("moc-2007-r2");
            return new Plan(
                    "quickstart",
                    mock,
                    List.of(new ClientKind(profile.id(), ClientKind.ALL, profile, mock, auth)),
                    new TestAccounts(),
                    1,
                    auth,
                    new TlsPlan(
                            TlsPlan.Engine.BORINGSSL,
                            null,
                            List.of("TLSv1.2", "TLSv1.3"),
                            List.of(),
                            false,
                            true,
                            (Path) null),
                    new DnsPlan(DnsPlan.Cache.PER_CLIENT, SECOND, 2, 1_000, false, 1),
                    List.of(new Phase.Hold(500, 5_000)),
                    new SessionPlan(SECOND, SessionPlan.StayFrom.SIGN_IN, true, true, true),
                    List.of(),
                    List.of(),
                    new GuardPlan(1, List.of(), 12, true),
                    LimitPlan.DEFAULT,
                    parsed,
                    1);
        } catch (PlanException e) {
            throw new AssertionError(e);
        }
    }

    /** With three kinds of clients. */
    static Plan mixedPlan(String... thresholds) throws PlanException {
        Plan plan = plan(thresholds);
        ClientKind r2 = plan.kinds().get(0);
        return new Plan(
                plan.name(),
                plan.target(),
                List.of(
                        new ClientKind(r2.name(), 7_000, r2.profile(), r2.target(), r2.auth()),
                        new ClientKind("moc-2007", 2_000, ClientProfiles.named("moc-2007"), r2.target(), r2.auth()),
                        new ClientKind("outside <&>", 1_000, r2.profile(), r2.target(), r2.auth())),
                plan.accounts(),
                plan.endpoints(),
                plan.auth(),
                plan.tls(),
                plan.dns(),
                plan.load(),
                plan.session(),
                plan.storms(),
                plan.sources(),
                plan.guards(),
                plan.limits(),
                plan.thresholds(),
                plan.seed());
    }

    /** 40 clients of the first two of three kinds: of the second all fail, of the third none comes. */
    static Runs kinds() {
        Runs runs = new Runs(2, 3);
        for (int i = 0; i < 40; i++) {
            runs.at(i * 10L);
            runs.logon.kind(i % 4 == 3 ? 1 : 0);
            if (i % 4 == 3) {
                runs.fail(i % 2, Stage.REGISTER, Fault.SIP_TIMEOUT, "");
            } else {
                runs.signIn(i % 2, 0, 1, 2, 3, 4);
                if (i == 4) {
                    runs.lose(0, Fault.LOST_CLOSED, "FIN");
                }
                runs.end(i % 2);
            }
        }
        runs.tallies.sample();
        return runs;
    }

    /** Users by number. */
    private static final class TestAccounts implements Accounts {
        @Override
        public int size() {
            return 5_000;
        }

        @Override
        public Account at(int index) {
            return new Account(user(index), "EXAMPLE\\" + index, null);
        }
    }

    /** 1,000 clients on two loops, all of whom signed in, with the TLS handshake as the longest stage. */
    static Runs allWell() {
        Runs runs = new Runs(2);
        for (int i = 0; i < 1_000; i++) {
            runs.at(i * 10L);
            runs.signIn(i % 2, 0, 1.2 + i * 0.001, 0.31, 6.1 + i * 0.004, 1.9, 0, 0);
            if (i % 100 == 99) {
                runs.tallies.sample();
            }
        }
        return runs;
    }

    /** Clients that fetch an address book when they have signed in, and most of them 30 s later; one in vain. */
    static Runs webbed() {
        Runs runs = allWell();
        LogonRecord any = new LogonRecord();
        for (int i = 0; i < 5; i++) {
            runs.tallies
                    .loop(0)
                    .fetched(any, Stage.ADDRESS_BOOK, EPOCH + (i < 2 ? 3 : 33) * SECOND + i * MS, 45_000 + i);
        }
        runs.tallies.loop(0).fetched(any, Stage.GROUPS, EPOCH + 33 * SECOND, 0);
        return runs;
    }

    /** 400 clients with whole sessions: Kerberos or NTLM in its place, subscriptions, a few refusals, setbacks of all kinds. */
    static Runs session() {
        Runs runs = new Runs(2);
        for (int i = 0; i < 400; i++) {
            runs.at(i * 10L);
            Tally tally = runs.tallies.loop(i % 2);
            if (i % 40 == 7) {
                int id = i % 80 == 7 ? 4003 : 9999;
                runs.fail(
                        i % 2,
                        Stage.AUTHENTICATE,
                        Fault.SIP_FORBIDDEN,
                        "403 Forbidden; ms-diagnostics: " + id + ";reason=\"\"");
                continue;
            }
            LogonRecord logon = runs.start(tally, 0);
            logon.spent(Stage.DNS, MS);
            logon.spent(Stage.TICKET, 9 * MS);
            logon.spent(Stage.AUTHENTICATE, 3 * MS);
            if (i % 2 == 0) {
                tally.setback(
                        logon, Stage.TICKET, Fault.AUTH_NO_TICKET, "Kerberos → NTLM: KDC has no entry for sip/pool01");
            }
            if (i % 100 == 1) {
                tally.setback(logon, Stage.REGISTER, Fault.SIP_UNAVAILABLE, "503; ms-diagnostics: 17000;reason=\"\"");
            }
            logon.signedIn(logon.startNanos() + 13 * MS);
            tally.signedIn(logon);
            for (Stage stage :
                    List.of(Stage.SUBSCRIBE, Stage.SUBSCRIBE, Stage.PUBLISH, Stage.CONTACTS, Stage.REFRESH)) {
                tally.answered(logon, stage, 2 * MS);
            }
            if (i % 10 == 0) {
                tally.setback(logon, Stage.PUBLISH, Fault.SIP_VERSION_CONFLICT, "409 Conflict");
            }
            tally.answered(logon, Stage.SIGN_OUT, MS);
            runs.end(i % 2);
        }
        runs.tallies.sample();
        return runs;
    }

    /** 1,000 clients of which a few fail at each party's hands, two are lost, and some have setbacks. */
    static Runs mixed() {
        Runs runs = new Runs(2);
        for (int i = 0; i < 1_000; i++) {
            runs.at(i * 10L);
            if (i % 100 == 7) {
                runs.fail(
                        i % 2,
                        Stage.TLS,
                        Fault.TLS_CERT_NAME,
                        "the certificate names sip.example.test and access.example.test, not pool.example.test");
            } else if (i == 500) {
                runs.fail(0, Stage.AUTHENTICATE, Fault.SIP_TIMEOUT, "");
            } else {
                runs.signIn(i % 2, i % 3, 1.2, 0.31, 6.1 + i * 0.004, 1.9, 2.2, 700.5);
                if (i > 990) {
                    runs.lose(i % 2, Fault.LOST_CLOSED, "FIN");
                }
                if (i % 250 == 3) {
                    runs.tallies
                            .loop(i % 2)
                            .setback(runs.logon, Stage.CONNECT, Fault.CONNECT_REFUSED, "192.0.2.7:5061");
                }
                if (i % 4 != 0) {
                    runs.end(i % 2);
                }
            }
            if (i % 100 == 99) {
                runs.tallies.sample();
            }
        }
        return runs;
    }
}
