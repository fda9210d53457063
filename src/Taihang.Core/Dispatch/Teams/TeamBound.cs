namespace Taihang.Core.Dispatch.Teams;

/// <summary>
/// A bound on every plan. Each person is given a price and each village then takes its best team at these prices, whoever else wants the
/// same people: no plan is worth more than the prices and those best teams together (weak duality), at any prices. Prices of people whom
/// several villages want rise and those of people whom nobody wants fall, each by what the distance from a plan in hand suggests
/// (Polyak 1969), in whole numbers; the least bound found is kept.
/// </summary>
internal sealed class TeamBound
{
    // Fractions of a unit that prices move by between two roundings.
    private const int Fine = 1024;

    /// <summary>Passes without a better bound after which the steps are halved.</summary>
    private const int Patience = 12;

    private readonly TeamChoices[] villages;
    private readonly ParallelOptions options;
    private readonly long[] price;
    private readonly long[] fine;
    private readonly long[] direction;
    private readonly int[] wanted;
    private TeamProof current;
    private long stride = 1024;
    private int stale;
    private long aimed = long.MinValue / 2;

    public TeamBound(TeamChoices[] villages, long[] start, int workers, CancellationToken cancel)
    {
        (this.villages, options) = (
            villages,
            new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancel }
        );
        price = (long[])start.Clone();
        fine = Array.ConvertAll(start, p => p * Fine);
        direction = new long[start.Length];
        wanted = new int[start.Length];
        Best = current = Evaluate();
    }

    public TeamProof Best { get; private set; }

    /// <param name="target">What a plan in hand is worth: the bound cannot fall below it.</param>
    public void Lower(long target, int passes)
    {
        // Steps that were too long for a far target were cut; a near one makes them short by itself.
        if (Best.Bound - target < (Best.Bound - aimed) / 2)
            (stride, stale) = (1024, 0);
        aimed = target;
        for (var pass = 0; pass < passes && Best.Bound > target; pass++)
        {
            if (!Step(target))
                return;
            current = Evaluate();
            if (current.Bound < Best.Bound)
                (Best, stale) = (current, 0);
            else if (++stale >= Patience)
            {
                (stride, stale) = (Math.Max(stride / 2, 1), 0);
                for (var p = 0; p < fine.Length; p++)
                    fine[p] = Best.Price[p] * Fine;
                Array.Copy(Best.Price, price, price.Length);
                Array.Clear(direction);
                current = Evaluate();
            }
        }
    }

    private bool Step(long target)
    {
        long square = 0;
        for (var p = 0; p < price.Length; p++)
        {
            var slack = wanted[p] - 1;
            var push = (slack < 0 && price[p] == 0 ? 0 : slack * 1000) + (direction[p] * 7 / 10);
            direction[p] = push;
            square += push * push;
        }
        if (square == 0)
            return false;
        var above = (Int128)Math.Max(current.Bound - target, 1) * stride * 1000 * Fine / 1024;
        for (var p = 0; p < price.Length; p++)
        {
            fine[p] = Math.Max(0, fine[p] + (long)(above * direction[p] / square));
            price[p] = (fine[p] + (Fine / 2)) / Fine;
        }
        return true;
    }

    /// <summary>The bound at these prices, and how many villages want each person.</summary>
    private TeamProof Evaluate()
    {
        var best = new long[villages.Length];
        var teams = new int[villages.Length][];
        Parallel.For(
            0,
            villages.Length,
            options,
            () => new BestTeam(),
            (v, _, table) =>
            {
                (best[v], teams[v]) = table.Of(villages[v], price);
                return table;
            },
            _ => { }
        );
        Array.Clear(wanted);
        long bound = 0;
        for (var v = 0; v < villages.Length; v++)
        {
            bound += best[v];
            foreach (var choice in teams[v])
            foreach (var person in villages[v].Choices[choice].People)
                wanted[person]++;
        }
        foreach (var p in price)
            bound += p;
        return new TeamProof((long[])price.Clone(), best, bound);
    }
}
