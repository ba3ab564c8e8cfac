using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Certus.Browser.Tests;

public sealed class ChartTests(Gallery gallery) : IClassFixture<Gallery>
{
    private const double HalfAPercent = 0.56;       // the table rounds to whole per cent, the chart to tenths

    // How many pixels of a chart's canvas bear a color, and how many colors there are.
    private const string Ink =
        """
        () => [...document.querySelectorAll("[data-chart] canvas")].map((canvas) => {
          const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
          const colors = new Set();
          let inked = 0;
          for (let i = 0; i < data.length; i += 4) {
            if (data[i + 3] < 128) continue;
            inked++;
            colors.add(`${data[i] >> 4},${data[i + 1] >> 4},${data[i + 2] >> 4}`);
          }
          return { share: inked / (canvas.width * canvas.height), colors: colors.size };
        })
        """;

    [Theory]
    [InlineData("result", 2, ColorScheme.Light)]
    [InlineData("result", 2, ColorScheme.Dark)]
    [InlineData("history", 1, ColorScheme.Light)]
    [InlineData("history", 1, ColorScheme.Dark)]
    public async Task Charts_are_drawn(string name, int charts, ColorScheme colors)
    {
        var shown = gallery[name];
        await using var visit = await gallery.VisitAsync(shown, new() { ColorScheme = colors, ReducedMotion = ReducedMotion.Reduce });
        await Gallery.OpenAsync(visit, shown);

        await visit.Page.WaitForFunctionAsync($"() => ({Ink})().every((chart) => chart.share > 0.01 && chart.colors > 4)");

        await Expect(visit.Page.Locator("[data-chart] canvas")).ToHaveCountAsync(charts);
        Assert.Empty(visit.Complaints);
    }

    [Fact]
    public async Task The_domains_in_the_chart_are_those_of_the_table()
    {
        await using var visit = await gallery.VisitAsync(gallery["result"]);
        await Gallery.OpenAsync(visit, gallery["result"]);

        var option = await OptionAsync(visit.Page, "domains");
        var table = await CellsAsync(visit.Page, "domains");

        Assert.Equal(table.Select(row => row[0]).Reverse(), Strings(option.GetProperty("yAxis").GetProperty("data")));
        Assert.All(table.Reverse(), (row, i) =>
        {
            var range = option.GetProperty("series")[1].GetProperty("data")[i];
            var (share, interval) = (Percents(row[2]), Percents(row[3]));
            Assert.Equal(share[0], option.GetProperty("series")[0].GetProperty("data")[i].GetDouble(), HalfAPercent);
            Assert.Equal(interval[0], range[1].GetDouble(), HalfAPercent);
            Assert.Equal(interval[1], range[2].GetDouble(), HalfAPercent);
        });
    }

    [Fact]
    public async Task The_pace_in_the_chart_is_that_of_the_table()
    {
        await using var visit = await gallery.VisitAsync(gallery["result"]);
        await Gallery.OpenAsync(visit, gallery["result"]);

        var series = (await OptionAsync(visit.Page, "pacing")).GetProperty("series");
        var (right, wrong) = (Numbers(series[0].GetProperty("data")).ToList(), Numbers(series[1].GetProperty("data")).ToList());
        var table = await CellsAsync(visit.Page, "pacing");

        Assert.Equal(65, table.Count);
        Assert.All(table, (row, i) =>
        {
            var (minutes, seconds) = (row[1].Split(':')[0], row[1].Split(':')[1]);
            Assert.Equal(60 * double.Parse(minutes, CultureInfo.InvariantCulture) + double.Parse(seconds, CultureInfo.InvariantCulture), row[2] == "right" ? right[i] : wrong[i], 1.0);
            Assert.Equal(0, row[2] == "right" ? wrong[i] : right[i]);
        });
    }

    [Fact]
    public async Task The_scores_in_the_chart_are_those_of_the_table()
    {
        await using var visit = await gallery.VisitAsync(gallery["history"]);
        await Gallery.OpenAsync(visit, gallery["history"]);

        var series = (await OptionAsync(visit.Page, "trend")).GetProperty("series");
        var drawn = Numbers(series[0].GetProperty("data")).Zip(series[1].GetProperty("data").EnumerateArray(), (score, range) => $"{score} ({(int)range[1].GetDouble()}–{(int)range[2].GetDouble()})");
        var table = await CellsAsync(visit.Page, "all");

        Assert.Equal(drawn, table.Select(row => Regex.Replace(row[3], "\\s+", " ")).Where(cell => cell != "–").Reverse());
    }

    private static async Task<JsonElement> OptionAsync(IPage page, string heading) =>
        JsonDocument.Parse((await page.Locator($"figure:has([aria-labelledby='{heading}']) script").TextContentAsync())!).RootElement;

    private static async Task<IReadOnlyList<string[]>> CellsAsync(IPage page, string heading) =>
        await page.Locator($"section[aria-labelledby='{heading}'] tbody tr").EvaluateAllAsync<string[][]>("rows => rows.map(row => [...row.cells].map(cell => cell.textContent.trim()))");

    private static IEnumerable<string> Strings(JsonElement array) => array.EnumerateArray().Select(text => text.GetString()!);

    private static IEnumerable<double> Numbers(JsonElement array) => array.EnumerateArray().Select(number => number.GetDouble());

    private static double[] Percents(string cell) => [.. cell.Split('–').Select(part => double.Parse(part.Replace(" %", "", StringComparison.Ordinal), CultureInfo.InvariantCulture))];
}
