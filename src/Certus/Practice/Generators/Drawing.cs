using System.Globalization;
using System.Security;
using System.Text;
using Certus.Catalog;

namespace Certus.Practice.Generators;

/// <summary>A small SVG on a white panel of its own, so that it reads the same on a light and on a dark page.</summary>
/// <remarks>Positions are whole units, so that the bytes depend on the numbers alone. Shapes only: no style sheets, scripts or links.</remarks>
internal sealed class Drawing
{
    public const string Ink = "#1f2933", Soft = "#52606d", Faint = "#cbd2d9", Blue = "#2b6cb0", Orange = "#c05621", Green = "#2f855a", Sand = "#f0e4cf", Sky = "#cfe1f5";

    private readonly StringBuilder _inside = new();
    private readonly int _width, _height;

    public Drawing(int width, int height)
    {
        (_width, _height) = (width, height);
        Box(1, 1, width - 2, height - 2, "#ffffff", Faint, round: 8);
    }

    /// <summary>A rectangle, with an outline where one is named.</summary>
    public Drawing Box(int x, int y, int width, int height, string fill, string? outline = null, int round = 0) =>
        Add($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\"{(round > 0 ? $" rx=\"{round}\"" : "")} fill=\"{fill}\"{(outline is null ? "" : $" stroke=\"{outline}\"")}/>");

    /// <summary>A straight line, dashed where it only guides the eye.</summary>
    public Drawing Line(int x1, int y1, int x2, int y2, string color = Ink, bool dashed = false) =>
        Add($"<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" stroke=\"{color}\" stroke-width=\"2\"{(dashed ? " stroke-dasharray=\"4 4\"" : "")}/>");

    /// <summary>A line from left to right that ends in an arrowhead.</summary>
    public Drawing Arrow(int x1, int y1, int x2, int y2) =>
        Line(x1, y1, x2 - 8, y2).Add($"<polygon points=\"{x2 - 10},{y2 - 5} {x2},{y2} {x2 - 10},{y2 + 5}\" fill=\"{Ink}\"/>");

    /// <summary>A filled circle.</summary>
    public Drawing Dot(int x, int y, int radius, string fill) => Add($"<circle cx=\"{x}\" cy=\"{y}\" r=\"{radius}\" fill=\"{fill}\"/>");

    /// <summary>Text that starts at a place, or is centered on it, or ends there.</summary>
    public Drawing Text(int x, int y, string text, string anchor = "start", string color = Ink, int size = 14) =>
        Add($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\" fill=\"{color}\" font-family=\"sans-serif\" font-size=\"{size}\">{SecurityElement.Escape(text)}</text>");

    /// <summary>The drawing under the name by which a stem refers to it.</summary>
    public Figure Named(string name) => new(name, "image/svg+xml", Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{_width}\" height=\"{_height}\" viewBox=\"0 0 {_width} {_height}\">\n{_inside}</svg>\n")));

    private Drawing Add(FormattableString element)
    {
        _inside.Append(element.ToString(CultureInfo.InvariantCulture)).Append('\n');
        return this;
    }
}
