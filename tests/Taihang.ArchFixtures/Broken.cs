// Every type here breaks one rule of the house. tests/Taihang.Tests/Architecture must find each.

namespace Taihang.Core.Regions
{
    /// <summary>An earlier module that uses a later one.</summary>
    public static class UsesALaterModule
    {
        public static Dispatch.LaterModule Make() => new();
    }
}

namespace Taihang.Core.Dispatch
{
    public sealed class LaterModule;
}

namespace Taihang.Core.Common
{
    /// <summary>The common room that uses a module.</summary>
    public static class CommonUsesAModule
    {
        public static object Make() => new Dispatch.LaterModule();
    }

    /// <summary>A pure decision that reads the clock.</summary>
    public static class ReadsTheClock
    {
        public static DateTime Today() => DateTime.UtcNow;
    }

    /// <summary>A pure decision that rolls dice.</summary>
    public static class RollsDice
    {
        public static int Roll() => Random.Shared.Next(6);
    }

    /// <summary>A pure decision that reads a file.</summary>
    public static class ReadsAFile
    {
        public static string Text() => File.ReadAllText("x");
    }

    /// <summary>A pure decision that remembers.</summary>
    public static class Remembers
    {
        public static int Count;
    }

    /// <summary>Pure code that leans on a package: the store's.</summary>
    public static class UsesThePackageOfAStore
    {
        public static Type Kind => typeof(Microsoft.EntityFrameworkCore.DbContext);
    }
}

namespace Taihang.Modules.Registry
{
    public sealed class HouseholdManager;

    public interface IOnlyForMocks
    {
        int Answer();
    }

    public sealed class OnlyForMocks : IOnlyForMocks
    {
        public int Answer() => 42;
    }
}

namespace Taihang.Web.Pages
{
    /// <summary>A page that asks the database itself.</summary>
    public static class PageWithAQuery
    {
        public static int Count(Taihang.Modules.Store.TaihangDb db) => db.Households.Count(h => h.CountyNo == 1);
    }
}
