using System.Text.Json.Nodes;

namespace Certus.Lab.CloudFormation;

/// <summary>A resource as its template declares it.</summary>
/// <param name="Logical">Its logical id.</param>
/// <param name="Type">Such as <c>AWS::Kinesis::Stream</c>.</param>
/// <param name="Properties">With functions not yet worked out.</param>
/// <param name="Condition">The condition it depends on; null where it always is.</param>
/// <param name="DependsOn">What it names itself.</param>
/// <param name="Needs">The resources it can't be made without: what it names and what its properties refer to.</param>
/// <param name="DeletionPolicy">Delete or Retain.</param>
/// <param name="UpdateReplacePolicy">Delete or Retain, where another takes its place.</param>
/// <param name="Metadata">What the template says about it; null where it says nothing.</param>
internal sealed record TemplateResource(string Logical, string Type, JsonObject Properties, string? Condition, IReadOnlyList<string> DependsOn, IReadOnlyList<string> Needs, string DeletionPolicy, string UpdateReplacePolicy, JsonNode? Metadata);
