using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>What the laws of made data draw.</summary>
internal static class Draws
{
    extension(SeededRandom random)
    {
        /// <summary>From 0 (included) to 1 (not included), each equally likely.</summary>
        public double Unit() => (random.Next() >> 11) * (1.0 / (1UL << 53));

        /// <summary>Of the standard normal distribution (Box and Muller).</summary>
        public double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.Unit())) * Math.Cos(2 * Math.PI * random.Unit());

        /// <summary>Minus one or one.</summary>
        public int Sign() => random.Below(2) == 0 ? -1 : 1;
    }
}
