namespace Taihang.Core.Dispatch;

/// <summary>
/// A proved plan that stays open to change: people withdraw and join, villages are added, pairs are locked, forbidden and allowed. Each
/// change is one or two shortest paths from the prices as they stand, and after each the plan is the cheapest there is again, with
/// its proof. A mutable value for one user at a time; the problem and plan it was opened on are left as they were.
/// </summary>
public sealed class OpenPlan
{
    internal Side Seats { get; }

    internal Side People { get; }

    internal Journal? Journal { get; set; }

    private readonly ShortestPath fromSeat;
    private readonly ShortestPath fromPerson;
    private int seatPairs;
    private int personPairs;

    // Per seat: the person locked in it, or -1, and what that pair costs. Both are out of the plan while they are locked.
    private int[] lockedTo;
    private int[] lockedCost;

    // Per seat: whom it held when changes began to cost, or -1.
    private int[] keeps = [];
    private int weight;

    /// <param name="plan">Proved for the problem; a plan that is not gives answers that are not.</param>
    public OpenPlan(AssignmentProblem problem, AssignmentPlan plan)
    {
        var (value, price) = ((long[])plan.Value.Clone(), (long[])plan.Price.Clone());
        var (personOf, seatOf) = ((int[])plan.PersonOf.Clone(), new int[problem.People]);
        Array.Fill(seatOf, Side.Nobody);
        for (var seat = 0; seat < problem.Seats; seat++)
            if (personOf[seat] >= 0)
                seatOf[personOf[seat]] = seat;
        Seats = new Side(
            ((int[])problem.Start.Clone(), (int[])problem.Person.Clone(), (int[])problem.Cost.Clone()),
            (long[])problem.Penalty.Clone(),
            (value, price),
            (personOf, seatOf),
            sign: 1
        );
        People = new Side(problem.ByPerson(), new long[problem.People], (price, value), (seatOf, personOf), sign: -1);
        (SeatCount, PeopleCount, Cost) = (problem.Seats, problem.People, plan.Cost);
        seatPairs = personPairs = problem.Person.Length;
        fromSeat = new ShortestPath(new Visit[PeopleCount]);
        fromPerson = new ShortestPath(new Visit[SeatCount]);
        lockedTo = new int[SeatCount];
        Array.Fill(lockedTo, -1);
        lockedCost = new int[SeatCount];
    }

    public int SeatCount { get; private set; }

    public int PeopleCount { get; private set; }

    /// <summary>What the plan costs, changes included at their weight (see <see cref="Steady"/>).</summary>
    public long Cost { get; internal set; }

    /// <summary>What the plan costs without the weight of changes.</summary>
    public long CostWithoutWeight
    {
        get
        {
            var kept = 0L;
            for (var seat = 0; seat < keeps.Length; seat++)
                if (keeps[seat] >= 0 && PersonOf(seat) == keeps[seat])
                    kept++;
            return Cost + (kept * weight);
        }
    }

    /// <returns>Whoever holds the seat, or -1.</returns>
    public int PersonOf(int seat) => lockedTo[seat] >= 0 ? lockedTo[seat] : Math.Max(-1, Seats.ColumnOf[seat]);

    /// <returns>The seat that the person holds, -1 for none, -2 when the person is withdrawn or locked.</returns>
    public int SeatOf(int person) => People.ColumnOf[person];

    /// <summary>The person is not to be had any more.</summary>
    public void Withdraw(int person)
    {
        if (People.ColumnOf[person] == Side.Out && Array.IndexOf(lockedTo, person, 0, SeatCount) is >= 0 and var seat)
            Unlock(seat);
        TakeOutPerson(person);
    }

    /// <summary>These people are not to be had any more, and nobody else who is posted may move: only free people fill the gaps.</summary>
    public void WithdrawMovingNobody(IReadOnlyCollection<int> people)
    {
        var leaving = people.ToHashSet();
        for (var seat = 0; seat < SeatCount; seat++)
            if (Seats.ColumnOf[seat] is >= 0 and var holder && !leaving.Contains(holder))
                Lock(seat, holder);
        foreach (var person in people)
            Withdraw(person);
    }

    /// <summary>Somebody withdrawn is to be had again.</summary>
    public void Return(int person) => Cost += fromPerson.Place(People, person, Journal);

