using System.Text.Json.Nodes;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>Jobs, triggers, workflows, connections and security configurations: kept as they are described. Nothing here runs by them, and no operation says that something did.</summary>
internal static class RecordKinds
{
    private static readonly GlueKind Job = new("job", "Job"), Trigger = new("trigger", "Trigger"), Workflow = new("workflow", "Workflow") { Missing = "Entity not found" },
        Connection = new("connection", "Connection"), Security = new("securityConfiguration", "SecurityConfiguration");

    /// <summary>Their operations by name.</summary>
    public static IEnumerable<KeyValuePair<string, LabOperation>> Operations(LabDatabase database)
    {
        var jobs = new Records(database, Job, "Job", "JobName")
        {
            Times = ("CreatedOn", "LastModifiedOn"), Missing = "JobsNotFound", Update = "JobUpdate", Complete = Complete, Deleted = name => new() { ["JobName"] = name },
        };
        var triggers = new Records(database, Trigger, "Trigger", "Name") { Times = ("_created", ""), Missing = "TriggersNotFound", Update = "TriggerUpdate", Complete = Check, Deleted = name => new() { ["Name"] = name } };
        var workflows = new Records(database, Workflow, "Workflow", "Name") { Times = ("CreatedOn", "LastModifiedOn"), Missing = "MissingWorkflows", Deleted = name => new() { ["Name"] = name } };
        var connections = new Records(database, Connection, "Connection", "Name")
        {
            Times = ("CreationTime", "LastUpdatedTime"), Wrapped = "ConnectionInput", Update = "ConnectionInput",
            Complete = body => body["Status"] = "READY", Created = _ => new() { ["CreateConnectionStatus"] = "READY" },
        };
        var securities = new Records(database, Security, "SecurityConfiguration", "Name")
        {
            Times = ("CreatedTimeStamp", ""), Created = thing => new() { ["Name"] = thing.Name, ["CreatedTimestamp"] = JsonValue.Create(thing.Created) },
        };
        return new Dictionary<string, LabOperation>
        {
            ["CreateJob"] = jobs.CreateAsync,
            ["GetJob"] = jobs.GetAsync,
            ["GetJobs"] = jobs.All("Jobs"),
            ["ListJobs"] = jobs.Names("JobNames"),
            ["BatchGetJobs"] = jobs.Many("JobNames", "Jobs"),
            ["UpdateJob"] = jobs.UpdateAsync,
            ["DeleteJob"] = jobs.DeleteAsync,
            ["CreateTrigger"] = triggers.CreateAsync,
            ["GetTrigger"] = triggers.GetAsync,
            ["GetTriggers"] = triggers.All("Triggers", DependsOn),
            ["ListTriggers"] = triggers.Names("TriggerNames", DependsOn),
            ["BatchGetTriggers"] = triggers.Many("TriggerNames", "Triggers"),
            ["UpdateTrigger"] = triggers.UpdateAsync,
            ["StartTrigger"] = async (call, cancel) =>
            {
                // An on-demand trigger is one whose start runs its actions; these are jobs and crawls of Spark or of a schedule that nothing here keeps.
                await triggers.ChangeAsync(call, call.Required("Name"), trigger => trigger.Body["State"] = (string?)trigger.Body["Type"] == "ON_DEMAND"
                    ? throw GlueNames.Invalid("The sandbox runs no triggers: start the crawler itself; jobs can't be run here.") : "ACTIVATED", cancel);
                return new JsonObject { ["Name"] = call.Required("Name") };
            },
            ["StopTrigger"] = async (call, cancel) =>
            {
                await triggers.ChangeAsync(call, call.Required("Name"), trigger => trigger.Body["State"] = "DEACTIVATED", cancel);
                return new JsonObject { ["Name"] = call.Required("Name") };
            },
            ["DeleteTrigger"] = triggers.DeleteAsync,
            ["CreateWorkflow"] = workflows.CreateAsync,
            ["GetWorkflow"] = workflows.GetAsync,
            ["ListWorkflows"] = workflows.Names("Workflows"),
            ["BatchGetWorkflows"] = workflows.Many("Names", "Workflows"),
            ["UpdateWorkflow"] = workflows.UpdateAsync,
            ["DeleteWorkflow"] = workflows.DeleteAsync,
            ["CreateConnection"] = connections.CreateAsync,
            ["GetConnection"] = connections.GetAsync,
            ["GetConnections"] = connections.All("ConnectionList", OfType),
            ["UpdateConnection"] = async (call, cancel) =>
            {
                await connections.UpdateAsync(call, cancel);
                return LabAnswer.Empty;
            },
            ["DeleteConnection"] = async (call, cancel) =>
            {
                call.Input["Name"] = call.Text("ConnectionName");
                return await connections.DeleteAsync(call, cancel);
            },
            ["CreateSecurityConfiguration"] = securities.CreateAsync,
            ["GetSecurityConfiguration"] = securities.GetAsync,
            ["GetSecurityConfigurations"] = securities.All("SecurityConfigurations"),
            ["DeleteSecurityConfiguration"] = securities.DeleteAsync,
            ["StartJobRun"] = (call, _) => throw NotRun("Glue jobs run Spark or Python scripts"),
            ["StartWorkflowRun"] = (call, _) => throw NotRun("a workflow's jobs are Spark"),
            ["CreateSession"] = (call, _) => throw NotRun("an interactive session is Spark"),
            ["CreateDevEndpoint"] = (call, _) => throw NotRun("a development endpoint is Spark"),
            ["PutDataCatalogEncryptionSettings"] = async (call, cancel) =>
            {
                GlueNames.CheckCatalog(call);
                await database.WriteAsync(connection => Thing.Make(call.Caller.Region, new("encryption", ""), "catalog", call.Now, call.Structure("DataCatalogEncryptionSettings")!).Save(connection), cancel);
                return LabAnswer.Empty;
            },
            ["GetDataCatalogEncryptionSettings"] = (call, _) =>
            {
                GlueNames.CheckCatalog(call);
                return new(new JsonObject
                {
                    ["DataCatalogEncryptionSettings"] = database.Read(connection => Thing.Find(connection, call.Caller.Region, new("encryption", ""), "catalog"))?.Body ?? new JsonObject
                    {
                        ["EncryptionAtRest"] = new JsonObject { ["CatalogEncryptionMode"] = "DISABLED" }, ["ConnectionPasswordEncryption"] = new JsonObject { ["ReturnConnectionPasswordEncrypted"] = false },
                    },
                });
            },
        };
    }

