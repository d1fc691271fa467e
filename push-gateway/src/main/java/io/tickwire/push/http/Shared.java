package io.tickwire.push.http;

import io.tickwire.common.runtime.ServiceContext;
import io.tickwire.push.admission.Admission;
import io.tickwire.push.admission.AdmissionConfig;
import io.tickwire.push.admission.Allowances;
import io.tickwire.push.audit.Audit;
import io.tickwire.push.auth.AuthConfig;
import io.tickwire.push.engine.EngineClient;
import io.tickwire.push.fanout.EventBudgets;
import io.tickwire.push.fanout.FanoutConfig;
import io.tickwire.push.fanout.PushMetrics;
import io.tickwire.push.identity.Identity;
import io.tickwire.push.ingest.EventIntake;
import io.tickwire.push.market.Catalogue;
import io.tickwire.push.market.MarketWatch;
import io.tickwire.push.profile.Profiles;
import io.tickwire.push.session.SessionConfig;

/** What all event loops of a gateway share; everything in it is safe for any thread. */
public record Shared(
    ServiceContext service,
    HttpConfig http,
    DoorConfig door,
    TlsDoor tls,
    Audit audit,
    AuthConfig auth,
    SessionConfig session,
    FanoutConfig fanout,
    TransportConfig transport,
    EventBudgets budgets,
    Identity identity,
    Admission admission,
    AdmissionConfig admissionConfig,
    Allowances allowances,
    Catalogue catalogue,
    MarketWatch market,
    EngineClient engine,
    EventIntake intake,
    Profiles profiles,
    PushMetrics metrics,
    ConsolePages pages) {}
