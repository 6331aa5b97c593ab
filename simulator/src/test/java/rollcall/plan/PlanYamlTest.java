package rollcall.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlanYamlTest {
    private static final Map<String, String> ENVIRONMENT = Map.of("ROLLCALL_PASSWORD", "hunter2");

    @TempDir
    private Path folder = Path.of("");

    @ParameterizedTest
    @ValueSource(strings = {"target: mock", """
                name: all-of-it
                seed: 42
                target:
                  mock: {domain: other.test, users: 12, auth: [digest, none], latency: 1.5ms, expires: 60, key: ecdsa,
                         faults: [stall, "reject-503:10%"], bind: "::1", dnsPort: 1, sipPort: 2, tcpPort: 3}
                users: {pattern: "user{0001..0012}@other.test", password: {env: ROLLCALL_PASSWORD}}
                client: {like: lync-2013, discovery: [_sip._tls], fallbacks: ["sip:443"]}
                auth: {scheme: digest, kerberos: {config: krb5.conf, realm: OTHER.TEST, keytab: users.keytab, logins: 3}}
                tls: {engine: jdk, trust: ca.pem, protocols: [TLSv1], ciphers: [TLS_RSA_WITH_AES_128_CBC_SHA],
                      resume: true, verify: false, keyLog: "key log.txt", certificate: client.pem, key: client.key}
                dns: {cache: shared, timeout: 250ms, tries: 2, maxInFlight: 7, ipv6: true, strictName: 4}
                load:
                  - ramp: {from: 0/s, to: 1/min, over: 5m30s}
                  - hold: {rate: 0.3/s, for: 7s}
                  - poisson: {rate: 3/s, clients: 5}
                  - atOnce: {clients: 9}
                  - pause: {for: 250us}
                  - spike: {base: 10/s, peak: 0.1/s, rise: 1ms, for: 2s}
                  - steps: {from: 1/min, to: 2/s, by: 0.3/s, every: 7s}
                  - profile: {points: [0s 0/s, 3m 7/min, 3m 0/s, 1h 33.3333333333/s]}
                  - parallel:
                      - [hold: {rate: 1/s, for: 3s}, pause: {for: 1s}]
                      - [poisson: {rate: 2/s, clients: 5}]
                      - [parallel: [[atOnce: {clients: 2}], [atOnce: {clients: 3}]]]
                  - {hold: {rate: 1/s, clients: 3}, measured: false}
                  - measured: false
                    parallel: [[{pause: {for: 1s}, measured: true}], [{atOnce: {clients: 3}, measured: false}]]
                session: {stay: 1h, stayFrom: allSignedIn, refresh: false, keepAlive: false, signOut: false,
                          subscribe: true, publish: true, contacts: 17, reauthenticate: 3h}
                sources: ["127.0.0.0/30", "fd00::/127"]
                guards: {maxRefusedPasswords: 3, allow: ["192.0.2.0/24"], maxPerSecond: 100, canary: false, maxDuration: 3h}
                limits: {connect: 1s, tls: 2s, answer: 3s, signOut: 4s, maxRedirects: 0, maxChallenges: 1,
                         maxRetries: 3, retry: 7s, mostRetry: 8s}
                thresholds: ["logon.sent.p99 <= 1.5s", "TLS_CERT_NAME == 0", "signedIn >= 99%"]
                """, """
                target: {automatic: {dns: ["[::1]:5353", 192.0.2.53]}}
                users: {pattern: "{1..9}@null.example", logonName: "a \\"b\\" \\\\ {user}", password: {file: "pass word"}}
                thresholds: []
                """, """
                target: mock
                load: [find: {start: 7/min, step: 33.3%, for: 7s, while: ["failed < 0.1%", logon.p99 < 1s], most: 99/s,
                              precision: 1.5%, confirm: 0}]
                """, """
                target: mock
                load: [users: {count: 70, think: 1.5s, over: 7s, for: 9m}]
                """, """
                target: mock
                load: [users: {think: 1.5s, for: 9m}]
                """, """
                target: mock
                load: [find: {start: 50/s, while: "failed == 0"}]
                """, """
                target: {server: {address: "[2001:db8::1]:443", transport: tcp, dns: 192.0.2.53}}
                users: {pattern: alice@example.com}
                auth: {scheme: kerberos, kerberos: {ticketCache: true}}
                tls: {certificate: "certs/{user}.pem"}
                """, """
                target:
                  mock: {auth: [ntlm, kerberos], password: {env: ROLLCALL_PASSWORD}, version: 3, timestamp: true,
                         keytab: users.keytab, director: true}
                """})
    void readingItBackGivesAnEqualPlan(String scenario) throws Exception {
        for (String file : List.of("ca.pem", "client.pem", "client.key", "krb5.conf", "users.keytab")) {
            Files.writeString(folder.resolve(file), "");
        }
        Files.writeString(folder.resolve("pass word"), "hunter3");
        Plan plan = read("first.yaml", scenario);
        String yaml = PlanYaml.write(plan);

        assertThat(read("resolved.yaml", yaml)).isEqualTo(plan);
        assertThat(yaml).doesNotContain("hunter");
    }

    @Test
    void usersFromAFileAreReadFromTheSameFile() throws Exception {
        Files.writeString(folder.resolve("users.csv"), "user,password\na@b.c,hunter2\nd@e.f,x\n");
        String scenario = "target: mock\nusers: {csv: users.csv, count: 1}\n";
        Plan plan = read("first.yaml", scenario);
        String yaml = PlanYaml.write(plan);
        Files.createDirectory(folder.resolve("elsewhere"));
        Plan again = read("elsewhere/resolved.yaml", yaml);

        assertThat(PlanYaml.write(again)).isEqualTo(yaml).doesNotContain("hunter2");
        assertThat(again.accounts().size()).isEqualTo(1);
        assertThat(again.accounts().at(0)).isEqualTo(plan.accounts().at(0));
    }

    @Test
    void aPasswordOfUnknownOriginIsLeftOutAndSaidToBe() throws Exception {
        String yaml = PlanYaml.write(read("first.yaml", "target: mock\nusers: {password: hunter2}\n"));

        assertThat(yaml).contains("# password: left out").doesNotContain("hunter2");
    }

    @Test
    void theDescriptionTellsWhoWhereWhenAndWhat() throws Exception {
        Plan plan = read("first.yaml", """
                target: {automatic: {dns: 127.0.0.1:5353}}
                users: {pattern: "user{0001..1200}@example.com", password: {env: ROLLCALL_PASSWORD}}
                load:
                  - ramp: {from: 0/s, to: 100/s, over: 10s}
                  - hold: {rate: 100/s}
                session: {stay: 2s, stayFrom: allSignedIn}
                """);

        assertThat(PlanText.describe(plan)).startsWith("""
                        # clients: 1,200 within 17s, as Microsoft Office Communicator 2007 R2
                        # users: 1,200: user0001@example.com to user1200@example.com, accounts EXAMPLE\\user0001 to EXAMPLE\\user1200
                        # target: the pool of example.com, found by SRV _sipinternaltls._tcp, _sipinternal._tcp, _sip._tls, else sipinternal:5061, sip:5061, sip:443, sipexternal:443 from DNS server 127.0.0.1:5353
                        # authentication: what Communicator chooses from what the pool offers; Kerberos, each user with its password in EXAMPLE.COM, 16 at a time
                        # load: 500 clients in 10s, from 0/s to 100/s
                        # load: 700 clients in 7s, evenly at 100/s
                        # first: user0001@example.com goes alone; the others begin when it has signed in, or failed otherwise than by its password
                        # then: each stays 2s after the last has signed in, then signs out
                        # told to come back later: it does so 2 times at most, after the time that the server names, up to 5m, or after 1m
                        # passes if: failed == 0, lost == 0
                        #
                        # Each client sends, with the braces filled in:
                        #   REGISTER sip:{domain} SIP/2.0
                        """).doesNotContain("hunter2");
    }

    @Test
    void theDescriptionTellsProfilesAndWhatIsSideBySide() throws Exception {
        Plan plan = read("first.yaml", """
                target: mock
                load:
                  - spike: {base: 1/s, peak: 11/s, rise: 10s, for: 10s}
                  - steps: {from: 1/s, to: 10/s, by: 1/s, every: 10s}
                  - parallel: [[hold: {rate: 2/s, for: 9s}, atOnce: {clients: 7}], [pause: {for: 10s}]]
                  - {atOnce: {clients: 5}, measured: false}
                """);

        assertThat(PlanText.describe(plan)).contains("""
                        # load: 170 clients in 20s, up to 11/s: 1/s at 0s, 11/s at 10s, 11/s at 20s, 1/s at 20s
                        # load: 550 clients in 1m40s, up to 10/s, along 20 points
                        # load: 25 clients in 10s, from 2 sequences side by side:
                        # load, 1: 18 clients in 9s, evenly at 2/s
                        # load, 1: 7 clients at once
                        # load, 2: nobody for 10s
                        # load: to prepare, not measured: 5 clients at once
                        """);
    }

    @Test
    void theDescriptionTellsASearch() throws Exception {
        Plan plan = read("first.yaml", """
                target: mock
                load: [find: {start: 50/s, while: ["failed < 0.1%", "logon.p99 < 500ms"]}]
                """);

        assertThat(PlanText.describe(plan))
                .startsWith("# clients: as many as the search needs, as ")
                .contains(
                        "# load: a search for the highest rate at which failed < 0.1%, logon.p99 < 500ms: 50/s for 10s,"
                                + " then 25% more and more, up to 500/s, until that breaks; then between, to within 5%;"
                                + " what is found is tried 2 times more\n",
                        "# passes if: the pool carries 50/s, the first rate\n");
    }

    @Test
    void theDescriptionTellsWhatASessionIsMadeOf() throws Exception {
        Files.writeString(folder.resolve("users.keytab"), "");
        Plan plan = read("first.yaml", """
                target: {server: {address: pool.example.com}}
                users: {pattern: "user{1..3}@example.com"}
                auth: {scheme: kerberos, kerberos: {keytab: users.keytab, realm: CORP.EXAMPLE.COM, logins: 4}}
                tls: {certificate: "certs/{user}.pem"}
                session: {subscribe: true, publish: true, contacts: 20, stay: 1m}
                limits: {maxRetries: 0}
                guards: {canary: false}
                """);

        assertThat(PlanText.describe(plan))
                .contains(
                        "# authentication: Kerberos, each user with its key from ",
                        "users.keytab in CORP.EXAMPLE.COM, 4 at a time\n",
                        "# certificate: each user shows its own, ",
                        "{user}.pem, to a pool that asks for one\n",
                        "# then: each subscribes, publishes its presence, watches 20 contacts, stays 1m after signing in,"
                                + " then signs out\n")
                .doesNotContain("# first:", "# told to come back later:");
    }

    @Test
    void descriptionAndPlanTogetherAreAScenario() throws Exception {
        Plan plan = read("first.yaml", "target: mock");
        String both = PlanText.describe(plan) + "\n" + PlanYaml.write(plan);

        assertThat(read("both.yaml", both)).isEqualTo(plan);
    }

    private Plan read(String name, String yaml) throws Exception {
        Path file = Files.writeString(folder.resolve(name), yaml);
        return ScenarioFile.read(file, Overrides.NONE, ENVIRONMENT::get).plan();
    }
}
