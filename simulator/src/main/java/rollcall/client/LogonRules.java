package rollcall.client;

import rollcall.plan.Accounts;
import rollcall.plan.AuthPlan;
import rollcall.plan.ClientProfile;
import rollcall.plan.LimitPlan;
import rollcall.plan.SessionPlan;
import rollcall.plan.TargetPlan;

/** What all clients of a run have in common: the part of the plan that decides how a client behaves. */
public record LogonRules(
        TargetPlan target,
        Accounts accounts,
        ClientProfile profile,
        AuthPlan auth,
        SessionPlan session,
        LimitPlan limits,
        Gate gate,
        long seed) {}
