using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Certus.Tests;

/// <summary>Reads types out of metadata as the rooms (second part of a <c>Certus.*</c> namespace) they name.</summary>
internal sealed class RoomNames(MetadataReader reader) : ISignatureTypeProvider<IEnumerable<string>, object?>
{
    public string? RoomOf(TypeDefinitionHandle handle)
    {
        var type = reader.GetTypeDefinition(handle);
        while (!type.GetDeclaringType().IsNil) type = reader.GetTypeDefinition(type.GetDeclaringType());
        return Room(reader.GetString(type.Namespace));
    }

    public IEnumerable<string> RoomsIn(EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.TypeDefinition: return RoomOf((TypeDefinitionHandle)handle) is { } room ? [room] : [];
            case HandleKind.TypeSpecification: return reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(this, null);
            case HandleKind.MethodDefinition: return RoomsIn(reader.GetMethodDefinition((MethodDefinitionHandle)handle).GetDeclaringType());
            case HandleKind.FieldDefinition: return RoomsIn(reader.GetFieldDefinition((FieldDefinitionHandle)handle).GetDeclaringType());
            case HandleKind.MemberReference: return RoomsIn(reader.GetMemberReference((MemberReferenceHandle)handle).Parent);
            case HandleKind.MethodSpecification:
                var method = reader.GetMethodSpecification((MethodSpecificationHandle)handle);
                return RoomsIn(method.Method).Concat(method.DecodeSignature(this, null).SelectMany(rooms => rooms));
            default: return [];
        }
    }

    public IEnumerable<string> GetTypeFromDefinition(MetadataReader r, TypeDefinitionHandle handle, byte rawTypeKind) => RoomsIn(handle);
    public IEnumerable<string> GetTypeFromReference(MetadataReader r, TypeReferenceHandle handle, byte rawTypeKind) => [];
    public IEnumerable<string> GetTypeFromSpecification(MetadataReader r, object? context, TypeSpecificationHandle handle, byte rawTypeKind) => RoomsIn(handle);
    public IEnumerable<string> GetGenericInstantiation(IEnumerable<string> genericType, ImmutableArray<IEnumerable<string>> arguments) => [.. genericType, .. arguments.SelectMany(rooms => rooms)];
    public IEnumerable<string> GetArrayType(IEnumerable<string> element, ArrayShape shape) => element;
    public IEnumerable<string> GetByReferenceType(IEnumerable<string> element) => element;
    public IEnumerable<string> GetPointerType(IEnumerable<string> element) => element;
    public IEnumerable<string> GetPinnedType(IEnumerable<string> element) => element;
    public IEnumerable<string> GetSZArrayType(IEnumerable<string> element) => element;
    public IEnumerable<string> GetModifiedType(IEnumerable<string> modifier, IEnumerable<string> unmodified, bool isRequired) => [.. modifier, .. unmodified];
    public IEnumerable<string> GetPrimitiveType(PrimitiveTypeCode typeCode) => [];
    public IEnumerable<string> GetFunctionPointerType(MethodSignature<IEnumerable<string>> signature) => signature.ParameterTypes.SelectMany(rooms => rooms).Concat(signature.ReturnType);
    public IEnumerable<string> GetGenericMethodParameter(object? context, int index) => [];
    public IEnumerable<string> GetGenericTypeParameter(object? context, int index) => [];

    private static string? Room(string name) => name.StartsWith("Certus.", StringComparison.Ordinal) ? name.Split('.')[1] : null;
}
