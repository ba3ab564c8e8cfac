using System.Globalization;
using System.Text.Json.Nodes;
using Certus.Lab.Glue.Crawling;
using Certus.Lab.Iam;
using Certus.Lab.Logs;
using Certus.Lab.Protocols;
using Certus.Lab.S3;
using Certus.Lab.Server;
using Certus.Lab.State;

namespace Certus.Lab.Glue;

/// <summary>A crawler's work: reads what its role may read, and makes the catalog say what lies there.</summary>
internal sealed class CrawlRun(LabDatabase database, ObjectStore objects, Access access, LogStreams streams, TimeProvider clock) : IAsyncDisposable
{
    /// <summary>The log group; a crawler's stream is named as the crawler.</summary>
    public const string Group = "/aws-glue/crawlers";

    // AWS takes a minute; whoever asks right after the start shall see that it runs.
    private static readonly TimeSpan Least = TimeSpan.FromMilliseconds(250), Ending = TimeSpan.FromMilliseconds(100);

    private readonly Lock _gate = new();
    private readonly Dictionary<(string Region, string Name), (CancellationTokenSource Stop, Task Work)> _running = [];
    private readonly CancellationTokenSource _closing = new();

    public static AwsException Running(string name) => new("CrawlerRunningException", $"Crawler with name {name} has already started");

    /// <summary>Starts a crawler that is ready.</summary>
    public async Task BeginAsync(string region, string name, CancellationToken cancel)
    {
        var now = clock.GetUtcNow();
        var id = Guid.NewGuid().ToString();
        var crawler = await database.WriteAsync(connection =>
        {
            var crawler = Thing.Require(connection, region, GlueKind.Crawler, name);
            if ((string?)crawler.Body["State"] != "READY") throw Running(name);
            crawler.Body["State"] = "RUNNING";
            crawler.Body["_began"] = JsonValue.Create(now);
            crawler.Body["_crawl"] = id;
            crawler.Save(connection);
            new Thing(region, GlueKind.Crawl, $"{name}/{id}", now, new()
            {
                ["CrawlId"] = id, ["State"] = "RUNNING", ["StartTime"] = JsonValue.Create(now), ["LogGroup"] = Group, ["LogStream"] = name, ["MessagePrefix"] = id,
            }).Save(connection);
            return crawler;
        }, cancel);
        lock (_gate)
        {
            if (_closing.IsCancellationRequested) return;
            var stop = CancellationTokenSource.CreateLinkedTokenSource(_closing.Token);
            _running[(region, name)] = (stop, Task.Run(() => WorkAsync(crawler, id, stop), CancellationToken.None));
        }
    }

    /// <summary>Tells a running crawler to stop.</summary>
    public async Task StopAsync(string region, string name, CancellationToken cancel)
    {
        await database.WriteAsync(connection =>
        {
            var crawler = Thing.Require(connection, region, GlueKind.Crawler, name);
            switch ((string?)crawler.Body["State"])
            {
                case "READY": throw new AwsException("CrawlerNotRunningException", $"Crawler with name {name} isn't running");
                case "STOPPING": throw new AwsException("CrawlerStoppingException", $"Crawler with name {name} is stopping");
            }
            crawler.Body["State"] = "STOPPING";
            crawler.Save(connection);
        }, cancel);
        lock (_gate)
        {
            if (_running.TryGetValue((region, name), out var running)) _ = running.Stop.CancelAsync();
        }
    }

    /// <summary>Marks as failed what ran when the sandbox ended.</summary>
    public Task ResumeAsync(CancellationToken cancel) => database.WriteAsync(connection =>
    {
        foreach (var region in LabDatabase.Rows(connection, "SELECT DISTINCT region FROM glue_thing WHERE kind = $kind", row => row.GetString(0), ("$kind", GlueKind.Crawler.Path)))
            foreach (var crawler in Thing.All(connection, region, GlueKind.Crawler))
                if ((string?)crawler.Body["State"] != "READY") End(connection, crawler, "FAILED", "Internal Service Exception: The sandbox was stopped while the crawler ran.", [], clock.GetUtcNow());
    }, cancel);