    /// <param name="pairs">The seats that the person may take, each once, with what it costs.</param>
    /// <returns>The person's number.</returns>
    public int AddPerson(IEnumerable<(int Seat, int Cost)> pairs)
    {
        var person = PeopleCount++;
        if (People.First.Length < PeopleCount || People.RowDual.Length < PeopleCount)
            GrowPeople(PeopleCount + (PeopleCount / 16) + 16);
        People.First[person] = People.End[person] = personPairs;
        People.ColumnOf[person] = Side.Out;
        foreach (var (seat, cost) in pairs)
            AddPair(seat, person, cost);
        Return(person);
        return person;
    }

    /// <param name="penalty">What it costs to leave the seat unfilled.</param>
    /// <param name="pairs">The people who may take it, each once, with what it costs.</param>
    /// <returns>The seat's number.</returns>
    public int AddSeat(long penalty, IEnumerable<(int Person, int Cost)> pairs)
    {
        var seat = SeatCount++;
        if (Seats.First.Length < SeatCount || Seats.RowDual.Length < SeatCount)
            GrowSeats(SeatCount + (SeatCount / 16) + 16);
        Seats.First[seat] = Seats.End[seat] = seatPairs;
        (Seats.Unfilled[seat], Seats.ColumnOf[seat], lockedTo[seat]) = (penalty, Side.Out, -1);
        foreach (var (person, cost) in pairs)
            AddPair(seat, person, cost);
        PlaceSeat(seat);
        return seat;
    }

    /// <summary>The person holds the seat and neither may be moved.</summary>
    /// <returns>False, and nothing is changed, when the pair is not allowed or one of them is locked or withdrawn.</returns>
    public bool Lock(int seat, int person)
    {
        var pair = Seats.PairOf(seat, person);
        if (pair < 0 || Seats.ColumnOf[seat] == Side.Out || People.ColumnOf[person] == Side.Out)
            return false;
        var cost = Seats.Cost[pair];
        Force(seat, person, cost);
        (lockedTo[seat], lockedCost[seat]) = (person, cost);
        return true;
    }

    public void Unlock(int seat)
    {
        if (lockedTo[seat] is not (>= 0 and var person))
            return;
        Cost -= lockedCost[seat];
        lockedTo[seat] = -1;
        Return(person);
        PlaceSeat(seat);
    }

    /// <summary>The pair is not allowed any more.</summary>
    /// <returns>False, and nothing is changed, when it was not allowed, or is locked.</returns>
    public bool Forbid(int seat, int person)
    {
        if (lockedTo[seat] == person || Seats.PairOf(seat, person) < 0)
            return false;
        var held = Seats.ColumnOf[seat] == person;
        if (held)
            PartFrom(seat, person);
        Seats.Hide(seat, person);
        People.Hide(person, seat);
        if (held)
        {
            Return(person);
            PlaceSeat(seat);
        }
        return true;
    }

    /// <summary>The pair is allowed from now on, at this cost.</summary>
    /// <returns>False, and nothing is changed, when it was allowed before.</returns>
    public bool Allow(int seat, int person, int cost)
    {
        if (Seats.PairOf(seat, person) >= 0)
            return false;
        AddPair(seat, person, cost);
        // Placed afresh, the seat takes the new pair into account; prices that it would break cannot stand before.
        if (Slack(seat, person, cost) < 0 && Seats.ColumnOf[seat] != Side.Out && People.ColumnOf[person] != Side.Out)
        {
            TakeOutSeat(seat);
            PlaceSeat(seat);
        }
        return true;
    }

    /// <summary>
    /// From now on every seat that no longer has the holder it has now costs the weight. The pairs held become cheaper by it and so do
    /// their seats' values: the prices stay valid and the plan proved.
    /// </summary>
    /// <param name="bp">In the unit of the costs; at least 0. Once for a plan.</param>
    public void Steady(int bp)
    {
        if (keeps.Length > 0)
            throw new InvalidOperationException("The weight of changes is set once for a plan.");
        (weight, keeps) = (bp, new int[SeatCount]);
        for (var seat = 0; seat < SeatCount; seat++)
        {
            keeps[seat] = Seats.ColumnOf[seat];
            if (keeps[seat] < 0)
                continue;
            Seats.Cost[Seats.PairOf(seat, keeps[seat])] -= bp;
            People.Cost[People.PairOf(keeps[seat], seat)] -= bp;
            Seats.RowDual[seat] -= bp;
            Cost -= bp;
        }
    }

    /// <summary>cost + price - value: a bound, at once, on what having the pair would cost the whole plan.</summary>
    internal long Slack(int seat, int person, int cost) => cost + Seats.ColumnDual[person] - Seats.RowDual[seat];

    internal void PlaceSeat(int seat) => Cost += fromSeat.Place(Seats, seat, Journal);

