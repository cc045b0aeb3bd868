#include <memory>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "app/ctl/context.h"
#include "core/agent/lease.h"
#include "core/agent/sample.h"
#include "core/agent/wait.h"
#include "core/base/file.h"
#include "core/store/audit.h"
#include "core/store/members.h"

namespace signalbox::ctl {

namespace {

struct Options
{
    std::string folder;
    std::string name;
    bool team = false;
    bool sample = false;
    std::string key;
    std::string value;
    std::string role;
    std::string subject;
    std::size_t limit = 50;
};

Status create(Context &context, const Options &options)
{
    const auto folder = toPath(options.folder);
    const std::string member = context.actor().name;
    if (options.sample) {
        SIGNALBOX_TRY(const auto data, agent::sampleDataFile());
        SIGNALBOX_CHECK(agent::makeSampleWorkspace(
            {.folder = folder, .data = data, .member = member}, context.clock(),
            [&context](const agent::SampleProgress &progress) {
                context.say(fmt::format("  {} of {}: {}", progress.step, progress.of, progress.stage));
            },
            context.stop()));
    } else {
        const std::string name = options.name.empty() ? toUtf8(folder.filename()) : options.name;
        SIGNALBOX_CHECK(store::Store::create(
            folder,
            {.name = name,
             .kind = options.team ? store::WorkspaceKind::Team : store::WorkspaceKind::Personal,
             .administrator = member},
            context.clock()));
    }
    context.print({{"workspace", toUtf8(folder)}},
                  [&] { context.say(fmt::format("The workspace is in {}.", toUtf8(folder))); });
    return {};
}

Status show(Context &context)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto lease, agent::readLease(*store));
    SIGNALBOX_TRY(const auto members, store::listMembers(*store));
    SIGNALBOX_TRY(const std::string secondPerson, store::setting(*store, store::secondPersonSetting));
    const bool alive = lease && lease->aliveAt(context.clock().now());
    const bool team = store->info().kind == store::WorkspaceKind::Team;
    Json json{{"name", store->info().name},
              {"folder", toUtf8(store->folder())},
              {"kind", team ? "team" : "personal"},
              {"created", toIso8601(store->info().created)},
              {"agent", alive ? Json{{"pid", lease->pid}, {"port", lease->port}} : Json(nullptr)},
              {"settings", {{store::secondPersonSetting, secondPerson}}},
              {"members", Json::array()}};
    Rows rows = {{"Member", "Role"}};
    for (const store::Member &member : members) {
        json["members"].push_back({{"name", member.name}, {"role", store::roleName(member.role)}});
        rows.push_back({member.name, std::string(store::roleName(member.role))});
    }
    context.print(json, [&] {
        context.say(fmt::format("{} ({}), made {} UTC", context.strong(store->info().name),
                                team ? "team" : "personal", toReadable(store->info().created)));
        context.say(fmt::format("Folder {}", toUtf8(store->folder())));
        context.say(alive ? fmt::format("Agent  process {}, port {}", lease->pid, lease->port)
                          : "Agent  none is running; start one with 'signalboxd --workspace FOLDER'");
        context.say(fmt::format("A second person must approve: {}\n", secondPerson));
        context.table(rows);
    });
    return {};
}

Status check(Context &context)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const std::string fault,
                  store->checkIntegrity([stop = context.stop()] { return stop.stopRequested(); }));
    if (!fault.empty())
        return failure(ErrorCode::DataLoss,
                       fmt::format("The database is damaged ({}). Restore it from a backup.", fault));
    context.print({{"sound", true}}, [&] { context.say("The database is sound."); });
    return {};
}

Status verifyAudit(Context &context)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const store::AuditVerdict verdict, store::verifyAudit(*store));
    if (!verdict.intact)
        return failure(ErrorCode::DataLoss, fmt::format("The audit trail is broken at entry {}. {}",
                                                        verdict.firstBroken, verdict.finding));
    context.print({{"intact", true}, {"entries", verdict.entries}},
                  [&] { context.say(context.good(verdict.finding)); });
    return {};
}

