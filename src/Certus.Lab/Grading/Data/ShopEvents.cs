using System.Globalization;
using System.Text;
using Certus.Numerics;

namespace Certus.Lab.Grading;

/// <summary>Events of a chain of shops as they were delivered: a file a day, views and quotes among the sales, some delivered twice.</summary>
/// <remarks>Nothing of it is taken from real shops. Which regions and categories sell is drawn from the seed; amounts are whole cents, so that sums are exact.</remarks>
internal sealed class ShopEvents
{
    /// <summary>Where shops are.</summary>
    public static IReadOnlyList<string> Regions { get; } = ["north", "south", "east", "west", "isles", "capital"];

    /// <summary>What they sell.</summary>
    public static IReadOnlyList<string> Categories { get; } = ["books", "garden", "kitchen", "music", "toys"];

    private const int PerDay = 600;

    private readonly Dictionary<(string Region, string Category), decimal> _revenue = [];

    public ShopEvents(ulong seed)
    {
        var random = new SeededRandom(seed, "shop events");
        var first = new DateOnly(2026, 10, 1);
        // A category's share of a region's sales and the size of what it sells differ by region.
        var scale = Regions.SelectMany(region => Categories.Select(category => (region, category))).ToDictionary(pair => pair, _ => 2.4 + 1.2 * random.Unit());
        List<(string Day, string Text)> files = [];
        List<string> again = [];
        for (var number = 0; number < Days; number++)
        {
            var day = first.AddDays(number).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            List<string> lines = [.. again];
            again.Clear();
            for (var i = 0; i < PerDay; i++)
            {
                var (region, category, draw) = (random.Pick(Regions), random.Pick(Categories), random.Unit());
                var kind = draw < 0.40 ? "view" : draw < 0.55 ? "quote" : "sale";
                var cents = kind == "view" ? 0 : (long)Math.Round(100 * Math.Exp(scale[(region, category)] + 0.8 * random.Normal()));
                if (kind == "sale") _revenue[(region, category)] = _revenue.GetValueOrDefault((region, category)) + cents / 100m;
                var second = random.Below(86_400);
                var line = string.Create(CultureInfo.InvariantCulture,
                    $"{{\"event_id\":\"{random.Next():x16}\",\"at\":\"{day} {second / 3600:00}:{second / 60 % 60:00}:{second % 60:00}\",\"kind\":\"{kind}\",\"region\":\"{region}\",\"store\":{random.Between(1, 40)},\"category\":\"{category}\","
                    + $"\"amount\":{(kind == "view" ? "null" : (cents / 100m).ToString("0.00", CultureInfo.InvariantCulture))},\"agent\":\"{random.Pick(Agents)}\"}}\n");
                lines.Add(line);
                // The queue delivers at least once: a few come twice, at once or a day later.
                if (random.Unit() < 0.03) lines.Add(line);
                else if (random.Unit() < 0.01 && number < Days - 1) again.Add(line);
            }
            files.Add((day, string.Concat(lines)));
        }
        Files = files;
        Bytes = files.Sum(file => (long)Encoding.UTF8.GetByteCount(file.Text));
    }

    /// <summary>How many days there are.</summary>
    public const int Days = 14;

    private static IReadOnlyList<string> Agents { get; } = ["till/4.1 (counter; drawer 2)", "till/4.2 (counter; drawer 1)", "shop-app/12.0 (phone)", "shop-web/7.3 (desktop; session)"];

    /// <summary>The files as they were delivered: a day and JSON lines.</summary>
    public IReadOnlyList<(string Day, string Text)> Files { get; }

    /// <summary>How many bytes they hold.</summary>
    public long Bytes { get; }

    /// <summary>What a region's sales of a category came to, each counted once.</summary>
    public decimal Revenue(string region, string category) => _revenue.GetValueOrDefault((region, category));
}
