#include "core/store/migrations.h"

#include <array>

#include <SQLiteCpp/SQLiteCpp.h>
#include <fmt/format.h>

namespace signalbox::store {

namespace {

constexpr const char *workspaceTables = R"sql(
CREATE TABLE meta(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE members(
    name TEXT PRIMARY KEY,
    role TEXT NOT NULL CHECK (role IN ('viewer', 'operator', 'approver', 'administrator')),
    added INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE settings(key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE audit(
    sequence INTEGER PRIMARY KEY, time INTEGER NOT NULL, actor TEXT NOT NULL, action TEXT NOT NULL,
    subject TEXT NOT NULL, reason TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
    previous_hash TEXT NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE INDEX audit_by_subject ON audit(subject, sequence);
CREATE TABLE audit_head(
    id INTEGER PRIMARY KEY CHECK (id = 1), sequence INTEGER NOT NULL, hash TEXT NOT NULL) STRICT;
CREATE TRIGGER audit_is_never_edited BEFORE UPDATE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
CREATE TRIGGER audit_is_never_shortened BEFORE DELETE ON audit
    BEGIN SELECT RAISE(ABORT, 'the audit trail is append-only'); END;
)sql";

constexpr const char *trackingTables = R"sql(
CREATE TABLE experiments(
    id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, created INTEGER NOT NULL,
    origin TEXT NOT NULL DEFAULT 'local') STRICT;
CREATE TABLE runs(
    id TEXT PRIMARY KEY, experiment INTEGER NOT NULL REFERENCES experiments(id), name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('running', 'finished', 'failed', 'killed')),
    member TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER, error TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT 'local') STRICT;
CREATE INDEX runs_by_start ON runs(started);
CREATE INDEX runs_by_experiment ON runs(experiment, started);
CREATE TABLE run_parameters(
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (run, key)) STRICT, WITHOUT ROWID;
CREATE TABLE run_tags(
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, key TEXT NOT NULL, value TEXT NOT NULL,
    PRIMARY KEY (run, key)) STRICT, WITHOUT ROWID;
CREATE TABLE run_metrics(
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, key TEXT NOT NULL, step INTEGER NOT NULL,
    time INTEGER NOT NULL, value REAL NOT NULL,
    PRIMARY KEY (run, key, step)) STRICT, WITHOUT ROWID;
CREATE TABLE run_latest_metrics(
    run TEXT NOT NULL REFERENCES runs(id) ON DELETE CASCADE, key TEXT NOT NULL, step INTEGER NOT NULL,
    value REAL NOT NULL,
    PRIMARY KEY (run, key)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char *registryTables = R"sql(
CREATE TABLE models(
    name TEXT PRIMARY KEY, description TEXT NOT NULL DEFAULT '', created INTEGER NOT NULL,
    origin TEXT NOT NULL DEFAULT 'local') STRICT, WITHOUT ROWID;
CREATE TABLE versions(
    model TEXT NOT NULL REFERENCES models(name), number INTEGER NOT NULL,
    run TEXT REFERENCES runs(id), artifact TEXT NOT NULL, hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'approved', 'rejected', 'archived')),
    registered INTEGER NOT NULL, registered_by TEXT NOT NULL,
    PRIMARY KEY (model, number)) STRICT, WITHOUT ROWID;
CREATE TABLE gates(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, subject TEXT NOT NULL, hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'granted', 'refused', 'withdrawn')),
    required INTEGER NOT NULL, requested_by TEXT NOT NULL, opened INTEGER NOT NULL, closed INTEGER,
    evidence TEXT NOT NULL) STRICT;
CREATE INDEX gates_by_subject ON gates(subject, kind);
CREATE INDEX gates_by_hash ON gates(hash, kind, state);
CREATE TABLE approvals(
    gate INTEGER NOT NULL REFERENCES gates(id), member TEXT NOT NULL,
    decision TEXT NOT NULL CHECK (decision IN ('approve', 'reject')), reason TEXT NOT NULL, time INTEGER NOT NULL,
    PRIMARY KEY (gate, member)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char *servingTables = R"sql(
CREATE TABLE endpoints(
    name TEXT PRIMARY KEY,
    environment TEXT NOT NULL CHECK (environment IN ('dev', 'staging', 'production')),
    created INTEGER NOT NULL, primary_key_hash TEXT NOT NULL, secondary_key_hash TEXT NOT NULL,
    rollout INTEGER NOT NULL DEFAULT 0, fallback TEXT NOT NULL DEFAULT '', undo TEXT NOT NULL DEFAULT '',
    origin TEXT NOT NULL DEFAULT 'local') STRICT, WITHOUT ROWID;
CREATE TABLE deployments(
    endpoint TEXT NOT NULL REFERENCES endpoints(name) ON DELETE CASCADE, name TEXT NOT NULL,
    model TEXT NOT NULL, version INTEGER NOT NULL, hash TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('starting', 'ready', 'failed')),
    percent INTEGER NOT NULL DEFAULT 0 CHECK (percent BETWEEN 0 AND 100), error TEXT NOT NULL DEFAULT '',
    created INTEGER NOT NULL, created_by TEXT NOT NULL, observed INTEGER NOT NULL,
    PRIMARY KEY (endpoint, name), FOREIGN KEY (model, version) REFERENCES versions(model, number),
    CHECK (percent = 0 OR state = 'ready')) STRICT, WITHOUT ROWID;
CREATE TABLE faults(
    endpoint TEXT NOT NULL, deployment TEXT NOT NULL, latency_ms INTEGER NOT NULL, error_rate REAL NOT NULL,
    score_shift REAL NOT NULL, PRIMARY KEY (endpoint, deployment),
    FOREIGN KEY (endpoint, deployment) REFERENCES deployments(endpoint, name) ON DELETE CASCADE) STRICT,
    WITHOUT ROWID;
CREATE TABLE loads(
    endpoint TEXT PRIMARY KEY REFERENCES endpoints(name) ON DELETE CASCADE, rate REAL NOT NULL,
    started INTEGER NOT NULL, started_by TEXT NOT NULL, until INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0) STRICT, WITHOUT ROWID;
)sql";

