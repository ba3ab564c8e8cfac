using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Certus.Lab.SageMaker.Training;

namespace Certus.Lab.SageMaker.Algorithms;

/// <summary>What is used of LightGBM's C interface (LightGBM/c_api.h of 4.7); called in the child process only.</summary>
internal static partial class LightGbm
{
    /// <summary>Of the package LightGBM, which Directory.Packages.props names.</summary>
    public const string Version = "4.7.0";

    private const string Library = "lib_lightgbm";

    public const int Float32 = 0;
    public const int Float64 = 1;
    public const int Int32 = 2;

    /// <exception cref="ClientErrorException">LightGBM complains, of what the learner wrote or has; the message is its own.</exception>
    public static void Check(int result)
    {
        if (result != 0) throw new ClientErrorException($"LightGBM: {Marshal.PtrToStringUTF8(LGBM_GetLastError())}");
    }

    /// <summary>Keeps LightGBM's own lines off the standard output, which speaks the job's messages.</summary>
    public static unsafe void Silence() => Check(LGBM_RegisterLogCallback(&Ignore));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Ignore(nint message)
    {
    }

    [LibraryImport(Library)]
    private static partial nint LGBM_GetLastError();

    [LibraryImport(Library)]
    private static unsafe partial int LGBM_RegisterLogCallback(delegate* unmanaged[Cdecl]<nint, void> callback);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetCreateFromMat(float[] data, int type, int rows, int columns, int isRowMajor, string parameters, nint reference, out nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetSetField(nint dataset, string name, float[] values, int count, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetSetField(nint dataset, string name, double[] values, int count, int type);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_DatasetSetField(nint dataset, string name, int[] values, int count, int type);

    [LibraryImport(Library)]
    public static partial int LGBM_DatasetFree(nint dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int LGBM_BoosterCreate(nint dataset, string parameters, out nint booster);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterFree(nint booster);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterAddValidData(nint booster, nint dataset);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterUpdateOneIter(nint booster, out int isFinished);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterUpdateOneIterCustom(nint booster, float[] gradient, float[] hessian, out int isFinished);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterGetCurrentIteration(nint booster, out int rounds);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterGetPredict(nint booster, int data, out long length, [In, Out] double[] predictions);

    [LibraryImport(Library)]
    public static partial int LGBM_BoosterSaveModelToString(nint booster, int from, int rounds, int importance, long capacity, out long length, [In, Out] byte[] text);
}
