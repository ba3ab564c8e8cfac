using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using Certus.Catalog;

namespace Certus.Tests;

/// <summary>The arrows between the rooms, read from the compiled assembly.</summary>
public sealed class ArrowTests
{
    /// <summary>Room, and the rooms it may use.</summary>
    private static readonly Dictionary<string, string[]> Arrows = new()
    {
        ["Catalog"] = [],
        ["Numerics"] = [],
        ["Practice"] = ["Catalog", "Numerics"],
        ["Decide"] = ["Catalog", "Numerics"],
        ["Measure"] = ["Catalog", "Numerics"],
        ["Remember"] = ["Catalog", "Numerics"],
        ["Plan"] = ["Catalog", "Numerics", "Remember", "Measure"],
        ["Content"] = ["Catalog", "Numerics", "Practice", "Decide", "Measure", "Remember", "Plan"],
    };

    [Fact]
    public void Rooms_use_only_the_rooms_they_may()
    {
        var wrong = Uses(typeof(Certification).Assembly.Location)
            .Where(use => use.From != use.To && !(Arrows.TryGetValue(use.From, out var allowed) && allowed.Contains(use.To)))
            .Select(use => $"{use.From} uses {use.To}: {use.Where}").Distinct().ToList();

        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    [Fact]
    public void The_reading_finds_arrows_at_all()
    {
        var uses = Uses(typeof(Certification).Assembly.Location).Select(use => (use.From, use.To)).ToHashSet();

        Assert.Contains(("Practice", "Catalog"), uses);
        Assert.Contains(("Practice", "Numerics"), uses);
        Assert.Contains(("Content", "Practice"), uses);
    }

    [Fact]
    public void The_core_references_no_shell() =>
        Assert.DoesNotContain(typeof(Certification).Assembly.GetReferencedAssemblies(), name => name.Name!.StartsWith("Certus", StringComparison.Ordinal));

    /// <summary>Every use of one namespace's type by another's: base types, interfaces, fields, signatures, locals, attributes and method bodies.</summary>
    private static IEnumerable<(string From, string To, string Where)> Uses(string assemblyPath)
    {
        using var stream = File.OpenRead(assemblyPath);
        using var pe = new PEReader(stream);
        var reader = pe.GetMetadataReader();
        var names = new RoomNames(reader);
        List<(string, string, string)> uses = [];
        foreach (var handle in reader.TypeDefinitions)
        {
            var type = reader.GetTypeDefinition(handle);
            if (names.RoomOf(handle) is not { } from) continue;
            var where = reader.GetString(type.Name);
            void Add(IEnumerable<string> rooms) => uses.AddRange(rooms.Select(to => (from, to, where)));

            if (!type.BaseType.IsNil) Add(names.RoomsIn(type.BaseType));
            foreach (var implemented in type.GetInterfaceImplementations()) Add(names.RoomsIn(reader.GetInterfaceImplementation(implemented).Interface));
            foreach (var field in type.GetFields()) Add(reader.GetFieldDefinition(field).DecodeSignature(names, null));
            foreach (var property in type.GetProperties()) { var s = reader.GetPropertyDefinition(property).DecodeSignature(names, null); Add(s.ReturnType); }
            foreach (var methodHandle in type.GetMethods())
            {
                var method = reader.GetMethodDefinition(methodHandle);
                var signature = method.DecodeSignature(names, null);
                Add(signature.ReturnType);
                foreach (var parameter in signature.ParameterTypes) Add(parameter);
                if (method.RelativeVirtualAddress == 0) continue;
                var body = pe.GetMethodBody(method.RelativeVirtualAddress);
                if (!body.LocalSignature.IsNil)
                    foreach (var local in reader.GetStandaloneSignature(body.LocalSignature).DecodeLocalSignature(names, null)) Add(local);
                foreach (var token in Tokens(body.GetILBytes()!)) Add(names.RoomsIn(token));
            }
        }
        return uses;
    }

    /// <summary>Tokens of types, methods and fields in a method body. Bytes that only look like a token resolve to nothing or to a real row; IL is walked by opcode so that they don't.</summary>
    private static IEnumerable<EntityHandle> Tokens(byte[] il)
    {
        for (var i = 0; i < il.Length;)
        {
            var code = il[i] == 0xFE ? OpCodes[0xFE00 | il[i + 1]] : OpCodes[il[i]];
            i += code.Size;
            switch (code.OperandType)
            {
                case System.Reflection.Emit.OperandType.InlineNone: break;
                case System.Reflection.Emit.OperandType.ShortInlineBrTarget or System.Reflection.Emit.OperandType.ShortInlineI or System.Reflection.Emit.OperandType.ShortInlineVar: i += 1; break;
                case System.Reflection.Emit.OperandType.InlineVar: i += 2; break;
                case System.Reflection.Emit.OperandType.InlineI8 or System.Reflection.Emit.OperandType.InlineR: i += 8; break;
                case System.Reflection.Emit.OperandType.InlineSwitch: i += 4 + 4 * BitConverter.ToInt32(il, i); break;
                case System.Reflection.Emit.OperandType.InlineField or System.Reflection.Emit.OperandType.InlineMethod or System.Reflection.Emit.OperandType.InlineTok or System.Reflection.Emit.OperandType.InlineType:
                    yield return (EntityHandle)System.Reflection.Metadata.Ecma335.MetadataTokens.Handle(BitConverter.ToInt32(il, i));
                    i += 4;
                    break;
                default: i += 4; break;
            }
        }
    }

    private static readonly Dictionary<int, System.Reflection.Emit.OpCode> OpCodes = typeof(System.Reflection.Emit.OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (System.Reflection.Emit.OpCode)field.GetValue(null)!)
        .ToDictionary(code => (int)(ushort)code.Value);
}