    private async Task WorkAsync(Thing crawler, string id, CancellationTokenSource stop)
    {
        List<string> lines = [];
        var (status, reason) = ("SUCCEEDED", "");
        int[] counts = [0, 0, 0];
        var least = Task.Delay(Least, clock, stop.Token);
        try
        {
            Say($"BENCHMARK : Running Start Crawl for Crawler {crawler.Name}");
            counts = await CrawlAsync(crawler, Say, stop.Token);
            await least;
            Say("BENCHMARK : Finished writing to Catalog");
        }
        catch (OperationCanceledException)
        {
            status = "CANCELLED";
            Say("INFO : The crawl was stopped.");
        }
        catch (CrawlFailedException failed)
        {
            (status, reason) = ("FAILED", failed.Message);
            Say($"ERROR : {reason}");
        }
        catch (Exception failure) when (failure is not ObjectDisposedException)
        {
            (status, reason) = ("FAILED", $"Internal Service Exception ({failure.GetType().Name}: {failure.Message})");
            Say($"ERROR : {reason}");
        }
        await least.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        try
        {
            if (_closing.IsCancellationRequested) return; // its row still says that it runs; the next start marks it
            await database.WriteAsync(connection =>
            {
                if (Thing.Find(connection, crawler.Region, crawler.Kind, crawler.Name) is not { } mine || (string?)mine.Body["_crawl"] != id) return;
                mine.Body["State"] = "STOPPING";
                mine.Save(connection);
            }, CancellationToken.None);
            await Task.Delay(Ending, clock, _closing.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Say("BENCHMARK : Crawler has finished running and is in state READY");
            await streams.AppendAsync(crawler.Region, Group, crawler.Name, [.. lines.Select(line => new LogLine(clock.GetUtcNow(), $"[{id}] {line}"))], CancellationToken.None);
            lock (_gate) _running.Remove((crawler.Region, crawler.Name));
            await database.WriteAsync(connection =>
            {
                if (Thing.Find(connection, crawler.Region, crawler.Kind, crawler.Name) is { } mine && (string?)mine.Body["_crawl"] == id) End(connection, mine, status, reason, counts, clock.GetUtcNow());
            }, CancellationToken.None);
        }
        catch (ObjectDisposedException)
        {
            // The sandbox was closed meanwhile: the next start marks the crawler.
        }
        finally
        {
            lock (_gate)
            {
                if (_running.TryGetValue((crawler.Region, crawler.Name), out var running) && running.Stop == stop) _running.Remove((crawler.Region, crawler.Name));
            }
            stop.Dispose();
        }

        void Say(string line) => lines.Add(line);
    }

    private static void End(Microsoft.Data.Sqlite.SqliteConnection connection, Thing crawler, string status, string reason, int[] counts, DateTimeOffset now)
    {
        var (body, id) = (crawler.Body, (string?)crawler.Body["_crawl"] ?? "");
        body["State"] = "READY";
        body["CrawlElapsedTime"] = 0;
        JsonObject last = new() { ["Status"] = status, ["LogGroup"] = Group, ["LogStream"] = crawler.Name, ["MessagePrefix"] = id, ["StartTime"] = body["_began"]?.DeepClone() };
        if (reason.Length > 0) last["ErrorMessage"] = reason;
        body["LastCrawl"] = last;
        if (counts.Length == 3) (body["_created"], body["_updated"], body["_deleted"]) = (counts[0], counts[1], counts[2]);
        crawler.Save(connection);
        if (Thing.Find(connection, crawler.Region, GlueKind.Crawl, $"{crawler.Name}/{id}") is not { } crawl) return;
        crawl.Body["State"] = status switch { "SUCCEEDED" => "COMPLETED", "CANCELLED" => "STOPPED", _ => "FAILED" };
        crawl.Body["EndTime"] = JsonValue.Create(now);
        // Billed by the second with ten minutes at least, at two units.
        crawl.Body["DPUHour"] = Math.Round(2 * Math.Max(600, (now - Values.Time(crawl.Body["StartTime"]!)).TotalSeconds) / 3600, 3);
        JsonObject Count(int number) => new() { ["Count"] = number };
        if (counts.Length == 3) crawl.Body["Summary"] = new JsonObject { ["TABLE"] = new JsonObject { ["ADD"] = Count(counts[0]), ["UPDATE"] = Count(counts[1]), ["DELETE"] = Count(counts[2]) } }.ToJsonString();
        if (reason.Length > 0) crawl.Body["ErrorMessage"] = reason;
        crawl.Save(connection);
    }

    /// <returns>How many tables were made, changed and taken away.</returns>
    private async Task<int[]> CrawlAsync(Thing crawler, Action<string> say, CancellationToken stop)
    {
        var body = crawler.Body;
        var role = Role((string)body["Role"]!);
        if (access.DecideAssume("glue.amazonaws.com", role) is { Allowed: false } refused)
            throw new CrawlFailedException($"Service is unable to assume provided role {role}. Please verify role's TrustPolicy. ({refused.Reason})");
        foreach (var (kind, list) in body["Targets"]!.AsObject())
            if (kind != "S3Targets" && list is JsonArray { Count: > 0 }) throw new CrawlFailedException($"The sandbox crawls S3 only: {kind} can't be crawled here.");
        if ((string?)body["RecrawlPolicy"]?["RecrawlBehavior"] == "CRAWL_EVENT_MODE") throw new CrawlFailedException("The sandbox has no event mode: RecrawlBehavior must be CRAWL_EVERYTHING or CRAWL_NEW_FOLDERS_ONLY.");
        if (body["Targets"]!["S3Targets"] is not JsonArray { Count: > 0 } targets) throw new CrawlFailedException("The crawler has no target.");
        if ((string?)body["DatabaseName"] is not { Length: > 0 } name) throw new CrawlFailedException("The crawler has no DatabaseName: it does not know where its tables belong.");
        var settings = CrawlSettings.Of((string?)body["Configuration"]);
        var classifiers = new Classifiers(objects, await CustomAsync(crawler));
        var writer = new CrawlWriter(crawler, GlueNames.Fold(name), settings, say, clock);
        foreach (var target in targets.Select(target => target!.AsObject()))
        {
            var place = Place((string?)target["Path"] ?? "");
            var folder = await ReadAsync(place, target, role, classifiers, settings, say, stop);
            // An include path's own depth counts: the bucket is level 1.
            int? level = settings.TableLevel is { } wanted ? Math.Max(0, wanted - 1 - place.Prefix.Count(letter => letter == '/')) : null;
            writer.Add(place.Bucket, folder.Tables(level, settings.AnyColumns));
        }
        say($"BENCHMARK : Classification complete, writing results to database {name}");
        say($"INFO : Crawler configured with SchemaChangePolicy {body["SchemaChangePolicy"]!.ToJsonString()}.");
        stop.ThrowIfCancellationRequested();
        return await database.WriteAsync(writer.Write, stop);
    }

    private Task<List<CsvClassifier>> CustomAsync(Thing crawler) => Task.FromResult(database.Read(connection =>
    {
        List<CsvClassifier> custom = [];
        foreach (var name in crawler.Body["Classifiers"]!.AsArray().Select(name => (string)name!))
        {
            var classifier = Thing.Find(connection, crawler.Region, GlueKind.Classifier, name) ?? throw new CrawlFailedException($"There is no classifier {name}.");
            custom.Add(classifier.Body["CsvClassifier"] is JsonObject csv ? CsvClassifier.Of(csv) : throw new CrawlFailedException($"The sandbox classifies by CSV classifiers only: {name} is none."));
        }
        return custom;
    }));

    private async Task<Folder> ReadAsync((string Bucket, string Prefix) place, JsonObject target, string role, Classifiers classifiers, CrawlSettings settings, Action<string> say, CancellationToken stop)
    {
        var path = $"s3://{place.Bucket}/{place.Prefix}";
        if (!objects.BucketExists(place.Bucket)) throw new CrawlFailedException($"The S3 location {path} does not exist: there is no bucket {place.Bucket}.");
        Check(role, "s3:ListBucket", place.Bucket, "");
        var excluded = (target["Exclusions"] as JsonArray ?? []).Select(pattern => Glob.Of((string)pattern!)).ToList();
        var sample = (int?)(long?)target["SampleSize"];
        var folder = new Folder(place.Prefix.Length == 0 || place.Prefix.EndsWith('/') ? place.Prefix : place.Prefix[..(place.Prefix.LastIndexOf('/') + 1)]);
        Dictionary<string, (int Count, FileShape Shape)> leaves = [];
        foreach (var info in objects.List(place.Bucket, place.Prefix))
        {
            stop.ThrowIfCancellationRequested();
            var file = info.Key[(info.Key.LastIndexOf('/') + 1)..];
            // An include path is a folder or a file: s3://b/da doesn't include s3://b/data/.
            if (place.Prefix.Length > 0 && !place.Prefix.EndsWith('/') && info.Key != place.Prefix && !info.Key.StartsWith(place.Prefix + "/", StringComparison.Ordinal)) continue;
            if (info.Size == 0 || file.Length == 0 || file[0] is '_' or '.') continue;
            if (excluded.Exists(pattern => pattern.IsMatch(info.Key[folder.Path.Length..]))) continue;
            Check(role, "s3:GetObject", place.Bucket, info.Key);
            var leaf = info.Key[..^file.Length];
            FileShape? shape;
            if (sample is not null && leaves.TryGetValue(leaf, out var seen) && seen.Count >= sample) shape = seen.Shape;
            else shape = await classifiers.FindAsync(info, stop);
            if (shape is null)
            {
                say($"INFO : s3://{place.Bucket}/{info.Key} was not recognized by any classifier: it becomes part of no table.");
                continue;
            }
            leaves[leaf] = (leaves.GetValueOrDefault(leaf).Count + 1, shape);
            folder.Add(info, shape);
        }
        return place.Prefix.Length > 0 && !place.Prefix.EndsWith('/') ? folder.Below(place.Prefix) : folder;
    }

    private void Check(string role, string action, string bucket, string key)
    {
        var decision = access.Decide(role, action, key.Length == 0 ? $"arn:aws:s3:::{bucket}" : $"arn:aws:s3:::{bucket}/{key}", database.Read(connection => BucketPolicies.Of(connection, bucket)));
        if (!decision.Allowed) throw new CrawlFailedException($"Access Denied (Service: Amazon S3; Status Code: 403; Error Code: AccessDenied): {role} may not {action} on s3://{bucket}/{key}: {decision.Reason}");
    }

    private static (string Bucket, string Prefix) Place(string path)
    {
        const string scheme = "s3://";
        if (!path.StartsWith(scheme, StringComparison.Ordinal) || path.Length == scheme.Length) throw new CrawlFailedException($"The target '{path}' is not the address of a folder in S3, such as s3://bucket/prefix/.");
        var slash = path.IndexOf('/', scheme.Length);
        return slash < 0 ? (path[scheme.Length..], "") : (path[scheme.Length..slash], path[(slash + 1)..]);
    }

    private static string Role(string role) => role.StartsWith("arn:", StringComparison.Ordinal) ? role : string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::{LabCaller.Account}:role/{role}");

    /// <summary>Ends what runs and waits until it has.</summary>
    public async Task ClearAsync()
    {
        Task[] work;
        lock (_gate)
        {
            foreach (var running in _running.Values) _ = running.Stop.CancelAsync();
            work = [.. _running.Values.Select(running => running.Work)];
        }
        await Task.WhenAll(work);
    }

    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await ClearAsync();
        _closing.Dispose();
    }
}
