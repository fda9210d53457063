using Taihang.Core.Common;
using Taihang.Methods.Read;
using Xunit;

namespace Taihang.Tests.Methods.Read;

public sealed class RegistrationFormTests
{
    /// <summary>The form of the pack that ships.</summary>
    public static RegistrationForm Cn { get; } =
        RegistrationForm
            .Read(
                File.ReadAllText(Path.Combine(Repository.Packs, "cn", RegistrationForm.File)),
                DictionaryReader.Read(
                    Directory
                        .EnumerateFiles(Path.Combine(Repository.Packs, "cn", "dictionary"))
                        .ToDictionary(f => "dictionary/" + Path.GetFileName(f), File.ReadAllText),
                    []
                )
            )
            .Value;

    [Theory]
    [InlineData("birth_date, ", "birth_date, birth_date, ")]
    [InlineData("relation, ", "relation, relation, ")]
    public void An_attribute_stands_in_one_column_only(string once, string twice)
    {
        var problems = new List<Problem>();
        var dictionary = DictionaryReader.Read(
            Directory
                .EnumerateFiles(Path.Combine(Repository.Packs, "cn", "dictionary"))
                .ToDictionary(f => "dictionary/" + Path.GetFileName(f), File.ReadAllText),
            problems
        );
        var text = File.ReadAllText(Path.Combine(Repository.Packs, "cn", RegistrationForm.File));
        Assert.True(RegistrationForm.Read(text, dictionary).Ok);
        Assert.Contains(once, text, StringComparison.Ordinal);
        var problem = Assert.Single(RegistrationForm.Read(text.Replace(once, twice), dictionary).Problems);
        Assert.Equal(PackProblems.Twice(new Place(""), "").Code, problem.Code);
    }
}
