using System.Collections.Concurrent;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Tests.Server;

/// <summary>A service that does what a test says and keeps what it was called with.</summary>
internal sealed class SaidService : ILabService
{
    private readonly Dictionary<string, LabOperation> _operations;

    public SaidService(string name, params (string Operation, Func<LabCall, LabAnswer> Work)[] operations)
    {
        Name = name;
        _operations = operations.ToDictionary(o => o.Operation, o => (LabOperation)((call, _) =>
        {
            Calls.Enqueue(call);
            return new(o.Work(call));
        }));
    }

    /// <summary>What its start waits for.</summary>
    public Func<Task> Begin { get; init; } = () => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancel) => Begin();

    public ConcurrentQueue<LabCall> Calls { get; } = new();

    public string Name { get; }

    public LabSchema? Schema => null;

    public IReadOnlyDictionary<string, LabOperation> Operations => _operations;
}