    /// <summary>Both leave the plan and are locked together; whoever they leave behind is placed anew.</summary>
    internal void Force(int seat, int person, int cost)
    {
        if (Seats.ColumnOf[seat] == person)
            PartFrom(seat, person);
        else
        {
            TakeOutSeat(seat);
            TakeOutPerson(person);
        }
        Cost += cost;
    }

    /// <summary>Seat and holder leave the plan together, which stays proved for all the others as it stands.</summary>
    internal void PartFrom(int seat, int person)
    {
        Cost -= Seats.RowDual[seat] - Seats.ColumnDual[person];
        Mate(seat, Side.Out);
        Journal?.Note(People.ColumnOf, person);
        People.ColumnOf[person] = Side.Out;
    }

    internal void TakeOutPerson(int person)
    {
        if (People.ColumnOf[person] is >= 0 and var seat)
        {
            PartFrom(seat, person);
            PlaceSeat(seat);
            return;
        }
        Journal?.Note(People.ColumnOf, person);
        People.ColumnOf[person] = Side.Out;
    }

    private void TakeOutSeat(int seat)
    {
        if (Seats.ColumnOf[seat] is >= 0 and var holder)
        {
            PartFrom(seat, holder);
            Return(holder);
            return;
        }
        Cost -= Seats.Unfilled[seat];
        Mate(seat, Side.Out);
    }

    private void Mate(int seat, int person)
    {
        Journal?.Note(Seats.ColumnOf, seat);
        Seats.ColumnOf[seat] = person;
    }

    private void AddPair(int seat, int person, int cost)
    {
        Seats.Add(seat, person, cost, ref seatPairs);
        People.Add(person, seat, cost, ref personPairs);
    }

    private void GrowPeople(int length)
    {
        (People.First, People.End) = (Side.Grown(People.First, length), Side.Grown(People.End, length));
        People.Unfilled = Side.Grown(People.Unfilled, length);
        People.RowDual = Seats.ColumnDual = Side.Grown(People.RowDual, length);
        People.ColumnOf = Seats.RowOf = Side.Grown(People.ColumnOf, length);
        fromSeat.Over(new Visit[length]);
    }

    private void GrowSeats(int length)
    {
        (Seats.First, Seats.End) = (Side.Grown(Seats.First, length), Side.Grown(Seats.End, length));
        Seats.Unfilled = Side.Grown(Seats.Unfilled, length);
        Seats.RowDual = People.ColumnDual = Side.Grown(Seats.RowDual, length);
        Seats.ColumnOf = People.RowOf = Side.Grown(Seats.ColumnOf, length);
        (lockedTo, lockedCost) = (Side.Grown(lockedTo, length), Side.Grown(lockedCost, length));
        fromPerson.Over(new Visit[length]);
    }

    /// <summary>
    /// The problem as it is now and its plan, to be checked like any other. People who are withdrawn have no pairs; a locked seat has
    /// only its holder, who is nobody else's, and may not stay unfilled.
    /// </summary>
    public (AssignmentProblem Problem, AssignmentPlan Plan) Now()
    {
        var start = new int[SeatCount + 1];
        var (person, cost) = (new int[seatPairs], new int[seatPairs]);
        var (personOf, penalty) = (new int[SeatCount], Seats.Unfilled[..SeatCount]);
        var (value, price) = (Seats.RowDual[..SeatCount], Seats.ColumnDual[..PeopleCount]);
        for (var other = 0; other < PeopleCount; other++)
            if (People.ColumnOf[other] == Side.Out)
                price[other] = 0;
        var at = 0;
        for (var seat = 0; seat < SeatCount; seat++)
        {
            personOf[seat] = PersonOf(seat);
            if (lockedTo[seat] >= 0)
            {
                (person[at], cost[at++]) = (lockedTo[seat], lockedCost[seat]);
                value[seat] = lockedCost[seat];
                penalty[seat] = Math.Max(penalty[seat], lockedCost[seat]);
            }
            else
                for (var pair = Seats.First[seat]; pair < Seats.End[seat]; pair++)
                    if (People.ColumnOf[Seats.Column[pair]] != Side.Out)
                        (person[at], cost[at++]) = (Seats.Column[pair], Seats.Cost[pair]);
            start[seat + 1] = at;
            Array.Sort(person, cost, start[seat], at - start[seat]);
        }
        var problem = new AssignmentProblem(PeopleCount, start, person[..at], cost[..at], penalty);
        return (problem, new AssignmentPlan(personOf, value, price, Cost));
    }
}
