using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Taihang.Tests.Architecture;

/// <summary>The rules of the house over built assemblies; each returns what breaks it, in words.</summary>
public static class Rules
{
    private static readonly string[] BannedMembers =
    [
        "System.DateTime::get_Now",
        "System.DateTime::get_UtcNow",
        "System.DateTime::get_Today",
        "System.DateTimeOffset::get_Now",
        "System.DateTimeOffset::get_UtcNow",
        "System.Guid::NewGuid",
        "System.Guid::CreateVersion7",
    ];

    private static readonly string[] BannedTypes =
    [
        "System.Random",
        "System.TimeProvider",
        "System.Diagnostics.Stopwatch",
        "System.Security.Cryptography.RandomNumberGenerator",
        "System.IO.File",
        "System.IO.Directory",
        "System.IO.FileStream",
        "System.Console",
        "System.Net.Http.HttpClient",
        "System.Net.Sockets.Socket",
        "System.Threading.Thread",
    ];

    private static readonly string[] BannedEndings =
    [
        "Manager",
        "Helper",
        "Helpers",
        "Util",
        "Utils",
        "Utilities",
        "Repository",
        "Mediator",
        "Mapper",
    ];

    public static IEnumerable<string> ProjectArrows(AssemblyDefinition assembly) =>
        assembly
            .MainModule.AssemblyReferences.Select(r => r.Name)
            .Where(name => name.StartsWith("Taihang.", StringComparison.Ordinal))
            .Except(House.Projects[assembly.Name.Name])
            .Select(name => $"{assembly.Name.Name} must not use {name}");

    public static IEnumerable<string> PurePackages(AssemblyDefinition assembly, string[] allowed) =>
        assembly
            .MainModule.AssemblyReferences.Select(r => r.Name)
            .Where(name =>
                !name.StartsWith("System", StringComparison.Ordinal)
                && !name.StartsWith("Taihang.", StringComparison.Ordinal)
            )
            .Except(allowed)
            .Select(name => $"{assembly.Name.Name} must not lean on {name}");

    public static IEnumerable<string> RoomArrows(AssemblyDefinition assembly)
    {
        foreach (var type in OwnTypes(assembly))
        foreach (var used in Uses(type))
            if (Room(type.Namespace) is { } from && Room(used.Namespace) is { } to && to > from)
                yield return $"{type.FullName} ({House.Rooms[from].Room}) must not use {used.FullName} ({House.Rooms[to].Room})";
    }

    public static IEnumerable<string> Purity(AssemblyDefinition assembly)
    {
        foreach (var type in OwnTypes(assembly))
        {
            foreach (var used in Uses(type).Select(u => u.FullName).Distinct())
                if (
                    BannedTypes.Contains(used)
                    || used.StartsWith("System.Threading.Tasks.Task", StringComparison.Ordinal)
                )
                    yield return $"{type.FullName} is pure and must not use {used}";
            foreach (var member in Calls(type))
                if (BannedMembers.Contains($"{member.DeclaringType.FullName}::{member.Name}"))
                    yield return $"{type.FullName} is pure and must not call {member.DeclaringType.FullName}.{member.Name}";
            foreach (
                var field in type.Fields.Where(f =>
                    f.IsStatic && !f.IsInitOnly && !f.IsLiteral && !f.Name.Contains('<', StringComparison.Ordinal)
                )
            )
                yield return $"{type.FullName} is pure and must not remember ({field.Name})";
        }
    }

    public static IEnumerable<string> Names(AssemblyDefinition assembly) =>
        OwnTypes(assembly)
            .Where(t => !t.IsNested)
            .Where(t =>
                BannedEndings.Any(e => t.Name.EndsWith(e, StringComparison.Ordinal))
                || (t.Name.StartsWith("Base", StringComparison.Ordinal) && t.IsAbstract)
            )
            .Select(t => $"{t.FullName} says nothing by its name");

