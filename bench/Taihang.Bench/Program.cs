using System.CommandLine;
using Taihang.Bench.Audit;
using Taihang.Bench.Dispatch;
using Taihang.Bench.Duplicates;
using Taihang.Bench.Identify;
using Taihang.Bench.Import;
using Taihang.Bench.Methods;
using Taihang.Bench.Registry;

// One bench, one subcommand; `./dev bench NAME` comes here. A bench runs its contenders as separate processes on the same
// input, interleaved, checks that their answers are equal, and writes bench/results/<cpu>/<name>.{md,json}.
var root = new RootCommand("Taihang's side-by-side benchmarks")
{
    IdentifyBench.Verb(),
    ImportBench.Verb(),
    DuplicatesBench.Verb(),
    HouseholdGenerator.Verb(),
    HandWrittenSql.Verb(),
    MethodsGenerator.Verb(),
    MethodsBench.Verb(),
    SurveyBench.Verb(),
    SizeCurve.Verb(),
    NationBench.Verb(),
    NationBench.ByHand(),
    ExplainBench.Verb(),
    AuditBench.Verb(),
    AuditBench.Own(),
    RegistryBench.Verb(),
    DispatchBench.Verb(),
    DispatchContenders.Own(),
    DispatchContenders.Flow(),
    DispatchBaselines.Verb(),
    DenseBench.Verb(),
    TeamsBench.Verb(),
    TeamsBench.Own(),
    TeamsBench.Sat(),
};
foreach (var part in DispatchParts.Verbs())
    root.Add(part);
return await root.Parse(args.Length == 0 ? ["identify"] : args).InvokeAsync();
