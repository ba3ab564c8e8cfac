using System.Diagnostics;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Algorithms;

namespace Certus.Lab.Tests.SageMaker.Training;

public sealed class TrainingProcessTests : IDisposable
{
    private static readonly Dictionary<string, string> _endless = new() { ["num_round"] = "1000000", ["objective"] = "binary:logistic" };

    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private TrainingChannel Train() => _jobs.Channel("train", Jobs.Csv(new LogisticData(1, 4, 1).Rows(500)));

    private static async Task<Task<TrainingOutcome>> RunningAsync(TrainingSpec spec, string folder, CancellationToken stop)
    {
        var begun = new TaskCompletionSource();
        var running = TrainingProcess.RunAsync(spec, folder, _ => { }, _ => begun.TrySetResult(), stop);
        await Task.WhenAny(begun.Task, running).WaitAsync(TimeSpan.FromSeconds(60), Cancel);
        return running;
    }

    private static Process Child(string folder)
    {
        foreach (var process in Process.GetProcesses())
        {
            var arguments = $"/proc/{process.Id}/cmdline";
            try
            {
                if (File.Exists(arguments) && File.ReadAllText(arguments).Contains(folder, StringComparison.Ordinal)) return process;
            }
            catch (IOException)
            {
                // It ended while we looked.
            }
        }
        throw new InvalidOperationException("There is no child.");
    }

    [Fact]
    public async Task A_job_told_to_stop_keeps_the_model_as_far_as_it_has_come()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        var running = await RunningAsync(Jobs.Spec(Jobs.XgboostImage, _endless, [Train()]), Path.Combine(_jobs.Folder, "job"), stop.Token);

        await stop.CancelAsync();
        var stopped = Assert.IsType<TrainingOutcome.Stopped>(await running);

        // One that does not end by itself is killed, and leaves no model.
        Assert.Equal(500, Predictor.Load(stopped.ModelPath!).Manifest.Rows);
    }

    [Fact]
    public async Task A_killed_child_is_a_failure_with_a_plain_reason_and_leaves_no_model()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The child is found in /proc.");
        var folder = Path.Combine(_jobs.Folder, "job");
        var running = await RunningAsync(Jobs.Spec(Jobs.XgboostImage, _endless, [Train()]), folder, Cancel);

        Child(folder).Kill();

        Assert.Equal("AlgorithmError: The training process was killed before it had ended, exit code: 137", Assert.IsType<TrainingOutcome.Failed>(await running).Reason);
        Assert.False(File.Exists(Path.Combine(folder, "model.tar.gz")));
    }

    [Fact]
    public async Task A_child_that_needs_more_memory_than_a_job_may_use_is_ended()
    {
        var running = await RunningAsync(Jobs.Spec(Jobs.XgboostImage, _endless, [Train()]) with { MemoryLimit = 8 << 20 }, Path.Combine(_jobs.Folder, "job"), Cancel);

        Assert.Equal("AlgorithmError: The training process needed more than the 8 MB of memory that a job may use, exit code: 137", Assert.IsType<TrainingOutcome.Failed>(await running).Reason);
    }

    [Fact]
    public async Task A_child_whose_sandbox_is_gone_ends_by_itself()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("The child is found in /proc.");
        var folder = Path.Combine(_jobs.Folder, "job");
        var running = await RunningAsync(Jobs.Spec(Jobs.XgboostImage, _endless, [Train()]), folder, Cancel);
        using var orphan = Process.Start(new ProcessStartInfo(Child(folder).MainModule!.FileName, [Path.Combine(AppContext.BaseDirectory, "Certus.Lab.dll"), "job", folder]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;

        orphan.StandardInput.Close();
        await orphan.WaitForExitAsync(Cancel).WaitAsync(TimeSpan.FromSeconds(30), Cancel);
        Child(folder).Kill();
        await running;

        Assert.Equal(3, orphan.ExitCode);
    }

    [Theory]
    [InlineData("763104351884.dkr.ecr.us-east-1.amazonaws.com/pytorch-training:2.0")]
    [InlineData("docker.io/library/xgboost:latest")]
    [InlineData("123456789012.dkr.ecr.us-east-1.amazonaws.com/team/xgboost:1")]
    [InlineData("")]
    public async Task A_container_of_ones_own_is_refused_and_said_why(string image) =>
        Assert.StartsWith($"ClientError: The image '{image}' can't run here: no container does.", await _jobs.ReasonAsync(image, [], Train()), StringComparison.Ordinal);

    [Theory]
    [InlineData("683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1", "xgboost")]
    [InlineData("811284229777.dkr.ecr.us-east-1.amazonaws.com/xgboost:latest", "xgboost")]
    [InlineData("390780980154.dkr.ecr.cn-north-1.amazonaws.com.cn/kmeans:1", "kmeans")]
    [InlineData("382416733822.dkr.ecr.us-east-1.amazonaws.com/randomcutforest", "randomcutforest")]
    [InlineData("linear-learner:1", "linear-learner")]
    public void The_images_of_the_built_in_algorithms_are_known_in_every_region(string image, string algorithm) =>
        Assert.Equal(algorithm, AlgorithmImage.Find(image, out _)?.Algorithm);

    [Fact]
    public async Task A_bad_hyperparameter_or_a_missing_channel_fails_by_name()
    {
        Assert.Equal("ClientError: Missing required hyperparameter: num_round.", await _jobs.ReasonAsync(Jobs.XgboostImage, [], Train()));
        Assert.Equal("ClientError: Missing required data channel 'train'; the job has 'validation'.", await _jobs.ReasonAsync(Jobs.XgboostImage, new() { ["num_round"] = "1" }, Train() with { Name = "validation" }));
    }

    [Fact]
    public async Task The_same_specification_gives_the_same_model_byte_by_byte()
    {
        var channel = Train();
        Dictionary<string, string> settings = new() { ["num_round"] = "20", ["objective"] = "binary:logistic", ["subsample"] = "0.7", ["colsample_bytree"] = "0.6", ["seed"] = "5" };

        List<byte[]> models = [];
        for (var i = 0; i < 2; i++)
            models.Add(await File.ReadAllBytesAsync(Assert.IsType<TrainingOutcome.Completed>(await _jobs.TrainAsync(Jobs.XgboostImage, settings, [channel], stop: Cancel)).ModelPath, Cancel));

        Assert.Equal(models[0], models[1]);
    }
}