    private static AwsException NotRun(string why) => new("OperationNotSupportedException", $"The sandbox runs no Spark, and {why}: it keeps the definition and runs nothing by it.");

    private static void Complete(JsonObject job)
    {
        job["ExecutionProperty"] ??= new JsonObject { ["MaxConcurrentRuns"] = 1 };
        job["MaxRetries"] ??= 0;
        if (job["AllocatedCapacity"] is not null && job["MaxCapacity"] is null) job["MaxCapacity"] = (double)(long)job["AllocatedCapacity"]!;
        if (job["WorkerType"] is null && job["MaxCapacity"] is null) job["MaxCapacity"] = 10.0;
        job["AllocatedCapacity"] ??= (long)((double?)job["MaxCapacity"] ?? (long?)job["NumberOfWorkers"] ?? 10);
    }

    private static void Check(JsonObject trigger)
    {
        foreach (var action in trigger["Actions"] as JsonArray ?? [])
            if (action!["JobName"] is not null && action["CrawlerName"] is not null) throw GlueNames.Invalid("Both JobName and CrawlerName cannot be set together in an action");
        var type = (string?)trigger["Type"];
        if (type == "CONDITIONAL")
        {
            if (trigger["Predicate"]?["Conditions"] is not JsonArray { Count: > 0 } conditions) throw GlueNames.Invalid("Predicate cannot be null or empty");
            foreach (var condition in conditions)
            {
                if (condition!["LogicalOperator"] is null) throw GlueNames.Invalid("Logical operator cannot be null or empty");
                if (condition["JobName"] is null && condition["CrawlerName"] is null) throw GlueNames.Invalid("JobName or CrawlerName in condition cannot be null or empty");
                if (condition["JobName"] is not null && condition["State"] is null)
                    throw GlueNames.Invalid("State cannot be null or empty, choose from one of the following job state: [SUCCEEDED, STOPPED, FAILED, TIMEOUT]");
                if (condition["CrawlerName"] is not null && condition["CrawlState"] is null)
                    throw GlueNames.Invalid("State cannot be null or empty, choose from one of the following crawler state: [SUCCEEDED, FAILED, CANCELLED]");
            }
        }
        trigger["State"] ??= (bool?)trigger["StartOnCreation"] == true && type != "ON_DEMAND" ? "ACTIVATED" : "CREATED";
    }

    private static bool DependsOn(LabCall call, Thing trigger) =>
        call.Text("DependentJobName") is not { } job || (trigger.Body["Actions"] as JsonArray ?? []).Any(action => (string?)action!["JobName"] == job);

    private static bool OfType(LabCall call, Thing connection) => (string?)call.Structure("Filter")?["ConnectionType"] is not { } type || (string?)connection.Body["ConnectionType"] == type;
}
