namespace Certus.Lab.SageMaker.Inputs;

/// <summary>A format of rows: reads one file after another, then all is in the matrix.</summary>
internal interface ITableFormat
{
    /// <summary>Reads one file.</summary>
    /// <param name="file">Its name for complaints.</param>
    void Read(Stream stream, string file, MatrixBuilder into, CancellationToken cancel);

    /// <summary>Adds what only the last file let it know.</summary>
    void Finish(MatrixBuilder into)
    {
    }

    /// <summary>The format of a content type; null where there is none.</summary>
    static ITableFormat? Find(string type) => type switch
    {
        MediaType.Csv => new CsvInput(),
        MediaType.LibSvm => new LibSvmInput(),
        MediaType.RecordIo => new RecordIoInput(),
        MediaType.Parquet => new ParquetInput(),
        MediaType.Json => new JsonInput(lines: false),
        MediaType.JsonLines => new JsonInput(lines: true),
        _ => null,
    };
}
