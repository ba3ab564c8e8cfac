using Certus.Lab.State;

namespace Certus.Lab.CloudFormation;

/// <summary>Stacks, what each is made of, and what happened to them; a stack's body is what describing it answers, with the sandbox's own members behind an underscore.</summary>
internal static class CloudFormationSchema
{
    public static LabSchema Value { get; } = new("cloudformation", 1, """
        CREATE TABLE IF NOT EXISTS cloudformation_stack (
            id TEXT NOT NULL PRIMARY KEY, region TEXT NOT NULL, name TEXT NOT NULL, status TEXT NOT NULL, created INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
        CREATE UNIQUE INDEX IF NOT EXISTS cloudformation_stack_live ON cloudformation_stack (region, name) WHERE status <> 'DELETE_COMPLETE';
        CREATE TABLE IF NOT EXISTS cloudformation_resource (
            stack TEXT NOT NULL, logical TEXT NOT NULL, number INTEGER NOT NULL, body TEXT NOT NULL, PRIMARY KEY (stack, logical)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS cloudformation_event (
            number INTEGER PRIMARY KEY AUTOINCREMENT, stack TEXT NOT NULL, body TEXT NOT NULL);
        CREATE INDEX IF NOT EXISTS cloudformation_event_stack ON cloudformation_event (stack, number);
        """);
}
