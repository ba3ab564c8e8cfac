using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Server;
using CsCheck;

namespace Certus.Lab.Tests.S3;

/// <summary>Random puts, copies and deletes against the simplest S3 there could be: lists in memory.</summary>
public sealed class ModelTests
{
    private static readonly string[] Keys = ["a", "a/b", "b\0", "ü"];

    private sealed record Version(string Id, string? Text);

    /// <summary>Each key's versions, newest first; a version without text is a delete marker.</summary>
    private sealed class Model
    {
        private readonly Dictionary<string, List<Version>> _keys = Keys.ToDictionary(key => key, _ => new List<Version>());

        public string? Versioning { get; set; }

        public IReadOnlyList<Version> Of(string key) => _keys[key];

        public string? Text(string key) => _keys[key].FirstOrDefault()?.Text;

        public void Put(string key, string id, string? text)
        {
            if (id == "null") _keys[key].RemoveAll(version => version.Id == "null");
            _keys[key].Insert(0, new(id, text));
        }

        public void Delete(string key) => _keys[key].Clear();

        public void Remove(string key, string id) => _keys[key].RemoveAll(version => version.Id == id);
    }

    [Fact]
    public async Task Versions_are_those_of_the_model_whatever_is_done()
    {
        var step = Gen.Select(Gen.Int[0, 99], Gen.Int[0, Keys.Length - 1], Gen.Int[0, Keys.Length - 1], Gen.Int[0, 20]);

        await step.Array[1, 40].SampleAsync(async steps =>
        {
            await using var s3 = new S3World();
            await s3.MakeBucketAsync();
            Model model = new();
            foreach (var (n, (kind, first, second, number)) in steps.Index()) await DoAsync(s3, model, n, kind, Keys[first], Keys[second], number);
            foreach (var key in Keys) await CompareAsync(s3, model, key);
            Assert.Equal(Keys.Where(key => model.Text(key) is not null).Order(StringComparer.Ordinal), s3.Store.List("data").Select(info => info.Key));
            Assert.True(s3.FilesKept <= Keys.Sum(key => model.Of(key).Count(version => !string.IsNullOrEmpty(version.Text))), "files of no version are left");
        }, iter: 40, threads: 1);
    }

    private static async Task DoAsync(S3World s3, Model model, int n, int kind, string key, string other, int number)
    {
        switch (kind)
        {
            case < 40:
                var text = number == 0 ? "" : $"{n}";
                model.Put(key, (string?)(await s3.PutAsync(key, text))["VersionId"] ?? "null", text);
                break;
            case < 55:
                var deleted = await s3.AskAsync("DeleteObject", S3World.Input(key));
                if (model.Versioning is null) model.Delete(key);
                else model.Put(key, (string)deleted["VersionId"]!, null);
                break;
            case < 70:
                if (model.Of(key).Count == 0) break;
                var version = model.Of(key)[number % model.Of(key).Count];
                await s3.AskAsync("DeleteObject", S3World.Input(key, new() { ["VersionId"] = version.Id }));
                model.Remove(key, version.Id);
                break;
            case < 90:
                JsonObject copy = new() { ["CopySource"] = $"data/{Uri.EscapeDataString(key)}", ["MetadataDirective"] = "REPLACE" };
                if (model.Text(key) is { } copied) model.Put(other, (string?)(await s3.AskAsync("CopyObject", S3World.Input(other, copy)))["VersionId"] ?? "null", copied);
                else Assert.Equal("NoSuchKey", (await s3.RefusedAsync("CopyObject", S3World.Input(other, copy))).Code);
                break;
            default:
                model.Versioning = number % 3 > 0 ? "Enabled" : "Suspended";
                await s3.AskAsync("PutBucketVersioning", new() { ["Bucket"] = "data", ["VersioningConfiguration"] = new JsonObject { ["Status"] = model.Versioning } });
                break;
        }
    }

    private static async Task CompareAsync(S3World s3, Model model, string key)
    {
        if (model.Text(key) is { } latest) Assert.Equal(latest, Encoding.UTF8.GetString(await s3.GetAsync(key)));
        else Assert.Equal("NoSuchKey", (await s3.RefusedAsync("GetObject", S3World.Input(key))).Code);
        foreach (var version in model.Of(key))
            if (version.Text is { } text) Assert.Equal(text, Encoding.UTF8.GetString(await s3.GetAsync(key, new() { ["VersionId"] = version.Id })));
            else Assert.Equal(("MethodNotAllowed", 405), await RefusalAsync(s3, key, version.Id));
        var listed = await s3.AskAsync("ListObjectVersions", new() { ["Bucket"] = "data", ["Prefix"] = key });
        var versions = Entries(listed, "Versions").Concat(Entries(listed, "DeleteMarkers")).Where(entry => (string?)entry["Key"] == key).ToList();
        Assert.Equal(model.Of(key).Select(version => version.Id).Order(StringComparer.Ordinal), versions.Select(entry => (string)entry["VersionId"]!).Order(StringComparer.Ordinal));
        Assert.Equal(model.Of(key).Take(1).Select(version => version.Id), versions.Where(entry => (bool)entry["IsLatest"]!).Select(entry => (string)entry["VersionId"]!));
    }

    private static async Task<(string, int)> RefusalAsync(S3World s3, string key, string version)
    {
        AwsException refusal = await s3.RefusedAsync("GetObject", S3World.Input(key, new() { ["VersionId"] = version }));
        return (refusal.Code, refusal.Status);
    }

    private static IEnumerable<JsonObject> Entries(JsonObject answer, string list) => (answer[list] as JsonArray ?? []).OfType<JsonObject>();
}