constexpr const char *rolloutTables = R"sql(
CREATE TABLE rollouts(
    id INTEGER PRIMARY KEY, endpoint TEXT NOT NULL, model TEXT NOT NULL, version INTEGER NOT NULL,
    hash TEXT NOT NULL, blue TEXT NOT NULL, blue_version INTEGER NOT NULL, green TEXT NOT NULL,
    plan TEXT NOT NULL, state TEXT NOT NULL, step INTEGER NOT NULL, step_since INTEGER NOT NULL,
    gate INTEGER NOT NULL DEFAULT 0, started INTEGER NOT NULL, started_by TEXT NOT NULL, ended INTEGER,
    note TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX rollouts_by_endpoint ON rollouts(endpoint, id);
CREATE UNIQUE INDEX one_active_rollout ON rollouts(endpoint) WHERE ended IS NULL;
CREATE TABLE rollout_steps(
    rollout INTEGER NOT NULL REFERENCES rollouts(id) ON DELETE CASCADE, step INTEGER NOT NULL,
    entered INTEGER NOT NULL, left_at INTEGER, evidence TEXT NOT NULL DEFAULT '{}',
    PRIMARY KEY (rollout, step)) STRICT, WITHOUT ROWID;
)sql";

constexpr const char *agentTables = R"sql(
CREATE TABLE jobs(
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, specification TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'completed', 'failed', 'canceled')),
    run TEXT, requested_by TEXT NOT NULL, created INTEGER NOT NULL, started INTEGER, ended INTEGER,
    owner TEXT NOT NULL DEFAULT '', heartbeat INTEGER NOT NULL DEFAULT 0, cancel INTEGER NOT NULL DEFAULT 0,
    progress TEXT NOT NULL DEFAULT '{}', error TEXT NOT NULL DEFAULT '') STRICT;
CREATE INDEX jobs_by_state ON jobs(state, id);
CREATE TABLE lease(
    id INTEGER PRIMARY KEY CHECK (id = 1), owner TEXT NOT NULL, pid INTEGER NOT NULL, host TEXT NOT NULL,
    program TEXT NOT NULL, port INTEGER NOT NULL, acquired INTEGER NOT NULL, renewed INTEGER NOT NULL,
    expires INTEGER NOT NULL, stop_requested INTEGER NOT NULL DEFAULT 0) STRICT;
)sql";

// What a room above serve may know of it: where the versions of a model answer requests.
constexpr const char *servingView = R"sql(
CREATE VIEW serving(model, version, endpoint, environment, deployment, percent) AS
    SELECT d.model, d.version, d.endpoint, e.environment, d.name, d.percent
    FROM deployments d JOIN endpoints e ON e.name = d.endpoint;
)sql";

constexpr const char *queryTables = R"sql(
CREATE TABLE saved_queries(
    id INTEGER PRIMARY KEY, folder TEXT NOT NULL DEFAULT '', name TEXT NOT NULL, text TEXT NOT NULL,
    description TEXT NOT NULL DEFAULT '', saved INTEGER NOT NULL, saved_by TEXT NOT NULL,
    UNIQUE (folder, name)) STRICT;
CREATE TABLE dashboard_tiles(
    id INTEGER PRIMARY KEY, position INTEGER NOT NULL, title TEXT NOT NULL, text TEXT NOT NULL,
    chart TEXT NOT NULL DEFAULT '', range INTEGER NOT NULL DEFAULT 0, refresh INTEGER NOT NULL DEFAULT 0,
    pinned INTEGER NOT NULL, pinned_by TEXT NOT NULL) STRICT;
)sql";

constexpr std::array<Migration, 8> steps = {{{.version = 1, .sql = workspaceTables},
                                             {.version = 2, .sql = trackingTables},
                                             {.version = 3, .sql = registryTables},
                                             {.version = 4, .sql = servingTables},
                                             {.version = 5, .sql = rolloutTables},
                                             {.version = 6, .sql = agentTables},
                                             {.version = 7, .sql = servingView},
                                             {.version = 8, .sql = queryTables}}};

} // namespace

std::span<const Migration> migrations()
{
    return steps;
}

int newestVersion()
{
    return steps.back().version;
}

void migrate(SQLite::Database &db, int version)
{
    SQLite::Transaction transaction(db, SQLite::TransactionBehavior::IMMEDIATE);
    const int current = db.execAndGet("PRAGMA user_version").getInt();
    for (const Migration &step : steps) {
        if (step.version > current && step.version <= version) {
            db.exec(step.sql);
            db.exec(fmt::format("PRAGMA user_version = {}", step.version));
        }
    }
    db.exec(fmt::format("PRAGMA application_id = {}", applicationId));
    transaction.commit();
}

} // namespace signalbox::store
