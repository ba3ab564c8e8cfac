using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using static Certus.Lab.State.LabDatabase;

namespace Certus.Lab.CloudFormation;

/// <summary>One resource of a stack as it is.</summary>
/// <param name="Logical">Its logical id.</param>
/// <param name="Number">Its place in the order in which the stack's resources are made.</param>
/// <param name="Body">The members of its description, and behind an underscore what it takes to change or delete it.</param>
internal sealed record StackResource(string Logical, int Number, JsonObject Body)
{
    public static StackResource New(TemplateResource declared, int number) => new(declared.Logical, number, new()
    {
        ["LogicalResourceId"] = declared.Logical, ["ResourceType"] = declared.Type, ["_properties"] = new JsonObject(), ["_attributes"] = new JsonObject(),
    });

    public string Type => (string)Body["ResourceType"]!;

    public string Status => (string?)Body["ResourceStatus"] ?? "";

    /// <summary>What it is called; null where it was never made, or is gone.</summary>
    public string? Id
    {
        get => (string?)Body["PhysicalResourceId"];
        set => Body["PhysicalResourceId"] = value;
    }

    /// <summary>What Ref gives.</summary>
    public string? Ref => (string?)Body["_ref"] ?? Id;

    public JsonObject Properties => (JsonObject)Body["_properties"]!;

    public JsonObject Attributes => (JsonObject)Body["_attributes"]!;

    /// <summary>Whether it is left alone when it would be deleted.</summary>
    public bool IsRetained => (string?)Body["_deletion"] is "Retain" or "RetainExceptOnCreate";

    /// <summary>Whether there is something to delete, or to refer to.</summary>
    public bool Exists => Id is not null && Status is not ("DELETE_COMPLETE" or "DELETE_SKIPPED");

    /// <summary>Whether it is as its properties say, and nothing about it failed.</summary>
    public bool IsSettled => Status.EndsWith("_COMPLETE", StringComparison.Ordinal);

    /// <summary>Whether the making of it has begun and did not come to its end.</summary>
    public bool IsHalfMade
    {
        get => (bool?)Body["_making"] == true || Status == "CREATE_FAILED";
        set
        {
            if (value) Body["_making"] = true;
            else Body.Remove("_making");
        }
    }

    /// <summary>The properties of changes that did not come to their end, the latest last: of each, some may be in force.</summary>
    public IReadOnlyList<JsonObject> Tried
    {
        get => [.. (Body["_tried"] as JsonArray ?? []).Select(one => one!.DeepClone().AsObject())];
        set => Set("_tried", value);
    }

    /// <summary>What it took the place of and what is not deleted yet, the latest last.</summary>
    public IReadOnlyList<StackResource> Replaced
    {
        get => [.. (Body["_replaced"] as JsonArray ?? []).Select(body => this with { Body = body!.DeepClone().AsObject(), IsReplaced = true })];
        set => Set("_replaced", value.Select(one => one.Body));
    }

    private void Set(string member, IEnumerable<JsonObject> bodies)
    {
        JsonArray list = new([.. bodies.Select(body => (JsonNode)body.DeepClone())]);
        if (list.Count > 0) Body[member] = list;
        else Body.Remove(member);
    }

    /// <summary>Whether another has its place in the stack: what happens to it is told, and no more is kept of it.</summary>
    public bool IsReplaced { get; init; }

    public static List<StackResource> Of(SqliteConnection connection, string stack) => Rows(connection,
        "SELECT logical, number, body FROM cloudformation_resource WHERE stack = $stack ORDER BY number, logical",
        row => new StackResource(row.GetString(0), row.GetInt32(1), JsonNode.Parse(row.GetString(2))!.AsObject()), ("$stack", stack));

    public void Save(SqliteConnection connection, string stack)
    {
        if (!IsReplaced) Execute(connection, "INSERT OR REPLACE INTO cloudformation_resource VALUES ($stack, $logical, $number, $body)", ("$stack", stack), ("$logical", Logical), ("$number", Number), ("$body", Body.ToJsonString()));
    }

    public static void Remove(SqliteConnection connection, string stack, string logical) =>
        Execute(connection, "DELETE FROM cloudformation_resource WHERE stack = $stack AND logical = $logical", ("$stack", stack), ("$logical", logical));

    public StackResource Copy() => this with { Body = Body.DeepClone().AsObject() };
}