    public static IEnumerable<string> LonelyInterfaces(IReadOnlyCollection<AssemblyDefinition> assemblies)
    {
        var types = assemblies.SelectMany(OwnTypes).ToList();
        return types
            .Where(t => t.IsInterface)
            .Where(i =>
                types.Count(t => t.Interfaces.Any(used => used.InterfaceType.Resolve()?.FullName == i.FullName)) == 1
            )
            .Select(i => $"{i.FullName} has a single implementation: use that");
    }

    public static IEnumerable<string> PagesWithQueries(AssemblyDefinition assembly) =>
        OwnTypes(assembly)
            .Where(t => t.FullName.StartsWith("Taihang.Web.Pages", StringComparison.Ordinal))
            .SelectMany(type =>
                Uses(type)
                    .Where(u =>
                        u.Namespace.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                        || u.FullName == "System.Linq.Queryable"
                    )
                    .Select(u => $"{type.FullName} holds a query ({u.FullName}): put it in a use case")
            );

    private static int? Room(string space)
    {
        foreach (var prefix in new[] { "Taihang.Core.", "Taihang.Modules." })
            if (space.StartsWith(prefix, StringComparison.Ordinal))
            {
                var name = space[prefix.Length..].Split('.')[0];
                var index = Array.FindIndex(House.Rooms, room => room.Room == name);
                return index >= 0
                    ? index
                    : throw new InvalidOperationException($"{space} is a room that House.Rooms does not name.");
            }
        return null;
    }

    private static IEnumerable<TypeDefinition> OwnTypes(AssemblyDefinition assembly) =>
        assembly
            .MainModule.Types.SelectMany(WithNested)
            .Where(t => Outer(t).Namespace.StartsWith("Taihang", StringComparison.Ordinal));

    private static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    private static TypeReference Outer(TypeReference type) =>
        type.DeclaringType is null ? type : Outer(type.DeclaringType);

    /// <summary>Every type named in a type's bases, members and bodies, as its outermost type.</summary>
    private static IEnumerable<TypeReference> Uses(TypeDefinition type)
    {
        var found = new List<TypeReference>();
        Add(type.BaseType);
        foreach (var i in type.Interfaces)
            Add(i.InterfaceType);
        foreach (var field in type.Fields)
            Add(field.FieldType);
        foreach (var method in type.Methods)
        {
            Add(method.ReturnType);
            foreach (var parameter in method.Parameters)
                Add(parameter.ParameterType);
            foreach (var local in method.Body?.Variables ?? [])
                Add(local.VariableType);
            foreach (var instruction in (IEnumerable<Instruction>?)method.Body?.Instructions ?? [])
                switch (instruction.Operand)
                {
                    case TypeReference used:
                        Add(used);
                        break;
                    case MethodReference used:
                        Add(used.DeclaringType);
                        Add(used.ReturnType);
                        foreach (var argument in (used as GenericInstanceMethod)?.GenericArguments ?? [])
                            Add(argument);
                        break;
                    case FieldReference used:
                        Add(used.DeclaringType);
                        Add(used.FieldType);
                        break;
                }
        }
        return found.Where(used => used.FullName != Outer(type).FullName);

        void Add(TypeReference? used)
        {
            switch (used)
            {
                case null or GenericParameter:
                    return;
                case GenericInstanceType generic:
                    Add(generic.ElementType);
                    foreach (var argument in generic.GenericArguments)
                        Add(argument);
                    return;
                case TypeSpecification specification:
                    Add(specification.ElementType);
                    return;
                default:
                    found.Add(Outer(used));
                    return;
            }
        }
    }

    private static IEnumerable<MethodReference> Calls(TypeDefinition type) =>
        type
            .Methods.Where(m => m.HasBody)
            .SelectMany(m => m.Body.Instructions)
            .Select(i => i.Operand)
            .OfType<MethodReference>();
}
