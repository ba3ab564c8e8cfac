using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Certus.Lab.Kinesis;
using Certus.Lab.State;
using Certus.Lab.Tests.Server;

namespace Certus.Lab.Tests.Kinesis;

/// <summary>A server killed while records come in over the wire.</summary>
public sealed class KilledStreamTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("certus-kill-").FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task After_kill_9_every_acknowledged_record_is_there_once_and_in_order()
    {
        var acknowledged = new ConcurrentDictionary<(string Shard, long Number), string>();
        await using (var server = await OtherServer.StartAsync(_directory))
        {
            using var http = new HttpClient { BaseAddress = server.Endpoint };
            await AskAsync(http, "CreateStream", new() { ["StreamName"] = "s", ["ShardCount"] = 3 });
            using var stop = new CancellationTokenSource();
            var writers = Enumerable.Range(0, 4).Select(writer => Task.Run(async () =>
            {
                for (var n = 0; !stop.IsCancellationRequested; n++)
                {
                    var data = $"{writer}/{n:D6}";
                    try
                    {
                        var answer = await AskAsync(http, "PutRecord", new() { ["StreamName"] = "s", ["PartitionKey"] = $"key {writer}", ["Data"] = StreamWorld.Data(data) });
                        acknowledged[((string)answer["ShardId"]!, long.Parse((string)answer["SequenceNumber"]!))] = data;
                    }
                    catch (Exception failure) when (failure is HttpRequestException or IOException)
                    {
                        return;
                    }
                }
            }, CancellationToken.None)).ToList();
            while (acknowledged.Count < 60) await Task.Delay(1, Cancel);
            await server.KillAsync();
            await stop.CancelAsync();
            await Task.WhenAll(writers);
        }

        await using var database = LabDatabase.Open(_directory, [KinesisService.Tables]);
        var kept = database.Read(connection => LabDatabase.Rows(connection, "SELECT shard, number, key, data FROM kinesis_record ORDER BY shard, number",
            row => (Shard: $"shardId-{row.GetInt64(0):D12}", Number: row.GetInt64(1), Key: row.GetString(2), Data: Encoding.UTF8.GetString((byte[])row.GetValue(3)))));
        var byPlace = kept.ToDictionary(record => (record.Shard, record.Number), record => record.Data);

        Assert.All(acknowledged, pair => Assert.Equal(pair.Value, byPlace.GetValueOrDefault(pair.Key)));
        Assert.Equal(kept.Count, kept.Select(record => record.Data).Distinct().Count());
        Assert.All(kept.GroupBy(record => record.Key), key => Assert.Equal(key.Select(record => record.Data).Order(StringComparer.Ordinal), key.Select(record => record.Data)));
    }

    private static async Task<JsonObject> AskAsync(HttpClient http, string operation, JsonObject input)
    {
        using var content = new StringContent(input.ToJsonString());
        content.Headers.ContentType = new MediaTypeHeaderValue("application/x-amz-json-1.1");
        content.Headers.Add("X-Amz-Target", "Kinesis_20131202." + operation);
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        request.Headers.TryAddWithoutValidation("Authorization", "AWS4-HMAC-SHA256 Credential=test/20261123/us-east-1/kinesis/aws4_request, SignedHeaders=host, Signature=0");
        using var answer = await http.SendAsync(request, CancellationToken.None);
        answer.EnsureSuccessStatusCode();
        var text = await answer.Content.ReadAsStringAsync(CancellationToken.None);
        return text.Length == 0 ? [] : JsonNode.Parse(text)!.AsObject();
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);
}
