using Npgsql;
using Taihang.Modules.Store;
using Xunit;

namespace Taihang.Tests.Modules.Store;

public sealed class StoreOptionsTests
{
    private const string Server = "Host=db;Username=taihang;Database=taihang";

    private static NpgsqlConnectionStringBuilder Read(string more) =>
        new(StoreAddress.Parse(Server + more).ConnectionString);

    [Fact]
    public void Connections_are_few_unless_the_operator_says_how_many()
    {
        Assert.Equal(StoreAddress.Connections, Read("").MaxPoolSize);
        Assert.Equal(7, Read(";Maximum Pool Size=7").MaxPoolSize);
        Assert.Equal(100, Read(";MaxPoolSize=100").MaxPoolSize);
        // A minimum above the number would be refused when the first connection opens.
        Assert.Equal(5_000, Read(";Minimum Pool Size=5000").MaxPoolSize);
    }

    [Fact]
    public void A_wait_for_a_connection_is_told_from_every_other_failure()
    {
        var waited = new NpgsqlException("The connection pool has been exhausted", new TimeoutException());
        Assert.True(StoreOptions.Busy(waited));
        Assert.True(StoreOptions.Busy(new InvalidOperationException("likely transient", waited)));
        Assert.False(StoreOptions.Busy(new NpgsqlException("broken")));
        Assert.False(StoreOptions.Busy(new TimeoutException()));
        Assert.False(StoreOptions.Busy(null));
    }

    [Fact]
    public void Statements_of_several_counties_never_share_a_connection() =>
        Assert.False(Read(";Multiplexing=true").Multiplexing);
}
