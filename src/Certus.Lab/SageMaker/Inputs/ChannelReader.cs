using System.IO.Compression;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Inputs;

/// <summary>Reads all files of a channel into one matrix.</summary>
internal static class ChannelReader
{
    /// <param name="types">The content types that the algorithm takes; the first is meant where the channel names none.</param>
    /// <exception cref="ClientErrorException">A row, a file or the content type is not good; the message names channel, file and line.</exception>
    public static DataMatrix Read(TrainingChannel channel, IReadOnlyList<string> types, InputShape shape, CancellationToken cancel)
    {
        var type = MediaType.Parse(channel.ContentType, types[0]);
        if (!types.Contains(type.Name))
            throw new ClientErrorException($"Content type '{channel.ContentType}' of channel '{channel.Name}' is not one of {string.Join(", ", types)}.");
        if (!type.TryLabelSize(1, out var labelColumns, out var complaint)) throw new ClientErrorException(complaint);
        if (shape.Labels == LabelUse.Required && labelColumns == 0)
            throw new ClientErrorException($"Channel '{channel.Name}' says label_size=0, and this algorithm needs the label in the first column.");
        var builder = new MatrixBuilder(shape with { LabelColumns = labelColumns });
        var format = ITableFormat.Find(type.Name)!;
        try
        {
            foreach (var file in channel.Files)
            {
                cancel.ThrowIfCancellationRequested();
                using var stream = Open(file, channel.CompressionType);
                try
                {
                    format.Read(stream, file.Name, builder, cancel);
                }
                catch (InvalidDataException)
                {
                    throw new ClientErrorException($"{file.Name} is not a gzip file.");
                }
            }
            format.Finish(builder);
        }
        catch (ClientErrorException bad)
        {
            throw new ClientErrorException($"Unable to read data channel '{channel.Name}'. Requested content-type is '{type.Name}'. {bad.Message}");
        }
        if (builder.Rows == 0) throw new ClientErrorException($"No data in channel '{channel.Name}': {(channel.Files.Count == 0 ? "there is no file" : "its files have no row")}.");
        return builder.Build();
    }

    private static Stream Open(TrainingFile file, string compression)
    {
        var stream = new FileStream(file.Path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        return compression.Equals("Gzip", StringComparison.OrdinalIgnoreCase) || file.Name.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
    }
}
