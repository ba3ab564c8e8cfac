using System.Text;
using Certus.Lab.Protocols;
using CsCheck;

namespace Certus.Lab.Tests.Protocols;

public sealed class DescriptionTests
{
    public static TheoryData<string> Services => [.. ServiceDescription.Names];

    public static TheoryData<string, string> ServicesAndProtocols
    {
        get
        {
            TheoryData<string, string> pairs = [];
            foreach (var name in ServiceDescription.Names)
                foreach (var protocol in ServiceDescription.Of(name).Protocols) pairs.Add(name, protocol);
            return pairs;
        }
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_shape_of_every_description_can_be_read(string name)
    {
        var service = ServiceDescription.Of(name);

        foreach (var shape in service.ShapeNames.Select(shape => service.FindShape(shape)!))
        {
            Assert.All(shape.Members.Values, member => Assert.NotNull(member.Shape));
            Assert.All(shape.Required, required => Assert.Contains(required, shape.Members.Keys));
            if (shape.Kind == ShapeKind.List) Assert.NotNull(shape.Element!.Shape);
            if (shape.Kind == ShapeKind.Map) Assert.NotNull(shape.Value!.Shape);
        }
        Assert.All(service.Operations, operation => Assert.All(operation.Errors, error => Assert.NotNull(service.FindShape(error))));
        Assert.StartsWith("botocore 1.43.67 (", service.Source, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Services))]
    public void Every_pattern_of_every_description_is_one_that_can_be_matched(string name)
    {
        var service = ServiceDescription.Of(name);

        Assert.All(service.ShapeNames.Select(shape => service.FindShape(shape)!).Where(shape => shape.Pattern is not null), shape => Assert.Equal(shape.Matches("a"), new ModelPattern(shape.Pattern!).MatchesSurely("a")));
    }

    [Theory]
    [MemberData(nameof(ServicesAndProtocols))]
    public void What_a_client_writes_the_server_reads_for_every_operation(string name, string protocolName)
    {
        var (service, protocol) = (ServiceDescription.Of(name), Protocol.Of(protocolName));
        // Others have taken the place of the deprecated ones: a path means those, and one of the old bodies has two members of one name.
        var operations = service.Operations.Where(operation => !operation.IsDeprecated || protocolName != "rest-xml").ToArray();

        Gen.Select(Gen.Int[0, operations.Length - 1], Gen.Int).Sample((index, seed) => Survives(operations[index], protocol, protocolName, seed), iter: operations.Length);
        foreach (var operation in operations) Survives(operation, protocol, protocolName, 1);
    }

    private static void Survives(OperationDescription operation, Protocol protocol, string protocolName, int seed)
    {
        var input = operation.Input is { } shape ? new ModelValues(new(seed), keepsEmpty: protocolName is not ("query" or "rest-xml")).Members(shape) : [];

        var request = ClientWriter.Write(protocolName, operation, input);
        var routed = protocol.Route(operation.Service, request);
        var read = protocol.Read(operation, request);

        if (operation.Input is not null) Assert.True(ModelValues.Difference(operation.Input, input, read) is null, $"{operation.Name} (seed {seed}) {ModelValues.Difference(operation.Input, input, read)}\n{Encoding.UTF8.GetString(request.Body.Span)}");
        // One is told from another by its host only.
        if (operation.Name != "ListDirectoryBuckets") Assert.Equal(operation.Name, routed?.Name);
    }
}
