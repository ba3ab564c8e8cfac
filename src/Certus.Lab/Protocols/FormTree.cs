using System.Globalization;
using Certus.Lab.Server;

namespace Certus.Lab.Protocols;

/// <summary>A form's parameters as the tree their dotted names draw.</summary>
internal sealed class FormTree
{
    private const int Deepest = 32;
    private const int MostNodes = 100_000;

    private readonly Dictionary<string, FormTree> _children = [];

    public string? Text { get; private set; }

    public FormTree? this[string name] => _children.GetValueOrDefault(name);

    public bool HasChildren => _children.Count > 0;

    /// <summary>Those whose names are numbers, by their numbers.</summary>
    public IEnumerable<FormTree> Numbered => _children
        .Select(child => (Child: child.Value, Number: int.TryParse(child.Key, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1))
        .Where(child => child.Number >= 0).OrderBy(child => child.Number).Select(child => child.Child);

    public static FormTree Of(IEnumerable<KeyValuePair<string, string?>> parameters)
    {
        var root = new FormTree();
        var nodes = 0;
        foreach (var (name, value) in parameters)
        {
            var parts = name.Split('.', Deepest);
            var node = root;
            foreach (var part in parts)
            {
                if (!node._children.TryGetValue(part, out var next))
                {
                    if (++nodes > MostNodes) throw new AwsException("MalformedInput", $"The form has more than {MostNodes:N0} parameters and parts of their names.");
                    node._children[part] = next = new();
                }
                node = next;
            }
            node.Text ??= value ?? "";
        }
        return root;
    }
}
