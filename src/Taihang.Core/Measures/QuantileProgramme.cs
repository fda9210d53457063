using MathNet.Numerics.LinearAlgebra;
using MathNet.Numerics.LinearAlgebra.Double;
using Taihang.Core.Common;

namespace Taihang.Core.Measures;

/// <param name="Loss">Σ w·ρ(y − xβ).</param>
/// <param name="Gap">Loss less the dual's value, over the loss.</param>
internal sealed record QuantileBest(double[] Coefficients, double Loss, double Gap, int Pivots);

/// <summary>The linear programme of a quantile regression, solved from basis to basis; a basis is p rows that the plane passes through.</summary>
internal sealed class QuantileProgramme
{
    private readonly int n;
    private readonly int p;
    private readonly double tau;
    private readonly double[] x;
    private readonly double[] y;
    private readonly double[] moved;
    private readonly double[] weights;
    private readonly double[] scale;
    private readonly double spread;
    private readonly bool[] inBasis;

    /// <param name="move">How far y is moved, over its spread, so that no row lies on a plane by chance.</param>
    public QuantileProgramme(IReadOnlyList<FitRow> rows, double tau, double move)
    {
        (n, p, this.tau) = (rows.Count, rows[0].X.Length + 1, tau);
        scale =
        [
            .. Enumerable
                .Range(0, p)
                .Select(j => rows.Max(r => Math.Abs(FitSums.At(r, j))) is var most && most > 0 ? most : 1),
        ];
        x = new double[n * p];
        var one = n / FitSums.Sum(rows, r => r.Weight);
        (y, moved, weights, inBasis) = (new double[n], new double[n], new double[n], new bool[n]);
        // Scattered without order: of the multiples of a number, sums of several would meet again.
        var scattered = new SeededStream(1);
        spread = Math.Max(rows.Max(r => r.Y) - rows.Min(r => r.Y), double.Epsilon);
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < p; j++)
                x[(i * p) + j] = FitSums.At(rows[i], j) / scale[j];
            y[i] = rows[i].Y;
            moved[i] = y[i] + (move * spread * (scattered.NextShare() - 0.5));
            weights[i] = rows[i].Weight * one;
        }
    }

    public QuantileBest? Solve(int mostPivots)
    {
        if (Start() is not { } basis)
            return null;
        foreach (var i in basis)
            inBasis[i] = true;
        var errors = new double[n];
        var along = new double[n];
        for (var pivots = 0; pivots <= mostPivots; pivots++)
        {
            if (Rows(basis) is not { } inverse)
                return null;
            Errors(moved, Through(inverse, basis, moved), basis, errors);
            if (Steepest(inverse, basis, errors) is not var (leaving, sign))
                return Proved(inverse, basis, errors, pivots);
            var edge = inverse.Column(leaving).ToArray();
            for (var i = 0; i < n; i++)
            {
                var sum = 0.0;
                for (var j = 0; j < p; j++)
                    sum += x[(i * p) + j] * edge[j];
                along[i] = sign * sum;
            }
            if (Entering(basis[leaving], errors, along) is not { } entering)
                return null;
            (inBasis[basis[leaving]], inBasis[entering]) = (false, true);
            basis[leaving] = entering;
        }
        return null;
    }

    /// <summary>
    /// A plane near the best, by Hunter and Lange's smoothing of the loss (2000, Journal of Computational and Graphical Statistics
    /// 9:60-77), and p rows near it that no combination of the others makes.
    /// </summary>
    private int[]? Start()
    {
        var beta = new double[p];
        var errors = new double[n];
        var width = spread / 10;
        for (var round = 0; round < 60; round++)
        {
            Errors(moved, beta, null, errors);
            var (squares, sums) = (new double[p, p], new double[p]);
            for (var i = 0; i < n; i++)
            {
                // Of the first round plain least squares.
                var (v, at) =
                    round == 0 ? (weights[i], moved[i]) : (weights[i] / (width + Math.Abs(errors[i])), moved[i]);
                var pull = round == 0 ? 0 : weights[i] * ((2 * tau) - 1);
                for (var j = 0; j < p; j++)
                {
                    var a = x[(i * p) + j];
                    sums[j] += (v * at * a) + (pull * a);
                    a *= v;
                    for (var k = j; k < p; k++)
                        squares[j, k] += a * x[(i * p) + k];
                }
            }
            var matrix = DenseMatrix.Create(p, p, (j, k) => squares[Math.Min(j, k), Math.Max(j, k)]);
            var next = matrix.LU().Solve(DenseVector.OfArray(sums)).ToArray();
            if (next.Any(b => !double.IsFinite(b)))
                break;
            var step = next.Zip(beta, (a, b) => Math.Abs(a - b)).Max();
            beta = next;
            if (round > 0 && step < width)
                width /= 4;
            if (width < 1e-6 * spread)
                break;
        }
        Errors(moved, beta, null, errors);
        return Independent(errors);
    }

    /// <summary>The rows nearest to the plane, each kept if the ones before it do not make it.</summary>
    private int[]? Independent(double[] errors)
    {
        var nearest = Enumerable.Range(0, n).OrderBy(i => Math.Abs(errors[i])).ThenBy(i => i);
        var (basis, axes) = (new List<int>(), new List<double[]>());
        foreach (var i in nearest)
        {
            var rest = x.AsSpan(i * p, p).ToArray();
            var length = Math.Sqrt(rest.Sum(a => a * a));
            // Twice is enough (Kahan): the second time takes out what rounding left.
            for (var time = 0; time < 2; time++)
                foreach (var axis in axes)
                {
                    var dot = rest.Zip(axis, (a, b) => a * b).Sum();
                    for (var j = 0; j < p; j++)
                        rest[j] -= dot * axis[j];
                }
            var left = Math.Sqrt(rest.Sum(a => a * a));
            if (left <= 1e-5 * length)
                continue;
            basis.Add(i);
            axes.Add([.. rest.Select(a => a / left)]);
            if (basis.Count == p)
                return [.. basis];
        }
        return null;
    }

    private Matrix<double>? Rows(int[] basis)
    {
        var inverse = DenseMatrix.Create(p, p, (k, j) => x[(basis[k] * p) + j]).Inverse();
        return inverse.Enumerate().All(double.IsFinite) ? inverse : null;
    }

    private double[] Through(Matrix<double> inverse, int[] basis, double[] of) =>
        (inverse * DenseVector.Create(p, k => of[basis[k]])).ToArray();

    private void Errors(double[] of, double[] beta, int[]? basis, double[] errors)
    {
        for (var i = 0; i < n; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < p; j++)
                sum += x[(i * p) + j] * beta[j];
            errors[i] = of[i] - sum;
        }
        foreach (var i in basis ?? [])
            errors[i] = 0;
    }

    /// <summary>The duals of the basis: what each of its rows must bear for the plane to stand still.</summary>
    private double[] Duals(Matrix<double> inverse, double[] errors)
    {
        var sums = new CompensatedSum[p];
        for (var i = 0; i < n; i++)
            if (!inBasis[i])
            {
                var pull = weights[i] * (errors[i] >= 0 ? tau : tau - 1);
                for (var j = 0; j < p; j++)
                    sums[j].Add(pull * x[(i * p) + j]);
            }
        return (inverse.TransposeThisAndMultiply(DenseVector.Create(p, j => -sums[j].Total))).ToArray();
    }

    /// <summary>The row to leave and the way to go; null where every way goes up, which is where the loss is least.</summary>
    private (int Leaving, double Sign)? Steepest(Matrix<double> inverse, int[] basis, double[] errors)
    {
        var duals = Duals(inverse, errors);
        var (steepest, found) = (1e-9, ((int, double)?)null);
        for (var k = 0; k < p; k++)
        {
            var (w, u) = (weights[basis[k]], duals[k]);
            // Moved up, its error falls below nothing, and costs w(1 − τ); moved down it costs wτ.
            var (up, down) = (-u - (w * (1 - tau)), u - (w * tau));
            if (up > steepest * Math.Max(1, w))
                (steepest, found) = (up / Math.Max(1, w), (k, 1));
            if (down > steepest * Math.Max(1, w))
                (steepest, found) = (down / Math.Max(1, w), (k, -1));
        }
        return found;
    }

    /// <summary>Along an edge each row that the plane passes turns the slope up by its share; the one that turns it to rising enters.</summary>
    private int? Entering(int leaving, double[] errors, double[] along)
    {
        var slope = new CompensatedSum();
        var passed = new List<(double At, int Row)>();
        for (var i = 0; i < n; i++)
        {
            if (inBasis[i] && i != leaving)
                continue;
            var pull =
                i == leaving ? (along[i] > 0 ? tau - 1 : tau)
                : errors[i] >= 0 ? tau
                : tau - 1;
            slope.Add(-weights[i] * pull * along[i]);
            if (i != leaving && Math.Abs(along[i]) > 1e-9 && errors[i] >= 0 == along[i] > 0)
                passed.Add((errors[i] / along[i], i));
        }
        passed.Sort();
        var now = slope.Total;
        foreach (var (_, row) in passed)
        {
            now += weights[row] * Math.Abs(along[row]);
            if (now >= 0)
                return row;
        }
        return null;
    }

    /// <summary>The plane through the basis by y itself, with the dual's word for it.</summary>
    private QuantileBest Proved(Matrix<double> inverse, int[] basis, double[] errors, int pivots)
    {
        var duals = Duals(inverse, errors);
        var beta = Through(inverse, basis, y);
        var own = new double[n];
        Errors(y, beta, basis, own);
        var (loss, dual) = (new CompensatedSum(), new CompensatedSum());
        for (var i = 0; i < n; i++)
        {
            loss.Add(weights[i] * own[i] * (own[i] >= 0 ? tau : tau - 1));
            if (!inBasis[i])
                dual.Add(y[i] * weights[i] * (errors[i] >= 0 ? tau : tau - 1));
        }
        for (var k = 0; k < p; k++)
            dual.Add(y[basis[k]] * Math.Clamp(duals[k], weights[basis[k]] * (tau - 1), weights[basis[k]] * tau));
        return new QuantileBest(
            [.. beta.Select((b, j) => b / scale[j])],
            loss.Total,
            loss.Total > 0 ? Math.Abs(loss.Total - dual.Total) / loss.Total : 0,
            pivots
        );
    }
}
