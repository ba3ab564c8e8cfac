namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>What training made.</summary>
/// <param name="FileName">The model's file in the archive.</param>
/// <param name="Content">Its bytes.</param>
/// <param name="Features">Features a row has.</param>
/// <param name="Rows">Rows it was trained on.</param>
internal sealed record TrainedModel(string FileName, byte[] Content, int Features, int Rows);
