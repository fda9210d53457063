using Taihang.Methods.Plan;
using Taihang.Modules.Identification;
using Xunit;

namespace Taihang.Tests.Methods.Plan;

public sealed class ReweighTests
{
    [Theory]
    [InlineData("nutrition", "1/3 1/6 1/6 1/18 1/18 1/18 1/18 1/18 1/18")]
    [InlineData("cooking_fuel_unclean,few_assets", "1/6 1/6 1/6 1/6 1/12 1/12 1/12 1/12")]
    [InlineData("nutrition,child_mortality", "1/4 1/4 1/12 1/12 1/12 1/12 1/12 1/12")]
    public void The_weight_of_what_is_not_carried_goes_to_the_rest_of_its_dimension(string gone, string weights)
    {
        var method = Mpi();
        var without = Reweigh.Without(method, gone.Split(','));
        Assert.Equal(weights, string.Join(' ', without.Indicators.Select(i => i.Weight)));
        Assert.Equal(without.Denominator, without.Indicators.Sum(i => i.WeightNumerator));
    }

    [Fact]
    public void With_nothing_left_out_it_is_the_same_method() => Assert.Same(Mpi(), Reweigh.Without(Mpi(), []));

    private static readonly Lazy<MethodPlan> Read = new(() =>
        PackFolder.Load(Repository.Packs, "mpi-global").Value.Methods[0]
    );

    private static MethodPlan Mpi() => Read.Value;
}
