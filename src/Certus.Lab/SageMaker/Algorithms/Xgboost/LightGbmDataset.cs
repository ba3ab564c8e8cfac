using Certus.Lab.SageMaker.Inputs;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Rows in LightGBM's bins.</summary>
internal sealed class LightGbmDataset : IDisposable
{
    /// <param name="margin">The score every row begins with; null where the first tree carries it.</param>
    /// <param name="reference">The training data whose bins are taken; null for the training data themselves.</param>
    public LightGbmDataset(DataMatrix data, float[] weights, double? margin, string parameters, LightGbmDataset? reference)
    {
        LightGbm.Check(LightGbm.LGBM_DatasetCreateFromMat(data.Values, LightGbm.Float32, data.Rows, data.Columns, 1, parameters, reference?.Handle ?? 0, out var handle));
        Handle = handle;
        Data = data;
        LightGbm.Check(LightGbm.LGBM_DatasetSetField(handle, "label", data.Labels, data.Rows, LightGbm.Float32));
        if (weights.Length > 0) LightGbm.Check(LightGbm.LGBM_DatasetSetField(handle, "weight", weights, data.Rows, LightGbm.Float32));
        if (data.Groups.Length > 0) LightGbm.Check(LightGbm.LGBM_DatasetSetField(handle, "group", data.Groups, data.Groups.Length, LightGbm.Int32));
        if (margin is not { } start) return;
        var scores = new double[data.Rows];
        Array.Fill(scores, start);
        LightGbm.Check(LightGbm.LGBM_DatasetSetField(handle, "init_score", scores, scores.Length, LightGbm.Float64));
    }

    public nint Handle { get; }

    public DataMatrix Data { get; }

    public void Dispose() => LightGbm.Check(LightGbm.LGBM_DatasetFree(Handle));
}
