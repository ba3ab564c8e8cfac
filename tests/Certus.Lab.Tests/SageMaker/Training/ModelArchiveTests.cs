using System.Formats.Tar;
using System.IO.Compression;
using System.Text;
using Certus.Lab.SageMaker.Training;
using Certus.Lab.Tests.SageMaker.Algorithms;
using CsCheck;

namespace Certus.Lab.Tests.SageMaker.Training;

public sealed class ModelArchiveTests : IDisposable
{
    private readonly Jobs _jobs = new();

    public void Dispose() => _jobs.Dispose();

    private const string Manifest = """{"engine":"LightGBM","engineVersion":"4.7.0","algorithm":"xgboost","image":"xgboost:1","hyperparameters":{"num_round":"1"},"features":2,"rows":1,"trainedAt":"2026-11-23T12:00:00+00:00","modelFile":"m"}""";

    private static MemoryStream Archive(params TarEntry[] entries)
    {
        var stream = new MemoryStream();
        using (var packed = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(packed))
            foreach (var entry in entries) tar.WriteEntry(entry);
        stream.Position = 0;
        return stream;
    }

    private static TarEntry Entry(string name, string content) => new PaxTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream(Encoding.UTF8.GetBytes(content)) };

    private static string Refusal(MemoryStream archive, string? image = null) => Assert.Throws<ModelRefusedException>(() => Predictor.Load(archive, image)).Message;

    [Fact]
    public void Archives_that_are_not_of_a_job_are_refused_by_a_sentence()
    {
        Assert.Contains("no manifest.json", Refusal(Archive(Entry("xgboost-model", "x"))), StringComparison.Ordinal);
        Assert.Contains("not a gzip-compressed tar file", Refusal(new MemoryStream("hello"u8.ToArray())), StringComparison.Ordinal);
        Assert.Contains("leads out of it", Refusal(Archive(Entry("../../etc/passwd", "x"))), StringComparison.Ordinal);
        Assert.Contains("leads out of it", Refusal(Archive(Entry("/etc/passwd", "x"))), StringComparison.Ordinal);
        Assert.Contains("not a plain file", Refusal(Archive(new PaxTarEntry(TarEntryType.SymbolicLink, "m") { LinkName = "/etc/passwd" })), StringComparison.Ordinal);
        Assert.Contains("can't be read", Refusal(Archive(Entry("manifest.json", "{}"))), StringComparison.Ordinal);
        Assert.Contains("no 'm'", Refusal(Archive(Entry("manifest.json", Manifest))), StringComparison.Ordinal);
        Assert.Contains("its trees have no end", Refusal(Archive(Entry("manifest.json", Manifest), Entry("m", "tree\n"))), StringComparison.Ordinal);
        Assert.Contains("which the sandbox does not have", Refusal(Archive(Entry("manifest.json", Manifest.Replace("\"xgboost\"", "\"blazingtext\"", StringComparison.Ordinal)), Entry("m", ""))), StringComparison.Ordinal);
        Assert.Contains("more than 100 entries", Refusal(Archive([.. Enumerable.Range(0, 101).Select(i => Entry($"{i}", ""))])), StringComparison.Ordinal);
    }

    [Fact]
    public void An_archive_that_unpacks_to_more_than_it_may_is_refused_before_it_fills_the_memory()
    {
        using var bomb = new MemoryStream();
        using (var packed = new GZipStream(bomb, CompressionLevel.Fastest, leaveOpen: true))
        {
            var header = new byte[512];
            "big"u8.CopyTo(header);
            Encoding.ASCII.GetBytes("0000644\0").CopyTo(header, 100);
            Encoding.ASCII.GetBytes("77777777777\0").CopyTo(header, 124);
            header[156] = (byte)'0';
            Encoding.ASCII.GetBytes("ustar\000").CopyTo(header, 257);
            header.AsSpan(148, 8).Fill((byte)' ');
            Encoding.ASCII.GetBytes(Convert.ToString(header.Sum(one => one), 8).PadLeft(6, '0') + "\0 ").CopyTo(header, 148);
            packed.Write(header);
            packed.Write(new byte[1 << 20]);
        }
        bomb.Position = 0;

        Assert.Contains("unpacks to more than 512 MB", Refusal(bomb), StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_of_another_algorithm_than_the_image_is_refused()
    {
        var train = _jobs.Channel("train", Jobs.Csv(new LogisticData(1, 2, 1).Rows(50)));
        _jobs.Here(Jobs.XgboostImage, new() { ["num_round"] = "1" }, train);

        using var archive = File.OpenRead(Directory.GetFiles(_jobs.Folder, "*.tar.gz").Single());

        Assert.Equal("The image is of linear-learner, and the model was trained by xgboost.", Assert.Throws<ModelRefusedException>(() => Predictor.Load(archive, Jobs.LinearImage)).Message);
    }

    [Theory]
    [InlineData(Jobs.XgboostImage, "num_round=5", "objective=binary:logistic")]
    [InlineData(Jobs.LinearImage, "predictor_type=binary_classifier")]
    [InlineData(Jobs.KMeansImage, "k=2", "feature_dim=3")]
    [InlineData(Jobs.PcaImage, "num_components=2", "feature_dim=3", "mini_batch_size=10")]
    [InlineData(Jobs.KnnImage, "k=2", "feature_dim=3", "sample_size=100", "predictor_type=classifier")]
    [InlineData(Jobs.ForestImage, "feature_dim=3", "num_trees=50", "num_samples_per_tree=8")]
    public void A_damaged_model_is_refused_or_answers_and_nothing_else(string image, params string[] settings)
    {
        var rows = new LogisticData(3, 3, 1).Rows(60);
        _jobs.Here(image, settings.Select(one => one.Split('=')).ToDictionary(one => one[0], one => one[1]), _jobs.Channel("train", Jobs.Csv(rows)));
        using var file = File.OpenRead(Directory.GetFiles(_jobs.Folder, "*.tar.gz").Single());
        var (manifest, model) = ModelArchive.Read(file);
        var path = Path.Combine(_jobs.Folder, "damaged.tar.gz");

        Gen.Select(Gen.Int[0, model.Length - 1], Gen.Byte, Gen.Int[0, 4 * model.Length]).Sample((at, value, length) =>
        {
            var bytes = model[..Math.Min(length, model.Length)];
            if (at < bytes.Length) bytes[at] = value;
            ModelArchive.Write(path, manifest, bytes);
            try
            {
                Predictor.Load(path).Predict(Jobs.Features(rows), "text/csv", "application/json");
            }
            catch (ModelRefusedException)
            {
                // Refused with a sentence.
            }
        }, iter: 60, threads: 1);
    }
}
