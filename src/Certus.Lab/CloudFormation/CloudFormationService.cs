using Certus.Lab.Iam;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.CloudFormation;

/// <summary>CloudFormation: stacks of what the sandbox has, made by the operations that any client has.</summary>
public sealed class CloudFormationService : ILabService, IAsyncDisposable
{
    private readonly StackRuns _runs = new();
    private readonly Stacks _stacks;
    private readonly StackResources _resources;
    private readonly Templates _templates;

    /// <summary>The service.</summary>
    /// <param name="database">Opened with <see cref="Tables"/>.</param>
    /// <param name="access">Who may assume a stack's role.</param>
    /// <param name="ask">Runs a call as the server would, authorization included.</param>
    /// <param name="clock">The time.</param>
    /// <param name="trouble">Told of defects that show while a stack is worked on.</param>
    /// <param name="asBefore">Whether names of stacks may have underscores, which AWS refuses; for the test suites of others.</param>
    public CloudFormationService(LabDatabase database, Access access, Func<LabCall, CancellationToken, ValueTask<LabAnswer>> ask, TimeProvider clock, Action<string> trouble, bool asBefore = false)
    {
        var store = new StackStore(database, clock);
        var texts = new TemplateSource(ask);
        _stacks = new(store, _runs, texts, access, ask, trouble, asBefore);
        _resources = new(store);
        _templates = new(store, texts);
    }

    /// <summary>The tables, for opening the database before the service is made.</summary>
    public static LabSchema Tables => CloudFormationSchema.Value;

    /// <inheritdoc/>
    public string Name => "cloudformation";

    /// <inheritdoc/>
    public LabSchema? Schema => Tables;

    /// <inheritdoc/>
    public IReadOnlyDictionary<string, LabOperation> Operations => field ??= new Dictionary<string, LabOperation>
    {
        ["CreateStack"] = _stacks.CreateAsync,
        ["UpdateStack"] = _stacks.UpdateAsync,
        ["DeleteStack"] = _stacks.DeleteAsync,
        ["DescribeStacks"] = _stacks.DescribeAsync,
        ["ListStacks"] = _stacks.ListAsync,
        ["UpdateTerminationProtection"] = _stacks.ProtectAsync,
        ["DescribeStackResources"] = _resources.DescribeAllAsync,
        ["DescribeStackResource"] = _resources.DescribeAsync,
        ["ListStackResources"] = _resources.ListAsync,
        ["DescribeStackEvents"] = _resources.EventsAsync,
        ["ListExports"] = _resources.ExportsAsync,
        ["ListImports"] = _resources.ImportsAsync,
        ["GetTemplate"] = _templates.GetAsync,
        ["GetTemplateSummary"] = _templates.SummarizeAsync,
        ["ValidateTemplate"] = _templates.ValidateAsync,
    };

    /// <inheritdoc/>
    public Task StartAsync(CancellationToken cancel) => _stacks.MarkInterruptedAsync(cancel);

    /// <inheritdoc/>
    public Task ResetAsync(CancellationToken cancel) => _runs.StopAllAsync();

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => new(_runs.StopAllAsync());
}
