namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>Trees as they grow.</summary>
internal sealed class LightGbmBooster : IDisposable
{
    private readonly nint _handle;

    public LightGbmBooster(LightGbmDataset train, IEnumerable<LightGbmDataset> others, string parameters)
    {
        LightGbm.Check(LightGbm.LGBM_BoosterCreate(train.Handle, parameters, out _handle));
        foreach (var other in others) LightGbm.Check(LightGbm.LGBM_BoosterAddValidData(_handle, other.Handle));
    }

    /// <summary>How many rounds have left trees: one without a split leaves none.</summary>
    public int Rounds
    {
        get
        {
            LightGbm.Check(LightGbm.LGBM_BoosterGetCurrentIteration(_handle, out var rounds));
            return rounds;
        }
    }

    /// <summary>Grows one round of trees by the objective of the parameters.</summary>
    /// <returns>Whether it found a split.</returns>
    public bool Update()
    {
        LightGbm.Check(LightGbm.LGBM_BoosterUpdateOneIter(_handle, out var isFinished));
        return isFinished == 0;
    }

    /// <summary>Grows one round of trees by given derivatives.</summary>
    /// <returns>Whether it found a split.</returns>
    public bool Update(float[] gradient, float[] hessian)
    {
        LightGbm.Check(LightGbm.LGBM_BoosterUpdateOneIterCustom(_handle, gradient, hessian, out var isFinished));
        return isFinished == 0;
    }

    /// <summary>Predictions of a data set as they stand: 0 is the training data; class after class.</summary>
    public void Predict(int data, double[] into) => LightGbm.Check(LightGbm.LGBM_BoosterGetPredict(_handle, data, out _, into));

    /// <summary>The model as LightGBM writes it.</summary>
    /// <param name="rounds">The first so many; all where 0 or below.</param>
    public byte[] Save(int rounds)
    {
        var text = new byte[1 << 20];
        while (true)
        {
            LightGbm.Check(LightGbm.LGBM_BoosterSaveModelToString(_handle, 0, rounds, 0, text.Length, out var length, text));
            if (length <= text.Length) return text[..(int)(length - 1)];    // it ends with a zero
            text = new byte[length];
        }
    }

    public void Dispose() => LightGbm.Check(LightGbm.LGBM_BoosterFree(_handle));
}