Status listAudit(Context &context, const Options &options)
{
    SIGNALBOX_TRY(const store::Store *store, context.open());
    SIGNALBOX_TRY(const auto entries,
                  store::listAudit(*store, {.subject = options.subject, .limit = options.limit}));
    Json json = Json::array();
    Rows rows = {{"Time (UTC)", "Who", "Action", "Subject", "Reason"}};
    for (const store::AuditEntry &entry : entries) {
        json.push_back({{"sequence", entry.sequence},
                        {"time", toIso8601(entry.time)},
                        {"actor", entry.actor},
                        {"action", entry.action},
                        {"subject", entry.subject},
                        {"reason", entry.reason},
                        {"before", entry.before},
                        {"after", entry.after},
                        {"hash", entry.hash}});
        rows.push_back({toReadable(entry.time), entry.actor, entry.action, entry.subject, entry.reason});
    }
    context.print(json, [&] { context.table(rows); });
    return {};
}

Status stopAgent(Context &context)
{
    SIGNALBOX_TRY(store::Store * store, context.open());
    SIGNALBOX_CHECK(agent::requestStop(*store, context.actor()));
    SIGNALBOX_CHECK(agent::waitUntil(*store, "the agent to end", std::chrono::seconds(15), context.stop(),
                                     [&]() -> Result<bool> {
                                         SIGNALBOX_TRY(const auto lease, agent::readLease(*store));
                                         return !lease || !lease->aliveAt(context.clock().now());
                                     }));
    context.print({{"stopped", true}}, [&] { context.say("The agent has ended."); });
    return {};
}

} // namespace

void addWorkspaceCommands(CLI::App &app, const Chosen &chosen)
{
    auto options = std::make_shared<Options>();
    CLI::App *workspace =
        app.add_subcommand("workspace", "Make, show and check a workspace, its members and settings");
    workspace->require_subcommand(1);

    CLI::App *make = workspace->add_subcommand("create", "Make a workspace in a new or empty folder");
    make->add_option("folder", options->folder, "The folder")->required();
    make->add_option("--name", options->name, "Its name; that of the folder by default");
    make->add_flag("--team", options->team, "For several people: a second person must approve");
    make->add_flag("--sample", options->sample,
                   "With a sample that is really trained and served, in a few seconds");
    make->callback([=] { chosen([=](Context &context) { return create(context, *options); }); });

    workspace->add_subcommand("show", "What the workspace is, its agent and its members")->callback([=] {
        chosen(show);
    });
    workspace->add_subcommand("check", "Let SQLite check the whole database")->callback([=] {
        chosen(check);
    });

    CLI::App *member =
        workspace->add_subcommand("member", "Add a member, give another role, or remove with role 'none'");
    member->add_option("name", options->name, "The member")->required();
    member->add_option("role", options->role, "viewer, operator, approver, administrator or none")
        ->required();
    member->callback([=] {
        chosen([=](Context &context) -> Status {
            SIGNALBOX_TRY(store::Store * store, context.open());
            if (options->role == "none")
                return store::removeMember(*store, context.actor(), options->name);
            SIGNALBOX_TRY(const store::Role role, store::roleFromName(options->role));
            return store::setMember(*store, context.actor(), options->name, role);
        });
    });

    CLI::App *setting = workspace->add_subcommand("set", "Change a setting of the workspace");
    setting->add_option("key", options->key, "such as second_person_must_approve")->required();
    setting->add_option("value", options->value, "such as on")->required();
    setting->callback([=] {
        chosen([=](Context &context) -> Status {
            SIGNALBOX_TRY(store::Store * store, context.open());
            return store::setSetting(*store, context.actor(), options->key, options->value);
        });
    });
    workspace->add_subcommand("stop-agent", "Ask the agent to end cleanly and wait for it")->callback([=] {
        chosen(stopAgent);
    });

    CLI::App *audit = app.add_subcommand("audit", "Read and verify the audit trail");
    audit->require_subcommand(1);
    CLI::App *list = audit->add_subcommand("list", "The newest entries");
    list->add_option("--subject", options->subject, "Only about this model, endpoint or member");
    list->add_option("-n,--limit", options->limit, "How many")->check(CLI::Range(1, 1'000'000));
    list->callback([=] { chosen([=](Context &context) { return listAudit(context, *options); }); });
    audit->add_subcommand("verify", "Check that no entry was edited, removed or reordered")->callback([=] {
        chosen(verifyAudit);
    });
}

} // namespace signalbox::ctl
